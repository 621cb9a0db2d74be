/** Peers that show a raw public key, and no certificate (RFC 7250). */
import { instancesArgument, listArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { wrongValue } from '../../common/refusals.js';
import { PKey } from '../../crypto/index.js';
import * as c from '../../ffi/constants.js';
import { HANDLE, type Handle } from '../../ffi/index.js';

/** What a side shows: a certificate, or its public key alone. */
export type CertificateType = 'x509' | 'rawPublicKey';

/** As they are on the wire. */
const NUMBERS: Readonly<Record<CertificateType, number>> = {
  x509: c.TLSEXT_cert_type_x509,
  rawPublicKey: c.TLSEXT_cert_type_rpk,
};

/** @internal @returns the types as C reads them, none for null */
export function typesArgument(types: Iterable<CertificateType> | null): Bytes {
  if (types === null) return new Uint8Array();
  const numbers = listArgument(types, 'types', (type, name) => {
    if (type !== 'x509' && type !== 'rawPublicKey') throw wrongValue(name, "'x509' or 'rawPublicKey'", type);
    return NUMBERS[type];
  });
  if (numbers.length === 0) throw new RangeError('types must not be empty: null is for certificates alone');
  if (new Set(numbers).size < numbers.length) throw new RangeError('types must not name one twice');
  return Uint8Array.from(numbers);
}

/** @internal @returns the type of a number */
export function typeOf(number: number): CertificateType {
  return number === c.TLSEXT_cert_type_rpk ? 'rawPublicKey' : 'x509';
}

/** @internal @returns the keys, looked at before anything is done with them */
export function keysArgument(keys: Iterable<PKey>): Handle<'EVP_PKEY'>[] {
  return instancesArgument(keys, PKey, 'keys').map((key) => key[HANDLE]);
}
