/** Whose key is meant: a key of any form, or the certificate or request that has it. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { PKey, type X509, X509Req } from '../../crypto/index.js';
import { X509 as X509Class } from '../../crypto/internal.js';
import { Der } from '../der/reader.js';
import { PkiError } from '../error.js';
import { CERTIFICATE_FORMS } from '../read/certificate.js';
import { type Encoded, loadForm } from '../read/input.js';
import { REQUEST_FORMS } from '../read/request.js';
import { type KeySource, readKey } from './read.js';
import { structureOf } from './structure.js';

/** A key of any form that {@link readKey} takes without passphrase, or a certificate or request, as object, PEM or DER. */
export type PublicKeySource = KeySource | X509 | X509Req;

/** What holds a key, and the bytes that fingerprints are of. */
export interface Held {
  readonly kind: 'certificate' | 'request' | 'key';
  readonly key: PKey;
  /** The DER of a certificate or a request; undefined of a key. */
  readonly der?: Uint8Array;
}

/** The key that is meant, and what it is in. */
export function heldBy(input: PublicKeySource): Held {
  const kind = kindOf(input);
  if (kind === 'certificate') {
    const { object, der } = loadForm(input as X509 | Encoded, X509Class, CERTIFICATE_FORMS);
    return { kind, key: object.getPubkey(), der: der.bytes.slice() };
  }
  if (kind === 'request') {
    const { object, der } = loadForm(input as X509Req | Encoded, X509Req, REQUEST_FORMS);
    return { kind, key: object.getPubkey(), der: der.bytes.slice() };
  }
  return { kind, key: readKey(input as KeySource).key };
}

/** The key alone. */
export const keyOf = (input: PublicKeySource): PKey => (input instanceof PKey ? input : heldBy(input).key);

/** A certificate of any form. */
export const certificateOf = (input: X509 | Encoded): X509 => loadForm(input, X509Class, CERTIFICATE_FORMS).object;

const CERTIFICATE = /^(X509 |TRUSTED )?CERTIFICATE$/;
const REQUEST = /^(NEW )?CERTIFICATE REQUEST$/;
const KEY = /(PRIVATE|PUBLIC) KEY$/;

/** What stands first in it that has a key. */
function kindOf(input: PublicKeySource): Held['kind'] {
  if (input instanceof X509Class) return 'certificate';
  if (input instanceof X509Req) return 'request';
  if (typeof input !== 'string' && !ArrayBuffer.isView(input) && !(input instanceof ArrayBuffer)) return 'key';
  const bytes = bytesArgument(input as BytesLike, 'a key');
  if (bytes[0] === 0x30) return derKind(bytes);
  const text = new TextDecoder('latin1').decode(bytes.slice());
  for (const [, label = ''] of text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,64})-----/g)) {
    if (CERTIFICATE.test(label)) return 'certificate';
    if (REQUEST.test(label)) return 'request';
    if (KEY.test(label)) return 'key';
  }
  return 'key';
}

function derKind(bytes: Uint8Array): Held['kind'] {
  try {
    const structure = structureOf(Der.parse(bytes.slice(), 'a key'));
    return structure === 'certificate' || structure === 'request' ? structure : 'key';
  } catch (error) {
    if (error instanceof PkiError) return 'key';
    throw error;
  }
}
