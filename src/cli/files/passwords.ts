/** Where passwords come from: a file, the environment, a descriptor, or a person who is asked; arguments are public. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CliError, EXIT, misused, systemText } from '../frame/exit.js';
import type { Output } from '../frame/output.js';
import { ask } from './prompt.js';

/** The options of one password, as the parser gives them. */
export interface PasswordOptions {
  readonly passwordFile?: string;
  readonly passwordEnv?: string;
  readonly passwordFd?: string;
  readonly password?: string;
  readonly newPasswordFile?: string;
  readonly newPasswordEnv?: string;
  readonly newPasswordFd?: string;
  readonly newPassword?: string;
}

/** Declares where the password of what is read comes from. */
export function declarePassword(command: Command, what: string): Command {
  return declare(command, 'password', `the password of ${what}`);
}

/** Declares where the password of what is written comes from. */
export function declareNewPassword(command: Command, what: string): Command {
  return declare(command, 'new-password', `the password that protects ${what}`);
}

function declare(command: Command, name: string, what: string): Command {
  return command
    .option(`--${name}-file <file>`, `${what}: the first line of a file`)
    .option(`--${name}-env <name>`, `${what}: an environment variable`)
    .option(`--${name}-fd <number>`, `${what}: the first line of an open descriptor`)
    .option(`--${name} <text>`, `${what}, for others to see in the list of processes`);
}

/** Longest password that OpenSSL takes, and a line end. */
const MAX_LENGTH = 1024 + 2;
/** Longest descriptor's number. */
const MAX_FD = 0xffff;

/** Finds a password, at most once. */
export class Passwords {
  readonly #options: PasswordOptions;
  readonly #err: Output;
  readonly #known = new Map<string, string | undefined>();

  constructor(options: PasswordOptions, err: Output) {
    this.#options = options;
    this.#err = err;
  }

  /** Whether one was named for what is written. */
  get hasNew(): boolean {
    const { newPasswordFile, newPasswordEnv, newPasswordFd, newPassword } = this.#options;
    return [newPasswordFile, newPasswordEnv, newPasswordFd, newPassword].some((one) => one !== undefined);
  }

  /** The password of what is read, if one was named. */
  given(): Promise<string | undefined> {
    return this.#once('password');
  }

  /** The password of what is read; a person is asked where none was named. @param what - such as `server.key` */
  async needed(what: string): Promise<string> {
    const given = await this.given();
    if (given !== undefined) return given;
    const asked = await ask(`Password of ${what}: `);
    if (asked === undefined) throw missing(`${what} is encrypted, and its password is not known`, 'password');
    this.#known.set('password', asked);
    return asked;
  }

  /** The password of what is written: asked for twice. */
  async fresh(what: string): Promise<string> {
    const given = await this.#once('new-password');
    if (given !== undefined) {
      if (given === '') throw misused(`the password of ${what} must not be empty`);
      return given;
    }
    const asked = await ask(`New password of ${what}: `);
    if (asked === undefined) throw missing(`${what} is to be encrypted, and no password was given`, 'new-password');
    if (asked === '') throw misused(`the password of ${what} must not be empty`);
    if ((await ask('Once more: ')) !== asked) throw new CliError(EXIT.input, 'the two passwords are not the same');
    this.#known.set('new-password', asked);
    return asked;
  }

  async #once(name: 'password' | 'new-password'): Promise<string | undefined> {
    if (!this.#known.has(name)) this.#known.set(name, await this.#find(name));
    return this.#known.get(name);
  }

  async #find(name: 'password' | 'new-password'): Promise<string | undefined> {
    const of = this.#options;
    const [file, env, fd, text] =
      name === 'password'
        ? [of.passwordFile, of.passwordEnv, of.passwordFd, of.password]
        : [of.newPasswordFile, of.newPasswordEnv, of.newPasswordFd, of.newPassword];
    if ([file, env, fd, text].filter((one) => one !== undefined).length > 1)
      throw misused(`a password has one source: take one of --${name}-file, --${name}-env and --${name}-fd`);
    if (text !== undefined) {
      await this.#err.line(
        `warning: --${name} shows the password to everybody who lists the processes of this machine, and to the history of the shell; --${name}-file, --${name}-env and --${name}-fd do not.`,
        'unsure',
      );
      return text;
    }
    if (env !== undefined) return fromEnvironment(env, name);
    if (file !== undefined) return firstLine(file, `--${name}-file`);
    if (fd !== undefined) return firstLine(descriptor(fd, name), `--${name}-fd`);
    return undefined;
  }
}

function fromEnvironment(variable: string, name: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new CliError(EXIT.input, `--${name}-env: there is no variable ${variable}`);
  return value;
}

function descriptor(text: string, name: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= MAX_FD)) throw misused(`--${name}-fd must be the number of a descriptor, not ${text}`);
  return number;
}

/** The first line, without its end. */
function firstLine(source: string | number, option: string): string {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(source === '-' ? 0 : source));
  } catch (error) {
    throw new CliError(EXIT.input, `${option} cannot be read: ${systemText(error)}`, { cause: error });
  }
  const end = bytes.indexOf(0x0a);
  const line = end === -1 ? bytes : bytes.subarray(0, end);
  try {
    if (line.length > MAX_LENGTH)
      throw new CliError(EXIT.input, `${option}: the first line is no password: it is too long`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line).replace(/\r$/, '');
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(EXIT.input, `${option}: the first line is no UTF-8`, { cause: error });
  } finally {
    bytes.fill(0);
  }
}

function missing(message: string, name: string): CliError {
  return new CliError(EXIT.input, message, {
    code: 'ERR_CLI_PASSWORD',
    hint: `Say --${name}-file FILE, --${name}-env NAME or --${name}-fd NUMBER; at a terminal you are asked.`,
  });
}
