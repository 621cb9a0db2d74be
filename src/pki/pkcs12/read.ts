/** PKCS #12 files (RFC 7292), bag by bag. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { boolean, declareOptions, integer } from '../../common/options.js';
import type { Passphrase, WorkOptions } from '../../crypto/index.js';
import { MAX_ITERATIONS, workRules } from '../../crypto/internal.js';
import { derOfBer } from '../der/ber.js';
import { readOid, shortName } from '../der/oid.js';
import { Der } from '../der/reader.js';
import * as tag from '../der/tags.js';
import { readInteger, readSmall } from '../der/values.js';
import { badDer, PkiError, refused } from '../error.js';
import { passphraseRule } from '../keys/passphrase.js';
import { isPem, pemBlocks } from '../keys/pem.js';
import { describeEncryption } from '../keys/sealed/algorithm.js';
import { wrongPassword } from '../keys/sealed/crypt.js';
import { prfName } from '../keys/sealed/names.js';
import { CALLED, structureOf } from '../keys/structure.js';
import { native } from '../message-native.js';
import { BagReader } from './bags.js';
import { identitiesOf } from './identities.js';
import { notJava } from './java.js';
import { DATA, ENCRYPTED_DATA, ENVELOPED_DATA, PBMAC1, SIGNED_DATA } from './oids.js';
import { type Candidate, Work, withPasswords } from './passwords.js';
import type { Bag, MacData, Pkcs12Data, Safe } from './types.js';

/** How {@link readPkcs12} reads. `maxIterations` bounds what the whole file may cost, however often it asks. */
export interface ReadPkcs12Options extends WorkOptions {
  /**
   * The password: text, bytes as they are, a function, or none. No password and the empty one are tried both; text is tried in
   * the encodings that programs are known to have used.
   */
  readonly password?: Passphrase;
  /** The password of the keys, where they have another one than the file: old stores of Java's. */
  readonly keyPassword?: Passphrase;
  /** Takes a file without MAC as well: nothing tells then whether it has been changed. False by default. */
  readonly allowMissingMac?: boolean;
  /** Most bags that are read; 10,000 by default. */
  readonly maxBags?: number;
}

const readOptions = declareOptions<ReadPkcs12Options>({
  ...workRules,
  password: passphraseRule,
  keyPassword: passphraseRule,
  allowMissingMac: boolean,
  maxBags: integer(1, 1_000_000),
});

const WHAT = 'the PKCS #12 file';
/** Largest file: Java's own store of roots has 200 KB. */
const MAX_BYTES = 0x0200_0000;
const MAX_BAGS = 10_000;
const VERSION = 3;

/**
 * Reads everything that a PKCS #12 file holds: keys, certificates, lists and secrets with their names and attributes, safe by
 * safe; how each was encrypted; each key with its certificate and chain. What cannot be read is in `skipped`, with its reason.
 * @param input - the file: BER, as OpenSSL reads it, or PEM of it
 * @throws {PkiError} when it is no such file, which says what it is; when it has no MAC, or the password is missing or wrong
 * (`ERR_PKI_PASSWORD`); when it asks for more work than that
 */
export function readPkcs12(input: BytesLike, options?: ReadPkcs12Options): Pkcs12Data {
  const { password, keyPassword, allowMissingMac = false, ...bounds } = readOptions(options);
  const bytes = fileBytes(bytesArgument(input, 'a PKCS #12 file').slice());
  const file = Der.parse(derOfBer(bytes, WHAT), WHAT);
  const parts = outerParts(file);
  const work = new Work(bounds.maxIterations ?? MAX_ITERATIONS);
  return withPasswords(password, (candidates) =>
    withPasswords(keyPassword, (keyCandidates) => {
      if (parts.mac === undefined && !allowMissingMac)
        throw refused(
          `${WHAT} has no MAC, so that nothing tells whether it has been changed: allowMissingMac takes it`,
        );
      const verified = parts.mac === undefined ? candidates : verifiedFirst(bytes, candidates, work);
      const reader = new BagReader({
        ...{ candidates: verified, work, maxBags: bounds.maxBags ?? MAX_BAGS },
        keyCandidates: keyPassword === undefined ? verified : [...keyCandidates, ...verified],
      });
      const safes = readSafes(parts.content, reader);
      if (parts.mac === undefined && reader.isLocked) throw wrongPassword(WHAT);
      return assembled(parts.mac, safes, reader);
    }),
  );
}

