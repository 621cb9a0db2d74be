/** Verifies signed messages (RFC 5652, 5.6): OpenSSL judges each signer by itself. */
import { type BytesLike, bytesArgument } from '../../../common/arguments.js';
import type { Bytes } from '../../../common/bytes.js';
import {
  boolean,
  declareOptions,
  instance,
  integer,
  listOf,
  oneOf,
  type Rules,
  textOrBytes,
} from '../../../common/options.js';
import { type CRL, Error as CryptoError, type X509, X509Store, X509StoreFlags } from '../../../crypto/index.js';
import { CRL as CrlClass, chainOf, chainToArray, X509 as X509Class } from '../../../crypto/internal.js';
import * as c from '../../../ffi/constants.js';
import { adopt, explained, HANDLE, type Handle } from '../../../ffi/index.js';
import { shortName } from '../../der/oid.js';
import { badDer, badValue, refused } from '../../error.js';
import { faulty } from '../../fault.js';
import { native } from '../../message-native.js';
import { CERTIFICATE_FORMS } from '../../read/certificate.js';
import { CRL_FORMS } from '../../read/crl.js';
import { type Encoded, loadForm } from '../../read/input.js';
import { expectType, loadMessage, type MessageInput } from '../message.js';
import { certificatesOf, crlsOf, readSignedParts, type SignedParts, type SignerData } from './data.js';
import { faultOfAttributes, looksLikeAttributes } from './strictness.js';

/** What a signer's certificate must be good for; `any` asks for no purpose. */
export type SigningPurpose = 'any' | 'smimesign' | 'codesign' | 'timestampsign';

/** Whom to trust, and for what. */
export interface TrustOptions {
  /** Certificates that are trusted. */
  readonly trust: readonly (X509 | Encoded)[];
  /** Certificates that may lead to a trusted one, beside those in the message. None of them is trusted. */
  readonly intermediates?: readonly (X509 | Encoded)[];
  /** Lists of revoked certificates. Where some are given, each certificate of a chain must be looked up in one. */
  readonly crls?: readonly (CRL | Encoded)[];
  /**
   * What is looked up in lists, those of the message among them: `none`, the signer's certificate alone, or the whole `chain`.
   * `chain` by default where `crls` are given, else `none`.
   */
  readonly revocation?: 'none' | 'signer' | 'chain';
  /** The moment to verify at; now by default. What a signer says of its time is never taken for it. */
  readonly time?: Date;
  /** Whether a trusted certificate need not be a root. False by default. */
  readonly partialChain?: boolean;
}

/** How {@link verifyMessage} verifies. */
export interface VerifyMessageOptions extends TrustOptions {
  /** What the signers' certificates must be good for; `smimesign` by default. */
  readonly purpose?: SigningPurpose;
  /** What a detached signature is about. */
  readonly content?: BytesLike;
  /** Most signers; 100 by default. Each costs a chain and a signature. */
  readonly maxSigners?: number;
}

/** What came of one signer. */
export interface SignerVerdict extends SignerData {
  /** Whether both the signature and the certificate hold. */
  readonly valid: boolean;
  /** Why not, in one sentence; left out where it is valid. */
  readonly reason?: string;
  /** Whether the signature is this certificate's over this content, whoever that is. */
  readonly signatureValid: boolean;
  /** One of `SSL.X509VerificationCodes`: 0 where the certificate holds; left out where there is none. */
  readonly chainError?: number;
  /** The certificate; left out where none was found. */
  readonly certificate?: X509;
  /** The certificates from this one to the trusted one, or as far as they were found. */
  readonly chain: readonly X509[];
}

/** What came of a message: its content is there only where every signer holds. */
export type VerifiedMessage = {
  /** Dotted numbers or OpenSSL's short name of what the content is. */
  readonly contentType: string;
  /** Each signer, in the order of the message. */
  readonly signers: readonly SignerVerdict[];
  /** The certificates that came along. None of them is trusted by that. */
  readonly certificates: readonly X509[];
  /** The lists that came along. */
  readonly crls: readonly CRL[];
} & (
  | {
      /** Whether every signer holds. */
      readonly valid: true;
      /** What they have signed. */
      readonly content: Bytes;
    }
  | {
      /** Whether every signer holds. */
      readonly valid: false;
      /** Why not, in one sentence. */
      readonly reason: string;
    }
);

const encoded = listOf<X509 | Encoded>((value) => value as Encoded);
/** As MAX_SIGNERS of the shim, which is for `PKCS7.verify`. */
const MAX_SIGNERS = 100;
const MOST = 0x7fff_ffff;

export const TRUST_RULES: Rules<TrustOptions> = {
  trust: encoded,
  intermediates: encoded,
  crls: listOf<CRL | Encoded>((value) => value as Encoded),
  revocation: oneOf('none', 'signer', 'chain'),
  time: instance(Date),
  partialChain: boolean,
};
export const VERIFY_RULES: Rules<VerifyMessageOptions> = {
  ...TRUST_RULES,
  purpose: oneOf('any', 'smimesign', 'codesign', 'timestampsign'),
  content: textOrBytes,
  maxSigners: integer(1, MOST),
};
const read = declareOptions<VerifyMessageOptions>(VERIFY_RULES);

const PURPOSES = {
  any: c.X509_PURPOSE_ANY,
  smimesign: c.X509_PURPOSE_SMIME_SIGN,
  codesign: c.X509_PURPOSE_CODE_SIGN,
  timestampsign: c.X509_PURPOSE_TIMESTAMP_SIGN,
} as const;

