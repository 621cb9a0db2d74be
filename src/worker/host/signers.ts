/** Keys that are elsewhere, as they cross: the public half goes, and what signs stays. */
import { instanceArgument } from '../../common/arguments.js';
import { crypto } from '../../index.js';
import { ExternalKey, PARTS } from '../../signers/index.js';
import type { Tagged } from '../wire/values.js';
import type { AnyCallback } from './hub.js';

let last = 0;

/** A key as a message has it, and the function that answers for it, by its name. @throws {TypeError} where it is no signer */
export function crossing(key: ExternalKey): { name: string; callback: AnyCallback; tagged: Tagged } {
  const { half, methods, format, sign } = instanceArgument(key, ExternalKey, 'signer')[PARTS];
  last += 1;
  const name = `useSigner ${last}`;
  const der = crypto.dumpPublickey(crypto.FILETYPE_ASN1, half);
  return { name, callback: sign, tagged: { is: 'signer', name, der, format, methods } };
}