function assembled(mac: MacData | undefined, safes: readonly Safe[], reader: BagReader): Pkcs12Data {
  const bags = safes.flatMap((safe) => safe.bags);
  const ofType = <T extends Bag['type']>(type: T) =>
    bags.filter((bag): bag is Extract<Bag, { type: T }> => bag.type === type);
  const [keys, certificates] = [ofType('key'), ofType('certificate')];
  return {
    ...{ kind: 'pkcs12', mac: mac ?? null, safes, keys, certificates, crls: ofType('crl'), secrets: ofType('secret') },
    ...{ identities: identitiesOf(keys, certificates), skipped: reader.skipped },
  };
}

/** The bytes of what may be PEM; what is something else is called by its name. */
function fileBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw badDer('this is no PKCS #12 file: it is empty');
  if (bytes.length > MAX_BYTES) throw badDer(`a PKCS #12 file of more than ${MAX_BYTES} bytes is not read`);
  notJava(bytes);
  if (bytes[0] === tag.SEQUENCE) return bytes;
  const text = new TextDecoder().decode(bytes);
  if (!isPem(text)) throw badDer('this is no PKCS #12 file: neither its DER nor PEM');
  const [block] = pemBlocks(text).filter(({ label }) => label === 'PKCS12');
  const [, label = ''] = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text) ?? [];
  if (block === undefined) throw badDer(`this is PEM of the label ${JSON.stringify(label)}, not a PKCS #12 file`);
  return block.content;
}

interface OuterParts {
  /** The DER of the AuthenticatedSafe. */
  readonly content: Der;
  readonly mac: MacData | undefined;
}

function outerParts(file: Der): OuterParts {
  const structure = structureOf(file);
  if (structure !== 'pkcs12')
    throw badDer(`this is ${structure === undefined ? 'something else' : CALLED[structure]}, not a PKCS #12 file`);
  const fields = file.fields(WHAT);
  const version = readSmall(fields.next(), WHAT);
  if (version !== VERSION) throw badDer(`${WHAT} is of version ${version}, and there is version 3 alone`);
  const info = fields.next().fields(WHAT);
  const type = readOid(info.next(), WHAT);
  const mac = fields.optional(tag.SEQUENCE);
  fields.end();
  if (type === SIGNED_DATA)
    throw badDer(
      `${WHAT} is protected by a signature and not by a password (public-key integrity mode), which is not read`,
    );
  if (type !== DATA) throw badDer(`${WHAT} holds ${shortName(type)} where data must be`);
  const octets = info.next(tag.contextOf(0)).inner(WHAT).expect(tag.OCTET_STRING, WHAT).content;
  return { content: Der.parse(derOfBer(octets, WHAT), WHAT), mac: mac === undefined ? undefined : readMac(mac) };
}

