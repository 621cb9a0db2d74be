import { fileSystem } from '../../common/files.js';
import { environment } from '../../common/platform.js';
import { systemBundle } from '../../tls/internal.js';

/** Where trusted certificates are looked for. */
export class DefaultVerifyPaths {
  /** The file, null where there is none. */
  readonly cafile: string | null;
  /** The folder, null where there is none. */
  readonly capath: string | null;
  /** The environment variable that names another file. */
  readonly openssl_cafile_env: string;
  /** The file without it. */
  readonly openssl_cafile: string;
  /** The environment variable that names another folder. */
  readonly openssl_capath_env: string;
  /** The folder without it. */
  readonly openssl_capath: string;

  /** @internal See {@link getDefaultVerifyPaths}. */
  constructor(bundle: string) {
    this.cafile = existing(environment(CAFILE_ENV) ?? bundle, 'file');
    this.capath = existing(environment(CAPATH_ENV) ?? CAPATH, 'folder');
    this.openssl_cafile_env = CAFILE_ENV;
    this.openssl_cafile = bundle;
    this.openssl_capath_env = CAPATH_ENV;
    this.openssl_capath = CAPATH;
  }
}

const CAFILE_ENV = 'SSL_CERT_FILE';
const CAPATH_ENV = 'SSL_CERT_DIR';
const CAFILE = '/etc/ssl/certs/ca-certificates.crt';
const CAPATH = '/etc/ssl/certs';

/** Where {@link SSLContext.setDefaultVerifyPaths} looks; file and folder are null where the runtime has no files. */
export function getDefaultVerifyPaths(): DefaultVerifyPaths {
  return new DefaultVerifyPaths(systemBundle() ?? CAFILE);
}

/** The folder that the environment names. The system's own holds the same certificates as its file, and is not read. */
export function namedFolder(): string | undefined {
  return environment(CAPATH_ENV);
}

function existing(path: string, kind: 'file' | 'folder'): string | null {
  try {
    const stat = fileSystem().statSync(path);
    return (kind === 'file' ? stat.isFile() : stat.isDirectory()) ? path : null;
  } catch {
    return null;
  }
}
