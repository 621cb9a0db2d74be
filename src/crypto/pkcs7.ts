import { type BytesLike, bytesArgument, instanceArgument, instancesArgument } from '../common/arguments.js';
import { type Bytes, isUint8Array } from '../common/bytes.js';
import { boolean, declareOptions, instance, listOf, oneOf, text, textOrBytes } from '../common/options.js';
import * as c from '../ffi/constants.js';
import { explained, HANDLE, type Handle } from '../ffi/index.js';
import { cipherArgument, type LegacyOptions, readLegacyOptions } from './cipher-name.js';
import { Error as CryptoError } from './error.js';
import { byFiletype } from './filetype.js';
import { native } from './message-native.js';
import { PKey } from './pkey.js';
import { kinds, loading } from './reading/loading.js';
import { signingArguments } from './signing.js';
import { X509 } from './x509.js';
import { chainOf, chainToArray } from './x509-chain.js';
import { X509Store } from './x509-store.js';

/** What CMS hashes the data with for keys that hash by themselves (RFC 8419, RFC 9882). */
const DIGEST_BESIDE = 'sha512';

/** How {@link PKCS7.sign} signs. */
export interface Pkcs7SignOptions {
  /** Leaves the data out: it travels beside the signature. */
  readonly detached?: boolean;
  /** Such as `sha256`; the key's own default where absent, and `sha512` for keys that hash by themselves. */
  readonly digest?: string;
  /** Certificates that go along, for whoever has to find the way to a trusted one. */
  readonly certs?: Iterable<X509>;
}

/** What {@link PKCS7.verify} gives. */
export interface Pkcs7Content {
  /** What was signed. */
  readonly content: Bytes;
  /** The certificates of those who have signed it. */
  readonly signers: readonly X509[];
}

/** What {@link PKCS7.verify} is given beside the store. */
export interface Pkcs7VerifyOptions {
  /** What a detached signature is about. */
  readonly content?: BytesLike;
  /** Certificates that did not come along; none of them is trusted. */
  readonly certs?: Iterable<X509>;
  /**
   * What the signers' certificates must be good for: mail (`smimesign`, the default, as in openssl(1)), code (`codesign`), time
   * stamps (`timestampsign`), or `any`, which asks for no purpose.
   */
  readonly purpose?: 'any' | 'smimesign' | 'codesign' | 'timestampsign';
}

const PURPOSES = {
  any: c.X509_PURPOSE_ANY,
  smimesign: c.X509_PURPOSE_SMIME_SIGN,
  codesign: c.X509_PURPOSE_CODE_SIGN,
  timestampsign: c.X509_PURPOSE_TIMESTAMP_SIGN,
} as const;

const certificates = listOf(instance(X509));
const signOptions = declareOptions<Pkcs7SignOptions>(
  { detached: boolean, digest: text, certs: certificates },
  'refused',
);
const verifyOptions = declareOptions<Pkcs7VerifyOptions>(
  {
    content: textOrBytes,
    certs: certificates,
    purpose: oneOf('any', 'smimesign', 'codesign', 'timestampsign'),
  },
  'refused',
);

/** What every PKCS7 stands for: a ContentInfo in DER, and the nid of its type. */
interface ContentInfo {
  readonly der: Uint8Array;
  readonly type: number;
}

/** A PKCS#7 structure (RFC 2315); made and read with the rules of CMS (RFC 5652), its successor. */
export class PKCS7 {
  readonly #info: ContentInfo;

  /** @internal It comes from {@link loadPkcs7Data}, {@link PKCS7.sign} and {@link PKCS7.encrypt}. */
  constructor(info: ContentInfo) {
    if (!isUint8Array(info?.der) || typeof info.type !== 'number')
      throw new TypeError('a PKCS7 comes from loadPkcs7Data, PKCS7.sign or PKCS7.encrypt');
    this.#info = info;
  }

