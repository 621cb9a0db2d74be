/** The certificates of the tests as files, for peers that read files. */
import type { Identity } from './pki.js';
import { Scratch } from './scratch.js';

/** Writes `NAME.pem` (certificate, then key) and `NAME-cert.pem` for each. */
export function writeIdentities(identities: Record<string, Identity>): Scratch {
  const scratch = new Scratch();
  for (const [name, { certPem, keyPem }] of Object.entries(identities)) {
    scratch.file(`${name}.pem`, certPem + keyPem);
    scratch.file(`${name}-cert.pem`, certPem);
    scratch.file(`${name}-key.pem`, keyPem);
  }
  return scratch;
}