/** What MacData says (RFC 7292, 4; RFC 9579, 3). */
function readMac(value: Der): MacData {
  const fields = value.fields(WHAT);
  const algorithm = fields.next().fields(WHAT).next().fields(WHAT);
  const salt = fields.next(tag.OCTET_STRING).content;
  const count = fields.optional(tag.INTEGER);
  fields.end();
  const dotted = readOid(algorithm.next(), WHAT);
  const iterations = count === undefined ? 1 : Number(readInteger(count, WHAT));
  const [parameters] = algorithm.rest();
  if (dotted !== PBMAC1) return { algorithm: 'pkcs12', digest: shortName(dotted), iterations, saltLength: salt.length };
  if (parameters === undefined) throw badDer(`${WHAT} has a MAC by PBMAC1 that does not say how`);
  const [derivation, scheme] = parameters.items(WHAT);
  const [, inner] = derivation?.items(WHAT) ?? [];
  const [ownSalt, ownCount] = inner?.items(WHAT) ?? [];
  const [hmac] = scheme?.items(WHAT) ?? [];
  return {
    ...{ algorithm: 'pbmac1', digest: hmac === undefined ? '' : prfName(readOid(hmac, WHAT)) },
    iterations: ownCount?.is(tag.INTEGER) ? Number(readInteger(ownCount, WHAT)) : 0,
    saltLength: ownSalt?.content.length ?? 0,
  };
}

/** The candidates, first of them the one that the MAC is of. @throws {PkiError} when it is of none */
function verifiedFirst(bytes: Uint8Array, candidates: readonly Candidate[], work: Work): Candidate[] {
  for (const candidate of candidates) {
    const holds = work.run((max) => verifying(() => native.pkcs12_mac_holds(bytes, candidate, max)));
    if (holds) return [candidate, ...candidates.filter((other) => other !== candidate)];
  }
  throw wrongPassword(WHAT);
}

function verifying(body: () => boolean): boolean {
  try {
    return body();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isTooMuch = reason.includes('too many iterations');
    throw new PkiError(
      isTooMuch ? 'ERR_PKI_REFUSED' : 'ERR_PKI_DER',
      `the MAC of ${WHAT} cannot be verified: ${reason}`,
      { cause: error },
    );
  }
}

function readSafes(content: Der, reader: BagReader): Safe[] {
  return content.list(WHAT).map((info, index) => {
    const fields = info.fields(WHAT);
    const type = readOid(fields.next(), WHAT);
    const value = fields.optional(tag.contextOf(0));
    const skip = (what: string, why: string): Safe => {
      reader.skip(what, why, index);
      return { encryption: null, bags: [] };
    };
    if (value === undefined) return skip('a safe', 'it is empty');
    try {
      if (type === DATA) {
        const octets = value.inner(WHAT).expect(tag.OCTET_STRING, WHAT).content;
        return { encryption: null, bags: reader.contents(octets, index, null) };
      }
      if (type === ENVELOPED_DATA) return skip('a safe', 'it is encrypted to a public key, and not with a password');
      if (type !== ENCRYPTED_DATA) return skip('a safe', `it is of a type that nobody knows: ${shortName(type)}`);
      return openSafe(value.inner(WHAT), reader, index);
    } catch (error) {
      if (!(error instanceof PkiError) || reader.isSpent(error)) throw error;
      return skip('a safe', error.message);
    }
  });
}

/** An EncryptedData (RFC 5652, 8), whose content is one string, in pieces or not. */
function openSafe(value: Der, reader: BagReader, index: number): Safe {
  const fields = value.fields(WHAT);
  fields.next(tag.INTEGER);
  const info = fields.next().fields(WHAT);
  info.next(tag.OBJECT_IDENTIFIER);
  const algorithm = info.next();
  const encryption = describeEncryption(algorithm);
  const data = info.next();
  const octets = data.is(tag.contextOf(0)) ? joined(data) : data.expect(tag.context(0), WHAT).content;
  const opened = reader.open(algorithm, octets);
  if (opened === undefined) {
    reader.skip('a safe', 'its password is another one, or it is damaged', index);
    return { encryption, bags: [] };
  }
  try {
    return { encryption, bags: reader.contents(opened, index, encryption) };
  } finally {
    opened.fill(0);
  }
}

function joined(data: Der): Bytes {
  const pieces = data.items(WHAT).map((piece) => piece.expect(tag.OCTET_STRING, WHAT).content);
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
