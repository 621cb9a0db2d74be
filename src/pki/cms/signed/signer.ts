/** Signers as messages have them (RFC 5652, 5.3): who signs, with what, and what is said beside. */
import { type Bytes, isDate } from '../../../common/bytes.js';
import { boolean, declareOptions, listOf, oneOf, type Rule, text } from '../../../common/options.js';
import { wrongType, wrongValue } from '../../../common/refusals.js';
import type { Passphrase, X509 } from '../../../crypto/index.js';
import { X509 as X509Class } from '../../../crypto/internal.js';
import { readOid } from '../../der/oid.js';
import { Der } from '../../der/reader.js';
import { context, contextOf } from '../../der/tags.js';
import { sameBytes } from '../../der/values.js';
import { integer, octets, retagged, sequence, setOf } from '../../der/writer.js';
import { badValue } from '../../error.js';
import { contentOf } from '../../issue/issuer.js';
import { publicHalf, publicKeyDer, type Signed, type SigningKeyInput, signingKey } from '../../issue/keys.js';
import { type SignatureOptions, type Signer, signerOf } from '../../issue/signature.js';
import { after } from '../../later.js';
import { CERTIFICATE_FORMS, certificateData } from '../../read/certificate.js';
import { type Encoded, loadForm } from '../../read/input.js';
import {
  capabilitiesAttribute,
  certificateAttribute,
  contentTypeAttribute,
  digestAlgorithmOf,
  digestAttribute,
  dottedOfAttribute,
  givenAttribute,
  type MessageAttribute,
  protectionAttribute,
  timeAttribute,
} from './attributes.js';

