/** S/MIME mail out (RFC 8551, 3). */

import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import { boolean, declareOptions, listOf } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import type { CRL, X509 } from '../../crypto/index.js';
import { bytes as randomBytes } from '../../rand/index.js';
import { bundleCertificates } from '../cms/bundle.js';
import { ENCRYPT_RULES, type EncryptMessageOptions, encryptMessage } from '../cms/enveloped/encrypt.js';
import { loadMessage, type MadeMessage } from '../cms/message.js';
import { readSignedParts } from '../cms/signed/data.js';
import { SIGNERS_RULES, type Signers, type SignersOptions, signMessage } from '../cms/signed/sign.js';
import type { MessageSigner, SignedBy } from '../cms/signed/signer.js';
import { base64, wrapped } from '../der/armour.js';
import { readOid } from '../der/oid.js';
import { hexOf } from '../der/values.js';
import { concat } from '../der/writer.js';
import { after } from '../later.js';
import type { Encoded } from '../read/input.js';
import { canonical, type Entity, type HeaderField, isContentField, readEntity, writeHead } from './entity.js';

/**
 * What a mail is made of. Fields of the content (`Content-Type` and the like) describe `body` and go with it into what is signed or
 * encrypted; all others stay outside, where everybody reads and can change them.
 */
export interface MailInput {
  /** Fields such as `From`, `To`, `Subject` and `Content-Type`; `text/plain` in UTF-8 where the last is not given. */
  readonly headers?: readonly HeaderField[];
  /** The body as it goes out; text as UTF-8. Its line ends become CRLF. */
  readonly body: BytesLike;
}

/** How {@link signMail} signs. */
export interface SignMailOptions<S extends Signers = Signers> extends SignersOptions<S> {
  /**
   * Wraps the content in the signature (`application/pkcs7-mime`), so that no gateway changes it, and only programs that know
   * S/MIME show it. False by default: the content stays readable for all (`multipart/signed`).
   */
  readonly opaque?: boolean;
}

/** What {@link bundleMail} takes along. */
export interface BundleMailOptions {
  /** Fields of the mail. */
  readonly headers?: readonly HeaderField[];
  /** Lists of revoked certificates. */
  readonly crls?: readonly (CRL | Encoded)[];
}

const readSign = declareOptions<SignMailOptions>({ ...SIGNERS_RULES, opaque: boolean });
const readEncrypt = declareOptions<EncryptMessageOptions>(ENCRYPT_RULES);
const fields = listOf<HeaderField>((value, name) => {
  if (typeof value !== 'object' || value === null) throw wrongType(name, 'an object with name and value', value);
  return value as HeaderField;
});
const readBundle = declareOptions<BundleMailOptions>({
  headers: fields,
  crls: listOf<CRL | Encoded>((value) => value as Encoded),
});

const PLAIN: readonly HeaderField[] = [
  { name: 'Content-Type', value: 'text/plain; charset=utf-8' },
  { name: 'Content-Transfer-Encoding', value: '8bit' },
];
/** RFC 8551, 3.5.3.2: how a digest is called. */
const MICALGS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha-1',
  '2.16.840.1.101.3.4.2.4': 'sha-224',
  '2.16.840.1.101.3.4.2.1': 'sha-256',
  '2.16.840.1.101.3.4.2.2': 'sha-384',
  '2.16.840.1.101.3.4.2.3': 'sha-512',
};
const BOUNDARY_BYTES = 16;

/**
 * Signs a mail.
 * @param mail - its fields and its body; or a whole mail, such as what {@link encryptMail} gives, so that one lies in the other
 * @returns the mail as bytes; a promise of it where a signer's key answers by promises
 * @throws {PkiError} when a field would begin another, or a signer cannot sign so
 */
export function signMail<const S extends Signers>(
  mail: MailInput | Uint8Array,
  options: SignMailOptions<S>,
): SignedBy<S, Bytes>;
export function signMail(mail: MailInput | Uint8Array, options: SignMailOptions): Uint8Array | Promise<Uint8Array> {
  const { opaque = false, ...given } = readSign(options);
  const { outer, part } = partsOf(mail);
  const made = signMessage(part, { ...given, detached: !opaque } as SignersOptions<readonly MessageSigner[]>);
  return after<MadeMessage, Uint8Array>(made as MadeMessage | Promise<MadeMessage>, (message) =>
    opaque ? wrappedMail(outer, message, 'signed-data') : multipart(outer, part, message.der),
  );
}

