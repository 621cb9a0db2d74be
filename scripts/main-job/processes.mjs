/** Foreign programs as peers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Longest that one peer may take. */
export const PEER_TIMEOUT_MS = 20_000;

/**
 * Runs a program with an input, and returns all that it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {string} [input] - written to standard input, which then stays open until the program has answered
 * @param {RegExp} [until] - ends the input once the output matches
 */
export async function converse(command, args, input = '', until = undefined) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: PEER_TIMEOUT_MS });
  let output = '';
  child.stdin.on('error', () => {});
  /** @param {Buffer} chunk */
  const collect = (chunk) => {
    output += chunk;
    if (until?.test(output)) child.stdin.end();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  if (input) child.stdin.write(input);
  if (!until) child.stdin.end();
  const [code] = await once(child, 'close');
  return { code, output };
}

/** @param {Promise<unknown>} promise @param {string} what */
export function withTimeout(promise, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} did not end within ${PEER_TIMEOUT_MS / 1000} s`)),
      PEER_TIMEOUT_MS,
    );
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
