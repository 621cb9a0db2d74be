/** Asks a person for a password: on the terminal itself, whatever stdin is, and without showing what is typed. */
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { sayNow } from '../frame/output.js';
import { visible } from '../frame/visible.js';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const DELETE = new Set(['\x7f', '\b']);
const MAX_LENGTH = 1024;

/** @returns what was typed; undefined where there is no terminal */
export async function ask(question: string): Promise<string | undefined> {
  const terminal = openTerminal();
  if (terminal === undefined) return undefined;
  sayNow(visible(question));
  terminal.setRawMode(true);
  try {
    return await typed(terminal);
  } finally {
    terminal.setRawMode(false);
    sayNow('\n');
    terminal.destroy();
  }
}

function typed(terminal: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let letters: string[] = [];
    terminal.setEncoding('utf8');
    terminal.on('error', reject);
    terminal.on('end', () => resolve(letters.join('')));
    terminal.on('data', (chunk: string) => {
      for (const letter of chunk) {
        if (letter === '\r' || letter === '\n' || letter === CTRL_D) return resolve(letters.join(''));
        if (letter === CTRL_C) {
          terminal.setRawMode(false);
          process.kill(process.pid, 'SIGINT');
          return;
        }
        if (DELETE.has(letter)) letters = letters.slice(0, -1);
        else if (letters.length < MAX_LENGTH) letters.push(letter);
      }
    });
  });
}

function openTerminal(): ReadStream | undefined {
  try {
    const path = process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty';
    const terminal = new ReadStream(openSync(path, 'r+'));
    return terminal.isTTY ? terminal : undefined;
  } catch {
    // No terminal: a script, a service.
    return undefined;
  }
}
