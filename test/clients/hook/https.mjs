/** What `import` and `require` get for `node:https`. */
import * as names from 'tsopenssl/https';

export * from 'tsopenssl/https';

const whole = names.default ?? { ...names };
export default whole;
export { whole as 'module.exports' };
