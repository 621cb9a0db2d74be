/** Certificates, requests and lists: a SEQUENCE of what is signed, how, and the signature. */
import { Error as CryptoError } from '../../crypto/index.js';
import { Der } from '../der/reader.js';
import { PkiError } from '../error.js';
import type { Extension } from '../extensions/index.js';
import { nameText, printable } from '../model/name-text.js';
import { certificateData } from '../read/certificate.js';
import { crlData } from '../read/crl.js';
import { requestData } from '../read/request.js';
import type { Verdict } from './kinds.js';
import { Shape } from './shape.js';

/** What is signed, an algorithm, a signature. */
const SIGNED = '30 30 03';
const CERTIFICATE = /^(a0 )?02 30 30 30 30 30/;
const CRL = /^(02 )?30 30 (17|18)/;
const REQUEST = /^02 30 30( a0)?$/;
const ATTRIBUTE_CERTIFICATE = /^(02 )?(30|a0|a1) (a0 |30 )?30 02 30/;
const SPKAC = '30 16';

/** @param most - largest structure that is read for its details */
export function signedKind(shape: Shape, bytes: Uint8Array, most: number): Verdict | undefined {
  if (shape.pattern !== SIGNED) return undefined;
  const signed = shape.at(0);
  const inner = signed?.pattern ?? '';
  const readable = shape.head.end <= most ? bytes.subarray(0, shape.head.end) : undefined;
  if (CERTIFICATE.test(inner) && signed?.at(inner.startsWith('a0') ? 4 : 3)?.pattern.match(/^1[78] 1[78]$/))
    return certificateKind(readable, bytes.subarray(shape.head.end));
  if (CRL.test(inner)) return crlKind(readable);
  // A request's name, and its key: a SEQUENCE of an algorithm and bits.
  if (REQUEST.test(inner) && signed?.at(2)?.pattern === '30 03') return requestKind(readable);
  if (inner === SPKAC)
    return { kind: 'spkac', sentence: 'This is a signed public key and challenge (SPKAC), as forms of old made it.' };
  if (ATTRIBUTE_CERTIFICATE.test(inner))
    return {
      kind: 'attribute-certificate',
      sentence: 'This is an attribute certificate (RFC 5755), which names rights of somebody and has no key.',
    };
  return undefined;
}

function certificateKind(bytes: Uint8Array | undefined, behind: Uint8Array): Verdict {
  // X509_CERT_AUX: uses that are trusted or rejected, an alias.
  const aux = behind.length === 0 ? undefined : Shape.of(behind);
  const isTrusted = aux?.tag === 0x30 && aux.head.end === behind.length;
  const kind = isTrusted ? 'trusted-certificate' : 'certificate';
  const what = isTrusted ? "a certificate with OpenSSL's settings of trust" : 'a certificate';
  const read = details(bytes, (der) => {
    const { subject, issuer, notAfter, extensions } = certificateData(der);
    const isCa = contentOf(extensions, 'basicConstraints')?.ca === true;
    const [name, by] = [nameText(subject), nameText(issuer)];
    return {
      ...{ subject: name, issuer: by, isCa },
      ...(notAfter.date !== null && { notAfter: notAfter.date }),
      sentence: `This is ${isCa ? what.replace('certificate', "CA's certificate") : what} of ${name || firstName(extensions)}, issued by ${
        name === by ? 'itself' : by || 'nobody by name'
      }.`,
    };
  });
  return { kind, sentence: `This is ${what}.`, ...read };
}

function crlKind(bytes: Uint8Array | undefined): Verdict {
  const read = details(bytes, (der) => {
    const { issuer, revoked } = crlData(der);
    const by = nameText(issuer);
    const sentence = `This is a list of revoked certificates (CRL) of ${by || 'nobody by name'}, with ${revoked.length} of them.`;
    return { issuer: by, revoked: revoked.length, sentence };
  });
  return { kind: 'crl', sentence: 'This is a list of revoked certificates (CRL).', ...read };
}

function requestKind(bytes: Uint8Array | undefined): Verdict {
  const read = details(bytes, (der) => {
    const { subject: name, extensions } = requestData(der);
    const subject = nameText(name);
    return { subject, sentence: `This is a certificate request (CSR) for ${subject || firstName(extensions)}.` };
  });
  return { kind: 'certificate-request', sentence: 'This is a certificate request (CSR).', ...read };
}

function details<T extends object>(
  bytes: Uint8Array | undefined,
  read: (der: Der) => T,
): T | { readonly fault?: string } {
  if (bytes === undefined) return {};
  try {
    return read(Der.parse(bytes, 'it'));
  } catch (error) {
    if (error instanceof PkiError || error instanceof CryptoError) return { fault: error.message };
    throw error;
  }
}

function contentOf(extensions: readonly Extension[], type: 'basicConstraints') {
  for (const { content } of extensions) if (content?.type === type) return content;
  return undefined;
}

/** What somebody without a subject is called: the first of the alternative names, which is all that today's servers have. */
function firstName(extensions: readonly Extension[]): string {
  for (const { content } of extensions) {
    if (content?.type !== 'subjectAltName') continue;
    for (const name of content.names) {
      const text = name.type === 'dirName' ? nameText(name.value) : name.value;
      if (text === '') continue;
      const short = text.length > MOST_OF_NAME ? `${text.slice(0, MOST_OF_NAME)}…` : text;
      // What could go on with the sentence stands in quotes.
      return name.type === 'dirName' || PLAIN.test(short) ? short : printable(JSON.stringify(short));
    }
  }
  return 'nobody by name';
}

const PLAIN = /^[\w.*:@/%-]+$/;
/** As much of a name as stands in a sentence: a DNS name is no longer. */
const MOST_OF_NAME = 253;
