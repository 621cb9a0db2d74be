/**
 * How files are written: whole or not at all, keys for their owner alone, and nothing in the place of what was there unless that
 * is asked for.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CliError, EXIT, systemText } from '../frame/exit.js';

/** What is written. */
export interface Writing {
  readonly path: string;
  readonly content: Uint8Array;
  /** Whether it is for its owner alone, such as a private key: mode 600, whatever the umask. */
  readonly isSecret: boolean;
  /** Whether it takes the place of a file that is there. */
  readonly force: boolean;
}

const SECRET_MODE = 0o600;
const PUBLIC_MODE = 0o666;
/** File systems without links of that kind. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EXDEV']);

/** Files that are not whole yet: they go when the command is ended. */
const unfinished = new Set<string>();

/** Takes away what is not whole. */
export function removeUnfinished(): void {
  for (const path of unfinished) fs.rmSync(path, { force: true });
  unfinished.clear();
}

/** Writes a file. @throws {CliError} when it is there already, or cannot be written */
export function writeWhole(writing: Writing): void {
  try {
    if (isDevice(writing)) writeThrough(writing);
    else writeBeside(writing);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw unwritable(writing.path, error);
  }
}

/** Refuses what {@link writeWhole} would refuse, before work is done for it. */
export function mustBeFree(path: string, force: boolean): void {
  const found = fs.lstatSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new CliError(EXIT.output, `${path} cannot be written: it is a folder`);
  if (found !== undefined && !force && !isDevicePath(path)) throw taken(path);
}

/** A temporary file beside it, which takes its name when it is whole. */
function writeBeside({ path, content, isSecret, force }: Writing): void {
  const found = fs.lstatSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new CliError(EXIT.output, `${path} cannot be written: it is a folder`);
  if (found !== undefined && !force) throw taken(path);
  const temporary = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`);
  unfinished.add(temporary);
  try {
    // Exclusive: whoever made a link of that name beforehand must not be followed.
    const file = fs.openSync(temporary, 'wx', isSecret ? SECRET_MODE : PUBLIC_MODE);
    try {
      if (isSecret) fs.fchmodSync(file, SECRET_MODE);
      else if (found?.isFile()) fs.fchmodSync(file, found.mode & 0o777);
      writeAll(file, content);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    if (force) fs.renameSync(temporary, path);
    else linkInto(temporary, path);
  } finally {
    fs.rmSync(temporary, { force: true });
    unfinished.delete(temporary);
  }
}

/** Gives a file its name if nobody has it, in one step: a link that somebody made meanwhile is not followed either. */
function linkInto(temporary: string, path: string): void {
  try {
    fs.linkSync(temporary, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(path);
    if (!NO_LINKS.has(code)) throw error;
    fs.copyFileSync(temporary, path, fs.constants.COPYFILE_EXCL);
  }
}

/** `/dev/stdout` and pipes are written through; a secret only where the system itself has put them. */
function isDevice({ path, isSecret }: Writing): boolean {
  if (isDevicePath(path)) return true;
  if (isSecret) return false;
  const found = fs.lstatSync(path, { throwIfNoEntry: false });
  return found?.isFIFO() === true || found?.isCharacterDevice() === true || found?.isSocket() === true;
}

/** Names that are the system's own: in the rest of /dev, such as /dev/shm, anybody may make what he likes. */
function isDevicePath(path: string): boolean {
  if (!/^\/(dev\/(stdout|stderr|null|tty|fd\/\d+)|proc\/self\/fd\/\d+)$/.test(path)) return false;
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

function writeThrough({ path, content }: Writing): void {
  const file = fs.openSync(path, fs.constants.O_WRONLY);
  try {
    writeAll(file, content);
  } finally {
    fs.closeSync(file);
  }
}

function writeAll(file: number, content: Uint8Array): void {
  for (let at = 0; at < content.length; ) at += fs.writeSync(file, content, at);
}

function taken(path: string): CliError {
  return new CliError(EXIT.output, `${path} is there already`, {
    code: 'ERR_CLI_EXISTS',
    hint: 'Take another name, or say --force to put the new file in its place.',
  });
}

function unwritable(path: string, cause: unknown): CliError {
  return new CliError(EXIT.output, `${path} cannot be written: ${systemText(cause)}`, { cause });
}