/**
 * Verifies a signed message: every signature, and every signer's certificate, for a purpose.
 * @returns what came of each signer, and the content where all hold
 * @throws {PkiError} when it is no signed message, nobody has signed it, its content is not there, or it has too many signers
 * @corresponds CMS_verify, CMS_SignerInfo_verify, CMS_SignerInfo_verify_content, X509_verify_cert
 */
export function verifyMessage(message: MessageInput, options: VerifyMessageOptions): VerifiedMessage {
  const given = read(options);
  const loaded = loadMessage(message);
  using cms = loaded.cms;
  expectType(loaded, 'signed');
  const parts = readSignedParts(loaded.content);
  judgeCount(parts, given.maxSigners);
  const content = contentOf(parts, given.content);
  using digests = faulty('the message names no digest', () => native.cms_digests_new(cms));
  native.cms_digests_update(digests, content);
  return judged({ cms, digests, parts, content: () => content }, given);
}

/** @throws {PkiError} when nobody has signed, or too many */
export function judgeCount(parts: SignedParts, maxSigners = MAX_SIGNERS): void {
  if (parts.signers.length === 0)
    throw badDer('nobody has signed this message: it carries certificates or lists alone');
  if (parts.signers.length > maxSigners) throw refused(`the message has more than ${maxSigners} signers`);
}

function contentOf(parts: SignedParts, beside: BytesLike | undefined): Bytes {
  const inside = parts.content;
  if (inside !== undefined && beside !== undefined)
    throw badValue('the message has a content of its own, and content is given as well');
  if (inside !== undefined) return inside;
  if (beside === undefined) throw badValue('the signature is detached: what it is about is needed in content');
  return bytesArgument(beside, 'content').slice();
}

/** A message whose content has been digested. */
export interface Digested {
  readonly cms: Handle<'CMS_ContentInfo'>;
  readonly digests: Handle<'CmsDigests'>;
  readonly parts: SignedParts;
  /** The content, asked for where all hold. */
  readonly content: () => Bytes;
}

/** Judges each signer. */
export function judged({ cms, digests, parts, content }: Digested, options: VerifyMessageOptions): VerifiedMessage {
  using store = storeOf(options);
  using further = chainOf(certificatesIn(options.intermediates ?? []));
  native.cms_find_signers(cms, further);
  const purpose = PURPOSES[options.purpose ?? 'smimesign'];
  const signers = parts.signers.map((_, index) =>
    verdictOf(index, { cms, digests, parts, content }, () =>
      native.cms_signer_chain(cms, index, store[HANDLE], further, purpose),
    ),
  );
  const failed = signers.findIndex(({ valid }) => !valid);
  const said = {
    contentType: shortName(parts.contentType),
    ...{ signers, certificates: certificatesOf(parts), crls: crlsOf(parts) },
  };
  if (failed < 0) return { ...said, valid: true, content: content() };
  const which = signers.length === 1 ? 'the signer' : `signer ${failed + 1} of ${signers.length}`;
  return { ...said, valid: false, reason: `${which} does not hold: ${signers[failed]?.reason}` };
}

function verdictOf(
  index: number,
  { cms, digests, parts, content }: Digested,
  chainOfSigner: () => Handle<'CmsChain'>,
): SignerVerdict {
  const signer = parts.signers[index];
  if (signer === undefined) throw badDer('the message has lost a signer');
  const handle = native.cms_signer_certificate(cms, index);
  if (handle === null)
    return { ...signer.data, valid: false, signatureValid: false, chain: [], reason: 'its certificate was not found' };
  const certificate = adopt(X509Class, handle);
  using judgement = chainOfSigner();
  const chainError = native.cms_chain_error(judgement);
  using found = native.cms_chain_certificates(judgement);
  const fault =
    faultOfAttributes(signer) ??
    (signer.signed === undefined ? looksLikeAttributes(content()) : undefined) ??
    faultOf(() => native.cms_signer_verify(cms, index, digests));
  const reason =
    fault ??
    (chainError === c.X509_V_OK
      ? undefined
      : `its certificate: ${native.X509_verify_cert_error_string(chainError)} (at depth ${native.cms_chain_depth(judgement)})`);
  return {
    ...signer.data,
    ...{ valid: reason === undefined, signatureValid: fault === undefined, chainError, certificate },
    ...(reason !== undefined && { reason }),
    chain: found === null ? [] : chainToArray(found),
  };
}

function faultOf(body: () => void): string | undefined {
  try {
    explained('it does not verify', body);
    return undefined;
  } catch (error) {
    if (error instanceof CryptoError) return `its signature: ${error.message}`;
    throw error;
  }
}

/** A store of what is trusted, with the flags and the time. */
export function storeOf(options: TrustOptions): X509Store {
  const { trust, crls = [], time, partialChain = false } = options;
  const { revocation = crls.length === 0 ? 'none' : 'chain' } = options;
  if (trust === undefined) throw badValue('trust must say which certificates are trusted; readMessage asks for none');
  const store = new X509Store();
  for (const one of certificatesIn(trust)) store.addCert(one);
  for (const one of crls) store.addCrl(loadForm(one, CrlClass, CRL_FORMS).object);
  const { CRL_CHECK, CRL_CHECK_ALL, PARTIAL_CHAIN } = X509StoreFlags;
  if (revocation !== 'none') store.setFlags(revocation === 'chain' ? CRL_CHECK | CRL_CHECK_ALL : CRL_CHECK);
  if (partialChain) store.setFlags(PARTIAL_CHAIN);
  if (time !== undefined) store.setTime(time);
  return store;
}

/** Certificates of any form as objects. */
export const certificatesIn = (inputs: readonly (X509 | Encoded)[]): X509[] =>
  inputs.map((one) => loadForm(one, X509Class, CERTIFICATE_FORMS).object);
