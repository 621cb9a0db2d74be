/** Java's own key stores, which are no PKCS #12. */
import { badDer } from '../error.js';

const KINDS = new Map([
  [0xfeed_feed, 'JKS'],
  [0xcece_cece, 'JCEKS'],
]);

/** @throws {PkiError} for a store of Java's own kinds: it says which one it is, and what to do */
export function notJava(bytes: Uint8Array): void {
  if (bytes.length < 4) return;
  const kind = KINDS.get(new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0));
  if (kind === undefined) return;
  const hint = kind === 'JKS' ? 'readJks reads it' : 'keytool -importkeystore -deststoretype PKCS12 converts it';
  throw badDer(`this is a key store of Java's own kind ${kind}, not a PKCS #12 file: ${hint}`);
}