/**
 * Encrypts a mail.
 * @param mail - its fields and its body; or a whole mail, such as what {@link signMail} gives, so that one lies in the other
 * @throws {PkiError} when a field would begin another, or there is no recipient
 */
export function encryptMail(mail: MailInput | Uint8Array, options: EncryptMessageOptions): Bytes {
  const given = readEncrypt(options);
  const { outer, part } = partsOf(mail);
  const kind = /gcm/i.test(given.cipher ?? '') ? 'authEnveloped-data' : 'enveloped-data';
  return wrappedMail(outer, encryptMessage(part, given), kind);
}

/** Makes a mail that carries certificates, and lists, and nothing else. */
export function bundleMail(certificates: readonly (X509 | Encoded)[], options?: BundleMailOptions): Bytes {
  const { headers = [], crls = [] } = readBundle(options);
  const outer = headers.filter((field) => !isContentField(field));
  return wrappedMail(outer, bundleCertificates(certificates, { crls }), 'certs-only');
}

/** What stays outside, and the part that is signed or encrypted: with its own head, and CRLF throughout. */
function partsOf(mail: MailInput | Uint8Array): { outer: readonly HeaderField[]; part: Bytes } {
  const { headers, body } = entityOf(mail);
  const content = headers.filter((field) => isContentField(field) && !/^mime-version$/i.test(field.name));
  const hasType = content.some(({ name }) => /^content-type$/i.test(name));
  const head = writeHead(hasType ? content : [...content, ...PLAIN]);
  return {
    outer: headers.filter((field) => !isContentField(field)),
    part: concat([new TextEncoder().encode(`${head}\r\n`), canonical(body)]),
  };
}

function entityOf(mail: MailInput | Uint8Array): Entity {
  if (isUint8Array(mail)) return readEntity(bytesArgument(mail, 'mail').slice(), 'the mail');
  if (typeof mail !== 'object' || mail === null)
    throw wrongType('mail', 'an object with headers and body, or bytes', mail);
  const headers = mail.headers === undefined ? [] : fields(mail.headers, 'headers');
  return { headers, body: bytesArgument(mail.body, 'body').slice() };
}

const headOf = (outer: readonly HeaderField[], content: readonly HeaderField[]): string =>
  `${writeHead([...outer, { name: 'MIME-Version', value: '1.0' }, ...content])}\r\n`;

function wrappedMail(outer: readonly HeaderField[], { der }: MadeMessage, kind: string): Bytes {
  const name = kind === 'certs-only' ? 'smime.p7c' : 'smime.p7m';
  const head = headOf(outer, [
    { name: 'Content-Type', value: `application/pkcs7-mime; smime-type=${kind}; name="${name}"` },
    { name: 'Content-Transfer-Encoding', value: 'base64' },
    { name: 'Content-Disposition', value: `attachment; filename="${name}"` },
  ]);
  return new TextEncoder().encode(head + wrapped(base64(der), '\r\n'));
}

function multipart(outer: readonly HeaderField[], part: Uint8Array, der: Uint8Array): Bytes {
  const boundary = `----${hexOf(randomBytes(BOUNDARY_BYTES)).toUpperCase()}`;
  const type = `multipart/signed; protocol="application/pkcs7-signature"; micalg="${micalgOf(der)}"; boundary="${boundary}"`;
  const head = headOf(outer, [{ name: 'Content-Type', value: type }]);
  const signature = writeHead([
    { name: 'Content-Type', value: 'application/pkcs7-signature; name="smime.p7s"' },
    { name: 'Content-Transfer-Encoding', value: 'base64' },
    { name: 'Content-Disposition', value: 'attachment; filename="smime.p7s"' },
  ]);
  const encoder = new TextEncoder();
  return concat([
    encoder.encode(`${head}This is an S/MIME signed message\r\n\r\n--${boundary}\r\n`),
    part,
    encoder.encode(`\r\n--${boundary}\r\n${signature}\r\n${wrapped(base64(der), '\r\n')}\r\n--${boundary}--\r\n`),
  ]);
}

function micalgOf(der: Uint8Array): string {
  const loaded = loadMessage(der);
  using _ = loaded.cms;
  const names = readSignedParts(loaded.content).digestAlgorithms.map((one) => {
    const dotted = readOid(one.fields('a digest').next(), 'a digest');
    return Object.hasOwn(MICALGS, dotted) ? MICALGS[dotted] : 'unknown';
  });
  return names.join(',');
}
