/** What the names of PEM's blocks say, for what cannot be read, and where the two contradict each other. */
import type { Identified, Verdict } from './kinds.js';
import type { PemBlock } from './pem.js';
import { protection } from './text-kinds.js';

/** What a name stands for. */
interface Labelled {
  readonly verdict: Verdict;
  /** Whether what is within has a form of its own, which is not DER. */
  readonly isFinal: boolean;
}

/** Names and the kinds that they may hold; of the first the block is, where it cannot be read. */
const KINDS: Readonly<Record<string, readonly Identified['kind'][]>> = {
  CERTIFICATE: ['certificate'],
  'X509 CERTIFICATE': ['certificate'],
  'TRUSTED CERTIFICATE': ['trusted-certificate', 'certificate'],
  'CERTIFICATE REQUEST': ['certificate-request'],
  'NEW CERTIFICATE REQUEST': ['certificate-request'],
  'X509 CRL': ['crl'],
  'ATTRIBUTE CERTIFICATE': ['attribute-certificate'],
  'PRIVATE KEY': ['private-key'],
  'ENCRYPTED PRIVATE KEY': ['private-key'],
  'RSA PRIVATE KEY': ['private-key'],
  'EC PRIVATE KEY': ['private-key'],
  'DSA PRIVATE KEY': ['private-key'],
  'PUBLIC KEY': ['public-key'],
  'RSA PUBLIC KEY': ['public-key'],
  PKCS7: ['cms', 'time-stamp-token'],
  CMS: ['cms', 'time-stamp-token'],
  'PKCS #7 SIGNED DATA': ['cms'],
  PKCS12: ['pkcs12'],
  'DH PARAMETERS': ['dh-parameters'],
  'X9.42 DH PARAMETERS': ['dh-parameters', 'dsa-parameters'],
  'DSA PARAMETERS': ['dsa-parameters'],
  'EC PARAMETERS': ['ec-parameters'],
  'SSL SESSION PARAMETERS': ['ssl-session'],
  'OCSP REQUEST': ['ocsp-request'],
  'OCSP RESPONSE': ['ocsp-response'],
};

/** What a block is by its name; undefined for names that are not known. */
export function labelKind(block: PemBlock): Labelled | undefined {
  const { label, headers } = block;
  if (label === 'OPENSSH PRIVATE KEY') return { verdict: opensshKey(block), isFinal: true };
  const encrypted = label === 'ENCRYPTED PRIVATE KEY' || headers.get('Proc-Type')?.includes('ENCRYPTED') === true;
  const [kind] = KINDS[label] ?? [];
  if (kind === undefined) return undefined;
  if (kind === 'private-key') return { verdict: privateKey(label, encrypted), isFinal: false };
  const sentence = `This is a block that is called ${label}.`;
  if (kind === 'cms') return { verdict: { kind, contentType: '', sentence }, isFinal: false };
  if (kind === 'public-key') return { verdict: { kind, format: 'spki', sentence }, isFinal: false };
  return { verdict: { kind, sentence } as Verdict, isFinal: false };
}

/** What the name says otherwise than the content is. */
export function labelFault(label: string, found: Verdict): string | undefined {
  const kinds = KINDS[label];
  if (kinds === undefined || kinds.includes(found.kind)) return undefined;
  return `the block is called ${label}, and holds something else`;
}

const FORMATS: Readonly<Record<string, 'pkcs1' | 'sec1' | 'dsa'>> = {
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
  'DSA PRIVATE KEY': 'dsa',
};

function privateKey(label: string, encrypted: boolean): Verdict {
  const [algorithm] = Object.hasOwn(FORMATS, label) ? label.split(' ') : [];
  const called = algorithm === undefined ? '' : ` (${algorithm})`;
  return {
    ...{ kind: 'private-key', format: FORMATS[label] ?? 'pkcs8', encrypted },
    ...(algorithm !== undefined && { algorithm }),
    sentence: `This is a private key${called}, ${protection(encrypted)}.`,
  };
}

const MAGIC = 'openssh-key-v1\0';

/** Its cipher and its public key stand in the clear (PROTOCOL.key). */
function opensshKey({ bytes }: PemBlock): Verdict {
  const isKnown = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) === MAGIC;
  const [cipher, , , , key] = isKnown ? fields(bytes, MAGIC.length) : [];
  const algorithm = key === undefined ? undefined : latin(fields(key, 0)[0]);
  const encrypted = cipher !== undefined && latin(cipher) !== 'none';
  const called = algorithm === undefined ? '' : ` (${algorithm})`;
  return {
    ...{ kind: 'private-key', format: 'openssh', encrypted },
    ...(algorithm !== undefined && { algorithm }),
    sentence: `This is a private key of OpenSSH${called}, ${protection(encrypted)}.`,
    ...(algorithm === undefined && { fault: 'it does not begin as keys of OpenSSH do' }),
  };
}

/** Cipher, derivation, its options, the number of keys (told as a field of nothing), the public key. */
function fields(bytes: Uint8Array, start: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = start; at + 4 <= bytes.length && found.length < 5; ) {
    const length = found.length === 3 && start > 0 ? 0 : view.getUint32(at);
    if (length > bytes.length - at - 4) break;
    found.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

function latin(bytes: Uint8Array | undefined): string | undefined {
  const text = bytes === undefined ? '' : new TextDecoder('latin1').decode(bytes.subarray(0, 64));
  return /^[a-z0-9@.-]+$/i.test(text) ? text : undefined;
}
