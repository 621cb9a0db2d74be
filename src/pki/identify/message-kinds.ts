/** Messages and stores: CMS, PKCS #12, OCSP, time stamps, sessions. */
import type { Verdict } from './kinds.js';
import type { Shape } from './shape.js';

const CMS = '1.2.840.113549.1.7.';
const CMS_TYPES = '1.2.840.113549.1.9.16.1.';
const SIGNED_DATA = `${CMS}2`;
const TST_INFO = `${CMS_TYPES}4`;
const BASIC_OCSP = '1.3.6.1.5.5.7.48.1.1';

const CMS_SENTENCES: Readonly<Record<string, string>> = {
  [`${CMS}1`]: 'This is plain data in the wrapping of CMS.',
  [`${CMS}3`]: 'This is an encrypted message (CMS enveloped data): who has the key of a recipient can read it.',
  [`${CMS}4`]: 'This is a message that is signed and encrypted, in a form of PKCS #7 that nobody uses any more.',
  [`${CMS}5`]: 'This is a digest of data, and the data (CMS digested data).',
  [`${CMS}6`]: 'This is encrypted data (CMS), whose key is not within.',
  [`${CMS_TYPES}2`]: 'This is data that is authenticated by a key both sides have (CMS authenticated data).',
  [`${CMS_TYPES}9`]: 'This is compressed data (CMS).',
  [`${CMS_TYPES}23`]: 'This is an encrypted message (CMS authenticated and enveloped data).',
};

/** What a message is. */
export function messageKind(shape: Shape): Verdict | undefined {
  if (shape.tag !== 0x30) return undefined;
  return cmsKind(shape) ?? pkcs12Kind(shape) ?? ocspKind(shape) ?? stampKind(shape) ?? sessionKind(shape);
}

function cmsKind(shape: Shape): Verdict | undefined {
  const oid = shape.at(0)?.oid ?? '';
  const isCms = oid.startsWith(CMS) || oid.startsWith(CMS_TYPES);
  if (!isCms || !/^06( a0)?$/.test(shape.pattern)) return undefined;
  const contentType = shape.at(0)?.oidName ?? oid;
  if (oid !== SIGNED_DATA)
    return { kind: 'cms', contentType, sentence: CMS_SENTENCES[oid] ?? 'This is a message of CMS.' };
  const signed = shape.at(1, 0);
  // version, digests, content, certificates, lists, signers
  const content = signed?.at(2, 0)?.oid;
  if (content === TST_INFO)
    return { kind: 'time-stamp-token', contentType, sentence: 'This is a time stamp (RFC 3161).' };
  const isUnsigned = signed?.at(1)?.children.length === 0;
  if (isUnsigned)
    return {
      ...{ kind: 'cms', contentType, certificatesOnly: true },
      sentence: 'This is a bundle of certificates or lists (p7b), without a signature.',
    };
  return { kind: 'cms', contentType, certificatesOnly: false, sentence: 'This is a signed message (CMS signed data).' };
}

function pkcs12Kind(shape: Shape): Verdict | undefined {
  const inner = shape.at(1);
  const isStore = /^02 30( 30)?$/.test(shape.pattern) && shape.at(0)?.small === 3 && inner?.at(0)?.oid.startsWith(CMS);
  if (!isStore) return undefined;
  const sentence =
    'This is a PKCS #12 store (.p12, .pfx) of keys and certificates; nearly always it needs a password to be opened.';
  return { kind: 'pkcs12', sentence };
}

function ocspKind(shape: Shape): Verdict | undefined {
  if (/^0a( a0)?$/.test(shape.pattern)) {
    const status = shape.at(0)?.small ?? -1;
    const isAnswer = status === 0 && shape.at(1, 0, 0)?.oid === BASIC_OCSP;
    const sentence = isAnswer
      ? 'This is an OCSP response: what a responder says of certificates.'
      : `This is an OCSP response without an answer: ${STATUS[status] ?? `of status ${status}`}.`;
    return { kind: 'ocsp-response', sentence };
  }
  // A list of requests, each with the hashes of the issuer and a number.
  const requests = shape.at(0)?.children.find(({ tag }) => tag === 0x30);
  const isRequest = /^30( a0)?$/.test(shape.pattern) && requests?.at(0, 0)?.pattern === '30 04 04 02';
  if (!isRequest) return undefined;
  return { kind: 'ocsp-request', sentence: 'This is an OCSP request: a question whether certificates are revoked.' };
}

/** RFC 6960, 4.2.1. */
const STATUS: Readonly<Record<number, string>> = {
  0: 'a kind of answer that is not known here',
  1: 'the request was malformed',
  2: 'the responder has a fault',
  3: 'the responder asks to try later',
  5: 'the request must be signed',
  6: 'the request is not authorized',
};

function stampKind(shape: Shape): Verdict | undefined {
  const { pattern } = shape;
  const imprint = shape.at(1);
  if (/^02 30( |$)/.test(pattern) && shape.at(0)?.small === 1 && imprint?.pattern === '30 04' && isAlgorithm(imprint))
    return { kind: 'time-stamp-request', sentence: 'This is a request for a time stamp (RFC 3161).' };
  if (!/^30( 30)?$/.test(pattern) || !/^02( 30)?( 03)?$/.test(shape.at(0)?.pattern ?? '')) return undefined;
  const status = shape.at(0, 0)?.small ?? -1;
  const hasToken = shape.at(1, 0)?.oid === SIGNED_DATA;
  if (status < 0 || status > 5 || (pattern !== '30' && !hasToken)) return undefined;
  const sentence = hasToken
    ? 'This is the response of a time stamping authority (RFC 3161), with a time stamp.'
    : 'This is the response of a time stamping authority (RFC 3161), which has given no time stamp.';
  return { kind: 'time-stamp-response', sentence };
}

const isAlgorithm = (value: Shape): boolean => value.at(0, 0)?.tag === 0x06;

/** A version of 1, a version of TLS, a cipher of two bytes. */
function sessionKind(shape: Shape): Verdict | undefined {
  const version = shape.at(1)?.small ?? -1;
  const isVersion = (version >= 0x0300 && version <= 0x0304) || version === 0xfeff || version === 0xfefd;
  const isSession = shape.pattern.startsWith('02 02 04 04') && shape.at(0)?.small === 1 && isVersion;
  if (!isSession || shape.at(2)?.content.length !== 2) return undefined;
  return {
    kind: 'ssl-session',
    sentence: 'This is a TLS session of OpenSSL, which can be resumed: it holds a secret.',
  };
}
