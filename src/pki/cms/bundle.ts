/** Bundles of certificates and lists: signed messages that nobody has signed, known as p7b (RFC 5652, 5; RFC 8551, 3.8). */
import { declareOptions, listOf } from '../../common/options.js';
import { type CRL, FILETYPE_ASN1, loadPkcs7Data, PKCS7, type X509 } from '../../crypto/index.js';
import { readOid } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { contextOf } from '../der/tags.js';
import { badValue, PkiError } from '../error.js';
import type { Encoded } from '../read/input.js';
import { contentInfo, derOf, expectType, loadMessage, type MadeMessage, type MessageInput, TYPES } from './message.js';
import { certificateDers, crlDers, signedData } from './signed/assemble.js';
import { certificatesOf, crlsOf, readSignedParts, type SignedParts } from './signed/data.js';

/** What a bundle holds. */
export interface Bundle {
  /** The certificates, in the order of the file. None of them is trusted by that. */
  readonly certificates: readonly X509[];
  /** The lists of revoked certificates, in the order of the file. */
  readonly crls: readonly CRL[];
}

/** What to bundle beside certificates. */
export interface BundleOptions {
  /** Lists of revoked certificates. */
  readonly crls?: readonly (CRL | Encoded)[];
}

const read = declareOptions<BundleOptions>({ crls: listOf<CRL | Encoded>((value) => value as Encoded) });
const encoded = listOf<X509 | Encoded>((value) => value as Encoded);
const WHAT = 'a PKCS #7 bundle';

/**
 * Bundles certificates, in their order, as `openssl crl2pkcs7 -nocrl -certfile` does: a p7b file. Each is in it once.
 * @throws {PkiError} when there is nothing to bundle
 */
export function bundleCertificates(certificates: readonly (X509 | Encoded)[], options?: BundleOptions): MadeMessage {
  const { crls = [] } = read(options);
  const ders = certificateDers(encoded(certificates, 'certificates'));
  const lists = crlDers(crls);
  if (ders.length + lists.length === 0) throw badValue('a bundle needs a certificate or a list at least');
  const parts = { certificates: ders, crls: lists, digestAlgorithms: [], signers: [], content: undefined };
  return contentInfo(TYPES.signed, signedData({ ...parts, version: 1, contentType: TYPES.data }));
}

/**
 * Reads the certificates and lists of a bundle, or of any other signed message: PEM with any of the usual headers, DER or BER.
 * Nothing is verified.
 * @throws {PkiError} when it is no signed message
 */
export function readBundle(input: MessageInput): Bundle {
  const parts = orderedParts(input);
  return { certificates: certificatesOf(parts), crls: crlsOf(parts) };
}

/** The parts in the order of the file: OpenSSL's PKCS #7 keeps it where its CMS, which writes sets, does not. */
function orderedParts(input: MessageInput): SignedParts {
  if (!(input instanceof PKCS7)) {
    try {
      const der = loadPkcs7Data(FILETYPE_ASN1, derOf(input, WHAT)).dump(FILETYPE_ASN1);
      const fields = Der.parse(der, WHAT).fields(WHAT);
      if (readOid(fields.next(), WHAT) === TYPES.signed) return readSignedParts(fields.next(contextOf(0)).inner(WHAT));
    } catch (error) {
      if (error instanceof PkiError && error.code !== 'ERR_PKI_DER') throw error;
    }
  }
  const message = loadMessage(input, WHAT);
  using _ = message.cms;
  expectType(message, 'signed');
  return readSignedParts(message.content);
}
