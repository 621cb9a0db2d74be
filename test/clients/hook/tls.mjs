/** What `import` and `require` get for `node:tls`: the names, and the default export that CommonJS has as the whole. */
import * as names from 'tsopenssl/node';

export * from 'tsopenssl/node';

const whole = names.default ?? { ...names };
export default whole;
export { whole as 'module.exports' };