/** Who signs a message, and how. */
export interface MessageSigner {
  /** The signer's certificate: an object, PEM or DER. */
  readonly certificate: X509 | Encoded;
  /** Its private key: an object, PEM or DER, or a {@link signer} whose key is elsewhere. */
  readonly key: SigningKeyInput;
  /** What opens the key, where it is encrypted. */
  readonly passphrase?: Passphrase;
  /** How the key signs; the content is digested with the same digest, and with `sha512` for keys that hash by themselves. */
  readonly signature?: SignatureOptions;
  /** How the certificate is named: by `issuer` and serial number, the default, or by the identifier of its key, `keyId`. */
  readonly identifiedBy?: 'issuer' | 'keyId';
  /** When it is signed; now by default, false to say nothing of it. */
  readonly signingTime?: Date | false;
  /** Names the certificate in what is signed, so that no other can take its place (RFC 5035): `v2` by default, with SHA-256. */
  readonly signingCertificate?: 'v1' | 'v2' | false;
  /** Names the algorithms in what is signed (RFC 6211). True by default. */
  readonly algorithmProtection?: boolean;
  /** Ciphers that the signer can decrypt, best first (RFC 8551, 2.5.2), by OpenSSL's names, such as `aes-256-cbc`. None by default. */
  readonly capabilities?: readonly string[];
  /** Further attributes that are signed; false to sign the content itself and no attribute. */
  readonly signedAttributes?: readonly MessageAttribute[] | false;
  /** Attributes that are not signed. */
  readonly unsignedAttributes?: readonly MessageAttribute[];
  /** Whether the certificate goes along. True by default. */
  readonly includeCertificate?: boolean;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

const timeOrFalse: Rule<Date | false> = (value, name) => {
  if (value === false || (isDate(value) && !Number.isNaN(value.getTime()))) return value;
  throw wrongType(name, 'a valid date, or false', value);
};
const versionOrFalse: Rule<'v1' | 'v2' | false> = (value, name) => {
  if (value === 'v1' || value === 'v2' || value === false) return value;
  throw typeof value === 'string'
    ? wrongValue(name, 'v1, v2 or false', value)
    : wrongType(name, 'v1, v2 or false', value);
};
const attributes = listOf<MessageAttribute>((value) => value as MessageAttribute);

const read = declareOptions<MessageSigner>({
  certificate: asIs(),
  key: asIs(),
  passphrase: asIs(),
  signature: asIs(),
  identifiedBy: oneOf('issuer', 'keyId'),
  signingTime: timeOrFalse,
  signingCertificate: versionOrFalse,
  algorithmProtection: boolean,
  capabilities: listOf(text),
  signedAttributes: (value, name) => (value === false ? false : attributes(value, name)),
  unsignedAttributes: attributes,
  includeCertificate: boolean,
});

/** What CMS digests the content with for keys that hash by themselves (RFC 8419, RFC 9882). */
const DIGEST_BESIDE = 'sha512';
const RSA_ENCRYPTION = Uint8Array.of(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0);
const BY_ISSUER = 1;
const BY_KEY_ID = 3;

/** A signer that is ready to sign whatever it is given the digest of. */
export interface SettledSigner {
  /** The certificate, as it is encoded. */
  readonly certificate: Uint8Array;
  /** Whether it goes along. */
  readonly isIncluded: boolean;
  /** What the content is digested with. */
  readonly digest: string;
  /** The AlgorithmIdentifier of the digest. */
  readonly digestAlgorithm: Uint8Array;
  /** Whether it signs the content itself, which must then be there as a whole. */
  readonly signsContent: boolean;
  readonly version: number;
  /** The DER of the signer of a message. @param content - the content itself, or its digest where attributes are signed */
  readonly sign: (contentType: string, content: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** Settles who signs. @param ownAttributes - whether the caller has attributes that each message of its kind has */
export function settledSigner(input: MessageSigner, isUnchecked: boolean): SettledSigner {
  if (typeof input !== 'object' || input === null)
    throw wrongType('a signer', 'an object with certificate and key', input);
  const options = read(input, 'a signer');
  const { der } = loadForm(options.certificate, X509Class, CERTIFICATE_FORMS);
  const key = signingKey(options.key, options.passphrase, 'the key of a signer');
  const data = certificateData(der);
  if (!sameBytes(publicKeyDer(key), data.publicKey.der))
    throw badValue("a signer's key is not that of its certificate");
  const signer = signerOf(key, options.signature, isUnchecked);
  const signsContent = options.signedAttributes === false;
  if (signsContent && signer.digest === null)
    throw badValue('a key that hashes by itself signs attributes: signedAttributes cannot be false');
  const digest = signer.digest ?? DIGEST_BESIDE;
  const named = identifier(der, options.identifiedBy, contentOf(data, 'subjectKeyIdentifier')?.keyId);
  const way: Way = { digestAlgorithm: digestAlgorithmOf(digest), algorithm: signatureAlgorithm(signer, key, options) };
  const version = options.identifiedBy === 'keyId' ? BY_KEY_ID : BY_ISSUER;
  const finish = (signed: Uint8Array | undefined, toSign: Uint8Array) =>
    after(signer.sign(toSign), (signature) =>
      sequence(
        ...[integer(version), named.id, way.digestAlgorithm, signed, way.algorithm, octets(signature)],
        unsignedOf(options),
      ),
    );
  return {
    ...{ certificate: der.bytes.slice(), isIncluded: options.includeCertificate ?? true },
    ...{ digest, digestAlgorithm: way.digestAlgorithm, signsContent, version },
    sign: (contentType, content) => {
      if (signsContent) return finish(undefined, content);
      const list = signedOf(options, way, { contentType, digest: content, der: der.bytes, named });
      return finish(retagged(contextOf(0), list), list);
    },
  };
}

interface Way {
  readonly digestAlgorithm: Uint8Array;
  readonly algorithm: Uint8Array;
}

interface Named {
  readonly id: Uint8Array;
  readonly issuer: Uint8Array;
  readonly serial: Uint8Array;
}

/** RSA by PKCS #1 is named without its digest (RFC 3370, 3.2), which stands beside: so every reader takes it. */
function signatureAlgorithm(signer: Signer, key: ReturnType<typeof signingKey>, options: MessageSigner): Uint8Array {
  const isPlainRsa =
    publicHalf(key).typeName === 'RSA' && options.signature?.padding !== 'pss' && !isPss(signer.algorithm);
  return isPlainRsa ? RSA_ENCRYPTION : signer.algorithm;
}

/** id-RSASSA-PSS, 1.2.840.113549.1.1.10: what a signer elsewhere may prefer by itself. */
const PSS = Uint8Array.of(6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 10);
const isPss = (algorithm: Uint8Array): boolean => PSS.every((byte, index) => algorithm[index + 2] === byte);

function identifier(der: Der, by: MessageSigner['identifiedBy'], keyId: Uint8Array | undefined): Named {
  const fields = der.fields('a certificate').next().fields('a certificate');
  fields.optional(contextOf(0));
  const serial = fields.next().bytes;
  fields.next();
  const issuer = fields.next().bytes;
  if (by !== 'keyId') return { id: sequence(issuer, serial), issuer, serial };
  if (keyId === undefined) throw badValue("a signer's certificate has no subjectKeyIdentifier to be named by");
  return { id: octets(keyId, context(0)), issuer, serial };
}

function signedOf(
  options: MessageSigner,
  way: Way,
  of: { contentType: string; digest: Uint8Array; der: Uint8Array; named: Named },
): Bytes {
  const {
    signingTime = new Date(),
    signingCertificate = 'v2',
    algorithmProtection = true,
    capabilities = [],
  } = options;
  const given = options.signedAttributes === false ? [] : (options.signedAttributes ?? []);
  const usual = [
    contentTypeAttribute(of.contentType),
    digestAttribute(of.digest),
    signingTime === false ? undefined : timeAttribute(signingTime),
    signingCertificate === false
      ? undefined
      : certificateAttribute(signingCertificate, of.der, of.named.issuer, of.named.serial),
    algorithmProtection ? protectionAttribute(way.digestAlgorithm, way.algorithm) : undefined,
    capabilities.length === 0 ? undefined : capabilitiesAttribute(capabilities),
  ].filter((one) => one !== undefined);
  const own = given.map((one) => givenAttribute(one, 'a signed attribute'));
  const all = [...usual, ...own];
  judgeTwice(all);
  return setOf(all);
}

const WHAT = 'a signed attribute';

/** RFC 5652, 11: none of these may be there twice. */
function judgeTwice(all: readonly Uint8Array[]): void {
  const types = all.map((one) => readOid(Der.parse(one, WHAT).fields(WHAT).next(), WHAT));
  if (new Set(types).size !== types.length)
    throw badValue('a signed attribute is given twice, or is one that is made already');
}

function unsignedOf({ unsignedAttributes = [] }: MessageSigner): Bytes | undefined {
  if (unsignedAttributes.length === 0) return undefined;
  const types = unsignedAttributes.map(dottedOfAttribute);
  if (new Set(types).size !== types.length) throw badValue('an unsigned attribute is given twice');
  return setOf(
    unsignedAttributes.map((one) => givenAttribute(one, 'an unsigned attribute')),
    contextOf(1),
  );
}

/** What a call gives that these sign: at once, or a promise where one of them answers by promises. */
export type SignedBy<S extends readonly MessageSigner[], T> = Signed<S[number]['key'], T>;
