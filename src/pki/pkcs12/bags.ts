/** What is in the safes of a PKCS #12 file: each bag by itself, so that one that cannot be read hides no other. */
import type { Bytes } from '../../common/bytes.js';
import {
  Error as CryptoError,
  FILETYPE_ASN1,
  loadCertificate,
  loadCrl,
  loadPrivatekey,
  type PKey,
} from '../../crypto/index.js';
import { derOfBer } from '../der/ber.js';
import { longName, readOid, shortName } from '../der/oid.js';
import { Der } from '../der/reader.js';
import * as tag from '../der/tags.js';
import { readSmall } from '../der/values.js';
import { badDer, PkiError } from '../error.js';
import { describeEncryption } from '../keys/sealed/algorithm.js';
import { open } from '../keys/sealed/crypt.js';
import type { Encryption } from '../keys/sealed/schemes.js';
import { type BagAttributes, NO_NAMES, readBagAttributes } from './bag-attributes.js';
import * as oids from './oids.js';
import type { Candidate, Work } from './passwords.js';
import type { Bag, BagNames, SecretBag, Skipped } from './types.js';

const WHAT = 'the PKCS #12 file';
/** Safes within safes: nobody nests them. */
const MAX_NESTING = 4;

/** What opening needs. */
export interface BagReaderOptions {
  readonly candidates: readonly Candidate[];
  readonly keyCandidates: readonly Candidate[];
  readonly work: Work;
  readonly maxBags: number;
}

/** Reads bags, and notes which it could not. */
export class BagReader {
  readonly skipped: Skipped[] = [];
  readonly #options: BagReaderOptions;
  #count = 0;
  #opened = 0;
  #locked = 0;
  #tooMuch: PkiError | undefined;

  constructor(options: BagReaderOptions) {
    this.#options = options;
  }

  /** Whether something was encrypted and nothing could be opened. */
  get isLocked(): boolean {
    return this.#locked > 0 && this.#opened === 0;
  }

  /** Whether an error says that the file asks for too much work: then it ends, and is not skipped. */
  isSpent(error: PkiError): boolean {
    return error === this.#tooMuch;
  }

  /** Notes what is left out. */
  skip(what: string, why: string, safe: number, friendlyName: string | null = null): void {
    this.skipped.push({ what, why, safe, friendlyName });
  }

  /** Opens what is encrypted with the password of the file. @returns undefined where it is of none that is known */
  open(algorithm: Der, data: Uint8Array, candidates = this.#options.candidates): Bytes | undefined {
    for (const candidate of candidates) {
      const opened = this.#options.work.run((max) => this.#bounded(() => open(algorithm, candidate, data, max)));
      // Padding is right by chance once in 256 times: what is opened begins as a SEQUENCE as well.
      if (opened !== undefined && opened[0] === tag.SEQUENCE && isWhole(opened)) {
        this.#opened += 1;
        return opened;
      }
      opened?.fill(0);
    }
    this.#locked += 1;
    return undefined;
  }