  /**
   * Signs data; the signer's certificate goes along.
   * @param cert - the signer's
   * @param pkey - its private key
   * @param data - what is signed, byte for byte
   * @param options - detached or not, the digest, further certificates
   * @throws {RangeError} when there is no such digest, or the key is empty or has no private half
   * @throws {Error} when key and certificate do not belong together, or the key does not sign
   * @corresponds CMS_sign, CMS_add1_signer (RFC 5652, 5)
   */
  static sign(cert: X509, pkey: PKey, data: BytesLike, options: Pkcs7SignOptions = {}): PKCS7 {
    const { detached = false, digest, certs = [] } = signOptions(options);
    const certificate = instanceArgument(cert, X509, 'cert')[HANDLE];
    const { key } = signingArguments(pkey, 'pkey', digest);
    using chain = chainOf(certs);
    const name = digest ?? (native.pkey_hashes_itself(key) ? DIGEST_BESIDE : null);
    using cms = native.cms_sign(certificate, key, chain, bytesArgument(data, 'data'), detached ? 1 : 0, name);
    return fromCms(cms);
  }

  /**
   * Encrypts data so that the owner of any of the certificates can read it.
   * @param cert - a recipient's certificate, or several; their keys are RSA or EC
   * @param data - what is encrypted
   * @param cipher - a CBC cipher, `aes-256-cbc` by default; or a GCM one (RFC 5083), which notices every change of the data
   * @param options - whether the cipher may be a legacy one
   * @throws {RangeError} when there is no such cipher, it is a legacy one, such as `des-cbc`, and not asked for as such, or
   * there is no recipient
   * @throws {Error} when a key does not encrypt
   * @corresponds CMS_encrypt (RFC 5652, 6)
   */
  static encrypt(
    cert: X509 | Iterable<X509>,
    data: BytesLike,
    cipher: string | Uint8Array = 'aes-256-cbc',
    options?: LegacyOptions,
  ): PKCS7 {
    const { legacy = false } = readLegacyOptions(options);
    const certs = cert instanceof X509 ? [cert] : instancesArgument(cert, X509, 'cert');
    // OpenSSL would encrypt for nobody, with the key lost.
    if (certs.length === 0) throw new RangeError('at least one recipient is needed');
    const name = cipherArgument(cipher, legacy);
    if (!native.cms_takes_cipher(name)) throw new RangeError(`CMS has no rules for ${name}: use a CBC or a GCM cipher`);
    using recipients = chainOf(certs);
    using cms = native.cms_encrypt(recipients, bytesArgument(data, 'data'), name);
    return fromCms(cms);
  }

  /**
   * Verifies every signature, and that each signer's certificate leads to the store and is good for the purpose.
   * @param store - what is trusted
   * @param options - the content, where the signature is detached, further certificates, and the purpose: mail by default
   * @returns the content that was signed, and the signers' certificates
   * @throws {Error} when a signature or a chain does not verify, or there are more than 100 signers, or a
   * signed content type is not that of the content (RFC 5652, 11.1)
   * @corresponds CMS_verify (RFC 5652, 5.6)
   */
  verify(store: X509Store, options: Pkcs7VerifyOptions = {}): Pkcs7Content {
    const trusted = instanceArgument(store, X509Store, 'store')[HANDLE];
    const { content: detached, certs: further = [], purpose = 'smimesign' } = verifyOptions(options);
    const given = detached === undefined ? null : bytesArgument(detached, 'content');
    using certs = chainOf(further);
    using cms = this.#toCms();
    const content = native.cms_verify(cms, trusted, certs, PURPOSES[purpose], given);
    using signers = native.cms_signers(cms);
    return { content, signers: signers === null ? [] : chainToArray(signers) };
  }

  /**
   * Decrypts enveloped data.
   * @param pkey - a recipient's private key
   * @param cert - its certificate, which tells the recipient's part from the others
   * @throws {Error} when it was not encrypted for this recipient, or is damaged
   * @corresponds CMS_decrypt (RFC 5652, 6)
   */
  decrypt(pkey: PKey, cert: X509): Bytes {
    const key = instanceArgument(pkey, PKey, 'pkey')[HANDLE];
    const recipient = instanceArgument(cert, X509, 'cert')[HANDLE];
    using cms = this.#toCms();
    return explained('it was not encrypted for this key and this certificate', () =>
      native.cms_decrypt(cms, key, recipient),
    );
  }

