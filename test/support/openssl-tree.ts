/** The files of OpenSSL's own tests, and what the machine's openssl(1) prints of one. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCE = new URL('../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const [, minor = '0'] = /^OpenSSL 3\.(\d+)/.exec(execFileSync('openssl', ['version'], { encoding: 'utf8' })) ?? [];

/** Whether the openssl(1) of this machine prints as ours: Debian's 3.0 knows fewer extensions and leaves out blank lines. */
export const isSameNative = minor === version.split('.')[1];

/** The root of OpenSSL's source. */
export const TREE = fileURLToPath(new URL(`openssl-${version}/`, SOURCE));

/** The paths of files of the tree whose names match, below these folders; `recipes` and `fuzz` with what is within. */
export function opensslFiles(name: RegExp, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(`${TREE}${folder}`, { withFileTypes: true, recursive: /recipes|fuzz/.test(folder) })
      .filter((entry) => entry.isFile() && name.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .sort(),
  );
}

/** The PEM blocks of a kind that a file has. */
export function pemBlocks(file: Uint8Array, label: string): string[] {
  const text = new TextDecoder('latin1').decode(file);
  return text.match(new RegExp(`-----BEGIN ${label}-----[^-]*-----END ${label}-----\n?`, 'g')) ?? [];
}

/** As 3.5 prints names, which an older one does when it is told. */
const NAMEOPT = isSameNative ? [] : ['-nameopt', 'sep_comma_plus_space,sname,esc_ctrl,utf8,dump_nostr,dump_der'];

/** What `openssl x509`, `req` or `crl` prints of DER, as it is compared. */
export function nativeText(command: string, der: Uint8Array): string {
  const args = [command, '-inform', 'DER', '-noout', '-text', ...NAMEOPT];
  return ownText(execFileSync('openssl', args, { input: der, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }));
}

/** Our text as it is compared: with an older native, without what that prints otherwise, which is blank lines behind URIs, and a colon. */
export function ownText(text: string): string {
  // What OpenSSL says of a key that it cannot read names a thread and a line of its source.
  const plain = text.replace(/^\S+:error:.*\n/gm, '');
  return isSameNative ? plain : plain.replace(/\n *\n/g, '\n').replace(/(othername: [^:\n]+:):/g, '$1');
}
