/** A folder with a private CA and what a server needs of it, and what a client is told of the server. */
import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issue } from '../../support/pki.js';

export interface Pki {
  /** The CA of the server and of the client. */
  readonly ca: string;
  /** A CA of the same name that has signed neither. */
  readonly wrongCa: string;
  /** For `localhost`, and for nothing else: not for its address. */
  readonly server: { readonly cert: string; readonly key: string };
  /** Of the common name `reader`. */
  readonly client: { readonly cert: string; readonly key: string };
}

/** What a script is told: JSON. */
export interface Target {
  readonly port: number;
  /** Where a client certificate is demanded. */
  readonly mtlsPort?: number;
  /** Which versions the server speaks; both 1.2 and 1.3 by default. */
  readonly versions?: readonly string[];
  /** What this client needs besides. */
  readonly [extra: string]: unknown;
}

export interface Scene {
  readonly folder: string;
  readonly pki: Pki;
  /** Paths of the files in `folder`. */
  readonly files: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Who a server runs as that refuses to be root: undefined where the test is not root. */
  user(name: string): Owner | undefined;
  /** A folder in the scene's, owned by a user. */
  subfolder(name: string, owner?: Owner): Promise<string>;
  /** A file in the scene's folder. @returns its path */
  file(name: string, content: string, owner?: Owner): Promise<string>;
  remove(): Promise<void>;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export async function makeScene(name: string): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), `tsopenssl-${name}-`));
  await chmod(folder, 0o755);
  const pki = makePki();
  const file = async (path: string, content: string, owner?: Owner) => {
    await writeFile(join(folder, path), content, { mode: owner === undefined ? 0o644 : 0o600 });
    if (owner !== undefined) await chown(join(folder, path), owner.uid, owner.gid);
    return join(folder, path);
  };
  return {
    folder,
    pki,
    files: {
      ca: await file('ca.pem', pki.ca),
      cert: await file('server.crt', pki.server.cert),
      key: await file('server.key', pki.server.key),
    },
    user: userOf,
    file,
    subfolder: async (path, owner) => {
      await mkdir(join(folder, path));
      if (owner !== undefined) await chown(join(folder, path), owner.uid, owner.gid);
      return join(folder, path);
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function makePki(): Pki {
  const ca = issue('tsopenssl test CA', { ca: true });
  const server = issue('localhost', { issuer: ca, san: 'DNS:localhost' });
  const client = issue('reader', { issuer: ca });
  return {
    ca: ca.certPem,
    wrongCa: issue('tsopenssl test CA', { ca: true }).certPem,
    server: { cert: server.certPem, key: server.keyPem },
    client: { cert: client.certPem, key: client.keyPem },
  };
}

function userOf(name: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name]).stdout));
  if (uid === undefined || gid === undefined) throw new Error(`there is no user ${name}`);
  return { uid, gid };
}