  #bounded<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      if (error instanceof PkiError && error.message.includes('too many iterations')) this.#tooMuch = error;
      throw error;
    }
  }

  /** The bags of a SafeContents. */
  contents(bytes: Uint8Array, safe: number, encryption: Encryption | null): Bag[] {
    return this.#list(Der.parse(derOfBer(bytes, WHAT), WHAT), safe, encryption, 0);
  }

  #list(contents: Der, safe: number, encryption: Encryption | null, depth: number): Bag[] {
    return contents.list(WHAT).flatMap((bag) => this.#bag(bag, safe, encryption, depth));
  }

  #bag(bag: Der, safe: number, encryption: Encryption | null, depth: number): Bag[] {
    this.#count += 1;
    if (this.#count > this.#options.maxBags) throw this.#tooMany();
    const fields = bag.fields(WHAT);
    const type = readOid(fields.next(), WHAT);
    const value = fields.next(tag.contextOf(0)).inner(WHAT);
    let names: BagAttributes = NO_NAMES;
    try {
      names = readBagAttributes(fields.optional(tag.SET));
      if (type === oids.SAFE_CONTENTS_BAG) {
        if (depth >= MAX_NESTING) throw badDer(`safes are nested deeper than ${MAX_NESTING}`);
        return this.#list(value, safe, encryption, depth + 1);
      }
      return [this.#content(type, value, names, encryption)];
    } catch (error) {
      const isKnown = error instanceof PkiError || error instanceof CryptoError;
      if (!isKnown || error === this.#tooMuch) throw error;
      this.skip(CALLED.get(type) ?? 'a bag', error.message, safe, names.friendlyName);
      return [];
    }
  }

  #tooMany(): PkiError {
    this.#tooMuch = badDer(`${WHAT} has more than ${this.#options.maxBags} bags: maxBags takes more`);
    return this.#tooMuch;
  }

  #content(type: string, value: Der, { trustedFor, ...own }: BagAttributes, encryption: Encryption | null): Bag {
    const names: BagNames = { ...own, encryption };
    switch (type) {
      case oids.KEY_BAG:
        return { type: 'key', key: privateKey(value), ...names };
      case oids.SHROUDED_KEY_BAG:
        return this.#shrouded(value, names);
      case oids.CERTIFICATE_BAG: {
        const der = wrapped(value, oids.X509_CERTIFICATE, 'certificate');
        return { type: 'certificate', certificate: loadCertificate(FILETYPE_ASN1, der), trustedFor, ...names };
      }
      case oids.CRL_BAG:
        return { type: 'crl', crl: loadCrl(FILETYPE_ASN1, wrapped(value, oids.X509_CRL, 'list')), ...names };
      case oids.SECRET_BAG:
        return this.#secret(value, names);
      default:
        throw badDer(`it is of a kind that nobody knows: ${shortName(type)}`);
    }
  }

  #shrouded(value: Der, names: BagNames): Bag {
    const { opened, encryption } = this.#unwrap(value);
    try {
      return { type: 'key', key: privateKey(Der.parse(opened, 'the private key')), ...names, encryption };
    } finally {
      opened.fill(0);
    }
  }

  #unwrap(value: Der): { opened: Bytes; encryption: Encryption } {
    const fields = value.fields('an encrypted key');
    const algorithm = fields.next();
    const data = fields.next(tag.OCTET_STRING).content;
    const opened = this.open(algorithm, data, this.#options.keyCandidates);
    if (opened === undefined)
      throw new PkiError('ERR_PKI_PASSWORD', 'its password is another one, or it is damaged: keyPassword opens it');
    return { opened, encryption: describeEncryption(algorithm) };
  }

  /** Java puts an encrypted PKCS #8 into an OCTET STRING, and calls its type that of a shrouded key. */
  #secret(value: Der, names: BagNames): SecretBag {
    const fields = value.fields('a secret');
    const secretType = readOid(fields.next(), 'a secret');
    const inner = fields.next(tag.contextOf(0)).inner('a secret');
    const bag = { type: 'secret', secretType, ...names } as const;
    if (secretType !== oids.SHROUDED_KEY_BAG || !inner.is(tag.OCTET_STRING)) {
      const secret = inner.is(tag.OCTET_STRING) ? inner.content.slice() : inner.bytes.slice();
      return { ...bag, secret, algorithm: null };
    }
    const { opened, encryption } = this.#unwrap(Der.parse(inner.content, 'a secret'));
    try {
      const key = Der.parse(opened, 'a secret').fields('a secret');
      readSmall(key.next(), 'a secret');
      const dotted = readOid(key.next().fields('a secret').next(), 'a secret');
      const algorithm = dotted === oids.AES ? 'AES' : shortName(dotted);
      return { ...bag, secret: key.next(tag.OCTET_STRING).content.slice(), algorithm, encryption };
    } finally {
      opened.fill(0);
    }
  }
}

const CALLED: ReadonlyMap<string, string> = new Map([
  [oids.KEY_BAG, 'a private key'],
  [oids.SHROUDED_KEY_BAG, 'a private key'],
  [oids.CERTIFICATE_BAG, 'a certificate'],
  [oids.CRL_BAG, 'a list of revoked certificates'],
  [oids.SECRET_BAG, 'a secret'],
  [oids.SAFE_CONTENTS_BAG, 'a safe within a safe'],
]);

function isWhole(bytes: Uint8Array): boolean {
  try {
    derOfBer(bytes, WHAT);
    return true;
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}

function privateKey(value: Der): PKey {
  try {
    return loadPrivatekey(FILETYPE_ASN1, value.bytes);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    const [, algorithm] = value.items('the private key');
    const [dotted] = algorithm?.is(tag.SEQUENCE) ? algorithm.items('the private key') : [];
    const name = dotted === undefined ? 'no algorithm' : longName(readOid(dotted, 'the private key'));
    throw new PkiError('ERR_PKI_DER', `its key of ${name} is not read: ${error.message}`, { cause: error });
  }
}

/** What a certBag or a crlBag has in it: an OCTET STRING behind the type. */
function wrapped(value: Der, expected: string, what: string): Bytes {
  const fields = value.fields(`a ${what}`);
  const type = readOid(fields.next(), `a ${what}`);
  if (type !== expected) throw badDer(`the ${what} is of a kind that nobody reads: ${shortName(type)}`);
  return fields.next(tag.contextOf(0)).inner(`a ${what}`).expect(tag.OCTET_STRING, `a ${what}`).content;
}
