/** What issuing is told. */
import { boolean, instance, integer, listOf, type Rule, type Rules, text } from '../../common/options.js';
import type { KeyOptions, Passphrase } from '../../crypto/index.js';
import type { ExtensionInput } from '../extensions/index.js';
import type { NameInput } from '../model/name.js';
import type { Issuer } from './issuer.js';
import type { KeyInput, PlainKey, SigningKeyInput } from './keys.js';
import type { SubjectNameInput } from './names.js';
import type { SignatureOptions } from './signature.js';
import type { ValidityOptions } from './validity.js';

/** What every certificate can be told. */
export interface CommonOptions<S extends KeyInput = PlainKey | KeyOptions> extends ValidityOptions {
  /** Whose certificate it is: a list of attributes, or a common name. */
  readonly subject?: NameInput;
  /**
   * The subject's key, or what to make one of; a new one on P-256 by default. A leaf's may
   * be a `PKey` of its public half alone.
   */
  readonly key?: S;
  /** What an encoded key is encrypted with. */
  readonly passphrase?: Passphrase;
  /** The serial number; 128 bits by default, the first clear and the others random. */
  readonly serialNumber?: bigint | number;
  /** Further extensions; one of the kind of a usual one takes its place. */
  readonly extensions?: readonly ExtensionInput[];
  /** Usual extensions to leave out, by short names or dotted numbers. */
  readonly omit?: readonly string[];
  /** How it is signed. */
  readonly signature?: SignatureOptions;
  /** Whether to make what nobody should take, too: short keys, broken digests, what outlives its issuer. False by default. */
  readonly unchecked?: boolean;
}

/** What a CA can be told. */
export interface AuthorityOptions<S extends KeyInput = PlainKey | KeyOptions> extends CommonOptions<S> {
  /** Whose certificate it is. */
  readonly subject: NameInput;
  /** How many CAs may stand below it. A root has no bound by default; an intermediate has none below it, 0. */
  readonly pathLength?: number;
}

/** What an intermediate can be told. */
export interface IntermediateOptions<K extends SigningKeyInput = PlainKey, S extends KeyInput = PlainKey | KeyOptions>
  extends AuthorityOptions<S> {
  /** Who issues it. */
  readonly issuer: Issuer<K>;
}

/** What a leaf can be told. */
export interface LeafOptions<K extends SigningKeyInput = PlainKey, S extends KeyInput = PlainKey | KeyOptions>
  extends CommonOptions<S> {
  /** Who issues it. */
  readonly issuer: Issuer<K>;
  /** Whom it names: hosts as text, or names of any kind. */
  readonly names?: readonly SubjectNameInput[];
  /**
   * What it is for; `serverAuth` by default where it names hosts, `emailProtection` where it names addresses of mail,
   * `clientAuth` where it names neither.
   */
  readonly usages?: readonly string[];
}

/** What is judged where it is used. */
const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

/** The rules of what every certificate can be told. */
export const COMMON_RULES: Rules<CommonOptions<KeyInput>> = {
  subject: asIs(),
  key: asIs(),
  passphrase: asIs(),
  serialNumber: asIs(),
  extensions: listOf<ExtensionInput>((value) => value as ExtensionInput),
  omit: listOf(text),
  signature: asIs(),
  unchecked: boolean,
  notBefore: instance(Date),
  notAfter: instance(Date),
  days: integer(1, 3_650_000),
};

/** Longest path that can be said: nobody has a longer one. */
const MAX_PATH = 255;

export const AUTHORITY_RULES: Rules<AuthorityOptions<KeyInput>> = { ...COMMON_RULES, pathLength: integer(0, MAX_PATH) };
export const INTERMEDIATE_RULES: Rules<IntermediateOptions<SigningKeyInput, KeyInput>> = {
  ...AUTHORITY_RULES,
  issuer: asIs(),
};
export const LEAF_RULES: Rules<LeafOptions<SigningKeyInput, KeyInput>> = {
  ...COMMON_RULES,
  issuer: asIs(),
  names: listOf<SubjectNameInput>((value) => value as SubjectNameInput),
  usages: listOf(text),
};
