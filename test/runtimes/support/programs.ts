/** Where the runtimes are that the tests drive, and how to get those that are missing. */
import { existsSync } from 'node:fs';

const ROOT = new URL('../', import.meta.url);

/** A program, or why it is not here and what would bring it. */
export type Program = { readonly path: string } | { readonly missing: string };

const npmPackage = (file: string): Program => {
  const path = new URL(`node_modules/${file}`, ROOT).pathname;
  return existsSync(path)
    ? { path }
    : { missing: `not installed: \`npm ci\` in test/runtimes brings it on linux-x64 (${file})` };
};

const debianPackage = (path: string, name: string): Program =>
  existsSync(path) ? { path } : { missing: `not installed: \`apt-get install ${name}\` brings it` };

export const node = (version: 22 | 24 | 26): Program => npmPackage(`node-${version}/bin/node`);
export const deno: Program = npmPackage('@deno/linux-x64-glibc/deno');
export const bun: Program = npmPackage('@oven/bun-linux-x64/bin/bun');
export const workerd: Program = npmPackage('@cloudflare/workerd-linux-64/bin/workerd');
export const chromium: Program = debianPackage('/usr/bin/chromium', 'chromium');
export const firefox: Program = debianPackage('/usr/bin/firefox-esr', 'firefox-esr');

/** Those that have a command line, with what goes before the file. */
export const COMMAND_LINES: readonly (readonly [name: string, program: Program, args: readonly string[]])[] = [
  [`Node ${process.version}`, { path: process.execPath }, []],
  ['Node 22', node(22), []],
  ['Node 24', node(24), []],
  ['Node 26', node(26), []],
  ['Deno', deno, ['run', '--allow-all', '--node-modules-dir=manual', '--no-lock']],
  ['Bun', bun, ['run']],
];

/** Title of a test, with the reason where it must be skipped. */
export function titleOf(name: string, program: Program): string {
  return 'missing' in program ? `${name} (${program.missing})` : name;
}

/** The path, where the caller knows that it is there. */
export function pathOf(program: Program): string {
  if ('missing' in program) throw new Error(program.missing);
  return program.path;
}