  /** The certificates that come along. @corresponds CMS_get1_certs */
  getCertificates(): X509[] {
    if (!this.typeIsSigned() && !this.typeIsEnveloped()) return [];
    using cms = this.#toCms();
    using chain = native.cms_certificates(cms);
    return chain === null ? [] : chainToArray(chain);
  }

  #toCms(): Handle<'CMS_ContentInfo'> {
    return native.der_read_cms(this.#info.der);
  }

  #is(type: number): boolean {
    return this.#info.type === type;
  }

  /** Whether it is signed data. @corresponds PKCS7_type_is_signed */
  typeIsSigned(): boolean {
    return this.#is(c.NID_pkcs7_signed);
  }

  /** Whether it is enveloped data. @corresponds PKCS7_type_is_enveloped */
  typeIsEnveloped(): boolean {
    return this.#is(c.NID_pkcs7_enveloped);
  }

  /** Whether it is signed and enveloped data. @corresponds PKCS7_type_is_signedAndEnveloped */
  typeIsSignedAndEnveloped(): boolean {
    return this.#is(c.NID_pkcs7_signedAndEnveloped);
  }

  /** Whether it is plain data. @corresponds PKCS7_type_is_data */
  typeIsData(): boolean {
    return this.#is(c.NID_pkcs7_data);
  }

  /** The short name of its type, such as `pkcs7-signedData`. @corresponds OBJ_nid2sn */
  getTypeName(): string {
    return native.OBJ_nid2sn(this.#info.type);
  }

  /** Dumps it. @param type - `FILETYPE_PEM` or `FILETYPE_ASN1` @corresponds PEM_write_bio_PKCS7, i2d_PKCS7 */
  dump(type: number): Bytes {
    return byFiletype(type, {
      pem: () => native.pem_write_pkcs7(this.#info.der),
      der: () => this.#info.der.slice(),
    });
  }
}

/**
 * Loads a PKCS#7 structure, or one of CMS.
 * @param type - `FILETYPE_PEM` or `FILETYPE_ASN1`
 * @throws {Error} when there is none, or it is malformed
 * @corresponds PEM_read_bio_PKCS7, d2i_PKCS7_bio, PEM_read_bio_CMS, d2i_CMS_bio
 */
export function loadPkcs7Data(type: number, buffer: BytesLike): PKCS7 {
  const bytes = bytesArgument(buffer, 'buffer');
  return loading(kinds.pkcs7, type, bytes, {
    pem: (pem) => readEither(pem, native.pem_read_pkcs7.bind(native), native.pem_read_cms.bind(native)),
    der: (der) => readEither(der, native.der_read_pkcs7.bind(native), native.der_read_cms.bind(native)),
  });
}

/** PKCS #7 knows no content but its own, CMS none that is not an octet string: neither reads all of the other. */
function readEither(
  bytes: Uint8Array,
  asPkcs7: (bytes: Uint8Array) => Handle<'PKCS7'>,
  asCms: (bytes: Uint8Array) => Handle<'CMS_ContentInfo'>,
): PKCS7 {
  try {
    using p7 = asPkcs7(bytes);
    return new PKCS7({ der: native.der_write_pkcs7(p7), type: native.pkcs7_type(p7) });
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return orElse(error, () => {
      using cms = asCms(bytes);
      return fromCms(cms);
    });
  }
}

/** @throws the first error where the second way fails as well */
function orElse<T>(first: CryptoError, second: () => T): T {
  try {
    return second();
  } catch (error) {
    throw error instanceof CryptoError ? first : error;
  }
}

function fromCms(cms: Handle<'CMS_ContentInfo'>): PKCS7 {
  return new PKCS7({ der: native.der_write_cms(cms), type: native.cms_type(cms) });
}
