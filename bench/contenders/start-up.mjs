/** The first context and ClientHello, a new process a time. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('../start-up.mjs', import.meta.url));

/**
 * @param {string} name
 * @param {string} bundle - the package, for {@link PROGRAM}
 * @param {string} module - the path of the module
 * @returns {import('../measure.mjs').Contender}
 */
export function startUp(name, bundle, module) {
  return {
    name,
    prepare(test) {
      if (test.unit !== 'ms') return undefined;
      return {
        async run(times) {
          let total = 0;
          for (let i = 0; i < times; i++) {
            const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, bundle, module]);
            total += Number(stdout);
          }
          return total;
        },
      };
    },
  };
}
