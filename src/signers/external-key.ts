/** Keys that never enter: the public half is here, and what signs is a function. */

import { type BytesLike, bytesArgument } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { after } from '../common/later.js';
import { declareOptions, func, oneOf, type Rule } from '../common/options.js';
import { wrongValue } from '../common/refusals.js';
import { dumpPublickey, FILETYPE_ASN1, FILETYPE_PEM, loadPublickey, PKey } from '../crypto/index.js';
import { judgeAnswer, type SignatureFormat } from './answer.js';
import {
  hashesItself,
  methodOf,
  offers,
  type SettledMethod,
  type SignerMethod,
  type SigningMethod,
  signerMethods,
} from './method.js';

/** A signature, or a promise of one. */
export type SignatureAnswer = Uint8Array | Promise<Uint8Array>;

/** What a signing function may return. */
export type SignatureLike = Uint8Array | ArrayBuffer | PromiseLike<Uint8Array | ArrayBuffer>;

/** What a signer is made of. */
export interface SignerOptions<Given extends SignatureLike = SignatureLike> {
  /** The public key: an object, or a SubjectPublicKeyInfo (RFC 5280, 4.1) as PEM or DER. */
  readonly publicKey: PKey | BytesLike;
  /**
   * Signs. It is given the bytes themselves, not their digest, as a copy, and how: {@link SigningMethod}. It returns the signature
   * or a promise of it; what it throws, or the promise rejects with, is the error of whatever needed the signature. RSA, EdDSA,
   * ML-DSA and SLH-DSA have one form of signature; those of ECDSA, DSA and SM2 are DER, where `format` does not say otherwise.
   */
  readonly sign: (data: Bytes, how: SigningMethod) => Given;
  /** How `sign` writes signatures of ECDSA and SM2: as `der`, by default, or as `ieee-p1363`: r‖s, as WebCrypto does. */
  readonly format?: SignatureFormat;
  /**
   * The ways in which the key can sign, the preferred one first, such as `[{ padding: 'pss', digest: 'sha256' }]`; by default every
   * one of its kind. It is asked for no other, the first of them is the default of what is issued, and TLS offers these alone.
   */
  readonly methods?: readonly SignerMethod[];
}

/** The answer of a signer whose function returns this: a promise for a promise. */
export type AnswerOf<Given> = Given extends PromiseLike<unknown> ? Promise<Uint8Array> : Uint8Array;

const asIs: Rule<PKey | BytesLike> = (value) => value as PKey | BytesLike;
const read = declareOptions<SignerOptions>({
  publicKey: asIs,
  sign: func(),
  format: oneOf('der', 'ieee-p1363'),
  methods: signerMethods,
});

/** What a signer holds, for those who sign with it. */
export interface SignerParts {
  /** The public half, which is the signer's own and is never freed by it. */
  readonly half: PKey;
  readonly methods: readonly SignerMethod[] | undefined;
  /** How `sign` writes signatures of ECDSA and SM2. */
  readonly format: SignatureFormat;
  /** The function itself, which judges nothing. */
  readonly sign: (data: Bytes, how: SigningMethod) => SignatureLike;
  /**
   * Asks for a signature and judges what comes.
   * @param fail - makes the error for an answer that is none
   */
  readonly ask: (data: Uint8Array, method: SettledMethod, fail: (fault: string) => Error) => SignatureAnswer;
}

/** Reads the parts of a signer. */
export const PARTS: unique symbol = Symbol('parts of a signer');

/**
 * A key pair whose private half is elsewhere: {@link signer} makes it. It stands where a private key does, in what is issued and in
 * TLS. The parameter says whether it answers at once (`Uint8Array`) or by a promise.
 */
export class ExternalKey<Answer extends SignatureAnswer = SignatureAnswer> {
  readonly #parts: SignerParts;
  /** Says which kind of answer the type has; nothing is there at run time. @internal */
  declare readonly answer: Answer | undefined;

  /** @internal As the other objects: what only has this prototype is no key. */
  static [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a class that is derived from this one asks for itself.
    return Function.prototype[Symbol.hasInstance].call(this, value) && #parts in (value as ExternalKey);
  }

  /** @internal */
  constructor(parts: SignerParts) {
    this.#parts = parts;
  }

  /** @internal */
  get [PARTS](): SignerParts {
    return this.#parts;
  }

  /** The public key, as an object of its own each time. */
  get publicKey(): PKey {
    return loadPublickey(FILETYPE_ASN1, dumpPublickey(FILETYPE_ASN1, this.#parts.half));
  }
}

/**
 * Makes a key of a public key and a function that signs: a smart card, a service that keeps keys, a `CryptoKey` that cannot be
 * exported. What the function answers is checked with the public key before it is used.
 * @throws {TypeError} when an option is of a wrong type
 * @throws {crypto.Error} when the public key is none
 */
export function signer<Given extends SignatureLike>(options: SignerOptions<Given>): ExternalKey<AnswerOf<Given>> {
  const { publicKey, sign, format = 'der', methods } = read(options);
  const half = publicHalf(publicKey);
  func()(sign, 'sign');
  if (methods !== undefined) judgeMethods(half, methods);
  const form = /^(EC|SM2)$/.test(half.typeName) ? format : 'der';
  const ask: SignerParts['ask'] = (data, settled, fail) => {
    const how = methodOf(half, settled);
    if (!offers(methods, how)) throw fail(`the signer does not sign by ${described(how)}`);
    // A copy: what was signed must not become something else behind the back of who asked.
    const given = sign(data.slice(), how) as Uint8Array | PromiseLike<Uint8Array>;
    return after(given, (answer: unknown) => {
      const judged = judgeAnswer(half, data, settled, form, answer);
      if ('fault' in judged) throw fail(judged.fault);
      return judged.signature;
    });
  };
  return new ExternalKey({ half, methods, format: form, sign, ask });
}

/** A copy, which nobody frees but the collector. */
function publicHalf(input: PKey | BytesLike): PKey {
  if (input instanceof PKey) return loadPublickey(FILETYPE_ASN1, dumpPublickey(FILETYPE_ASN1, input));
  const bytes = bytesArgument(input, 'publicKey');
  return loadPublickey(typeof input === 'string' || bytes[0] !== 0x30 ? FILETYPE_PEM : FILETYPE_ASN1, bytes);
}

function judgeMethods(half: PKey, methods: readonly SignerMethod[]): void {
  const type = half.typeName;
  for (const { digest, padding } of methods) {
    if (digest !== undefined && hashesItself(half))
      throw wrongValue('the digest of methods', `left out for ${type}`, digest);
    if (padding !== undefined && !/^RSA/.test(type))
      throw wrongValue('the padding of methods', `left out for ${type}`, padding);
    if (padding === 'pkcs1' && type === 'RSA-PSS')
      throw wrongValue('the padding of methods', `pss for ${type}`, padding);
  }
}

function described({ algorithm, digest }: SigningMethod): string {
  return digest === null ? algorithm : `${algorithm} with ${digest}`;
}
