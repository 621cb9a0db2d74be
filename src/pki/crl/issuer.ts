/** Who signs lists of revoked certificates. */
import { refused } from '../error.js';
import { contentOf, type Issuer, type KnownIssuer, knownIssuer } from '../issue/issuer.js';
import type { SigningKeyInput } from '../issue/keys.js';

/** @throws {PkiError} when key and certificate do not belong together, or nobody takes a list from it */
export function crlIssuer(input: Issuer<SigningKeyInput>, isUnchecked: boolean): KnownIssuer {
  // Who signs an indirect CRL need be no CA: what makes an issuer of certificates is not asked for here.
  const issuer = knownIssuer(input, true);
  if (isUnchecked) return issuer;
  const usage = contentOf(issuer.data, 'keyUsage');
  if (usage === undefined ? contentOf(issuer.data, 'basicConstraints')?.ca !== true : !usage.usages.includes('cRLSign'))
    throw refused("the issuer's key usage does not let it sign lists of revoked certificates: cRLSign is missing");
  const end = issuer.data.notAfter.date;
  if (end !== null && end.getTime() < Date.now()) throw refused("the issuer's certificate has expired");
  return issuer;
}
