/** The harness as a native program: a child that measures itself and answers line by line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @param {string} name
 * @param {string} program
 * @returns {import('../measure.mjs').Contender}
 */
export function nativeHarness(name, program) {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** @param {string} line */
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    const { value } = await lines.next();
    const [ok, nanoseconds] = String(value).split(' ').map(Number);
    return { ok: ok === 1, ms: (nanoseconds ?? 0) / 1e6 };
  };
  return {
    name,
    async prepare(test) {
      const { ok } = await ask(`setup ${test.size ?? 0} ${test.harness ?? test.name}`);
      if (!ok) return undefined;
      return {
        async run(times) {
          const { ok: ran, ms } = await ask(`run ${times}`);
          if (!ran) throw new Error(`${name} fails in ${test.name}`);
          return ms;
        },
      };
    },
    close: () => child.stdin.end(),
  };
}
