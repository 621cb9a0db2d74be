/** What a client trusts that is told nothing: what the system trusts, and what the environment or the application adds. */
import { environment } from '../common/environment.js';
import { fileSystem } from '../common/files.js';
import { platformModule } from '../common/platform.js';
import { crypto, type SSL } from '../index.js';

type NodeTls = typeof import('node:tls') & { getCACertificates?(type: string): string[] };
type Process = { emitWarning?(message: string): void };

let fromPlatform: readonly crypto.X509[] | undefined;
let fromEnvironment: readonly crypto.X509[] | undefined;
/** What the application has set in the place of all. */
let ownDefaults: readonly crypto.X509[] | undefined;
let version = 0;

/** Changes with the default CAs: what was made of older ones is no longer good. */
export function defaultsVersion(): number {
  return version;
}

/** Sets the default CAs of all clients that are made from now on, in the place of the system's. */
export function replaceDefaults(certificates: readonly crypto.X509[]): void {
  ownDefaults = certificates;
  version += 1;
}

/** What {@link replaceDefaults} has set. */
export function replacedDefaults(): readonly crypto.X509[] | undefined {
  return ownDefaults;
}

/**
 * Adds the default CAs: the system's; where they are in no file (Windows, macOS), those that the runtime gives; and those of
 * the file that NODE_EXTRA_CA_CERTS names.
 * @throws {Error} where there are none, as in a browser: a client without any could verify nobody
 */
export function trustDefaults(context: SSL.Context): void {
  if (ownDefaults !== undefined) {
    addAll(context, ownDefaults);
    return;
  }
  addAll(context, extraCertificates());
  if (context.loadSystemBundle()) return;
  fromPlatform ??= platformRoots();
  if (fromPlatform.length === 0) {
    throw new Error("this runtime has no trusted CAs to look up: pass `ca`, such as `roots` of 'tsopenssl/roots'");
  }
  addAll(context, fromPlatform);
}

function addAll(context: SSL.Context, certificates: readonly crypto.X509[]): void {
  using store = context.getCertStore();
  for (const cert of certificates) store.addCert(cert);
}

/**
 * The CAs of the file that NODE_EXTRA_CA_CERTS names, read once. What cannot be read adds nothing, and the process is warned, as
 * Node warns.
 */
export function extraCertificates(): readonly crypto.X509[] {
  fromEnvironment ??= readExtra(environment('NODE_EXTRA_CA_CERTS'));
  return fromEnvironment;
}

function readExtra(path: string | undefined): readonly crypto.X509[] {
  if (!path) return [];
  try {
    return crypto.loadCertificates(new Uint8Array(fileSystem().readFileSync(path)));
  } catch (error) {
    const { process } = globalThis as { process?: Process };
    const reason = error instanceof Error ? error.message : String(error);
    process?.emitWarning?.(`Ignoring extra certs from \`${path}\`, load failed: ${reason}`);
    return [];
  }
}

/** What the platform trusts or brings, where there is no file. */
export function platformRoots(): readonly crypto.X509[] {
  try {
    // Without files there is no such module either, or an empty shell of it.
    fileSystem();
    const tls = platformModule<NodeTls>('node:tls');
    const pem = tls?.getCACertificates?.('system') ?? tls?.rootCertificates ?? [];
    return pem.flatMap((text) => crypto.loadCertificates(text));
  } catch {
    return [];
  }
}
