/** What a client trusts that is told nothing: what the system trusts. */
import { fileSystem } from '../common/files.js';
import { platformModule } from '../common/platform.js';
import { crypto, type SSL } from '../index.js';

type NodeTls = typeof import('node:tls') & { getCACertificates?(type: string): string[] };

let fromPlatform: readonly crypto.X509[] | undefined;

/**
 * Adds the system's CAs; where they are in no file (Windows, macOS), those that the runtime gives.
 * @throws {Error} where there are none, as in a browser: a client without any could verify nobody
 */
export function trustDefaults(context: SSL.Context): void {
  if (context.loadSystemBundle()) return;
  fromPlatform ??= platformRoots();
  if (fromPlatform.length === 0) {
    throw new Error("this runtime has no trusted CAs to look up: pass `ca`, such as `roots` of 'tsopenssl/roots'");
  }
  const store = context.getCertStore();
  for (const cert of fromPlatform) store.addCert(cert);
}

function platformRoots(): readonly crypto.X509[] {
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
