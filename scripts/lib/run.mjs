/** Runs other programs. */
import { spawn } from 'node:child_process';

/** How many of the last lines an error shows. */
const TAIL = 60;

/**
 * Runs a program to its end and returns what it printed on standard output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, { cwd, env, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {string[]} */
    const lines = [];
    let output = '';
    /** @param {boolean} keep @returns {(chunk: string) => void} */
    const reader = (keep) => {
      let rest = '';
      return (chunk) => {
        if (keep) output += chunk;
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) {
          lines.push(line);
          if (lines.length > TAIL) lines.shift();
          onLine?.(line);
        }
      };
    };
    child.stdout.setEncoding('utf8').on('data', reader(true));
    child.stderr.setEncoding('utf8').on('data', reader(false));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}:\n${lines.join('\n')}`));
    });
  });
}

/** Whether a program is on PATH. @param {string} command @param {readonly string[]} [args] */
export async function works(command, args = ['--version']) {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
