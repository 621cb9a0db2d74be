/**
 * Makes cases.json.br of x509-limbo's own file and of what native OpenSSL says of its cases:
 *
 *     node condense.mjs limbo.json openssl-native.json [--whole] > cases.json.br
 *
 * Each of the 28,000 certificates of BetterTLS' name constraints has a random key, serial number and name of its own,
 * which no compression makes smaller than five megabytes. None of it decides a verdict. So each role of a chain (trusted
 * root, local root, intermediate, leaf) gets one key, serial number and name, and the certificates are signed anew: what
 * stays different is what the cases are about, and the file shrinks to a hundredth. All other cases are kept byte for
 * byte; `--whole` keeps every one.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const [limboPath, nativePath, option] = process.argv.slice(2);
const limbo = JSON.parse(readFileSync(limboPath ?? '', 'utf8'));
const native = JSON.parse(readFileSync(nativePath ?? '', 'utf8'));
const verdicts = new Map(native.results.map((/** @type {{ id: string }} */ result) => [result.id, result]));

/** @param {string} pem */
const fromPem = (pem) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

// DER: just enough to take a certificate apart and put it together.

/** @param {Buffer} der @param {number} at */
function element(der, at) {
  const first = der[at + 1] ?? 0;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const length = lengthBytes === 0 ? first : der.readUIntBE(at + 2, lengthBytes);
  const start = at + 2 + lengthBytes;
  return { all: der.subarray(at, start + length), content: der.subarray(start, start + length), end: start + length };
}

/** @param {Buffer} content */
function children(content) {
  const found = [];
  for (let at = 0; at < content.length; ) {
    const child = element(content, at);
    found.push(child.all);
    at = child.end;
  }
  return found;
}

/** @param {number} tag @param {Buffer[]} parts */
function wrap(tag, parts) {
  const content = Buffer.concat(parts);
  const length = content.length;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

// Roles.

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const SERIAL_BYTES = 18;
const ROLES = ['bettertls_trust_root', 'local_root', 'local_ica', 'leaf'];
const roles = new Map(
  ROLES.map((name, index) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const digit = String(index + 1);
    return [
      name,
      {
        privateKey,
        spki,
        keyId: createHash('sha1').update(spki.subarray(-65)).digest(),
        serial: wrap(2, [Buffer.alloc(SERIAL_BYTES, index + 1)]),
        uuid: `${digit.repeat(8)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(12)}`,
      },
    ];
  }),
);

/** @param {Buffer} name */
function roleOf(name) {
  const text = name.toString('latin1');
  const role = roles.get(ROLES.find((candidate) => text.includes(candidate)) ?? 'leaf');
  if (role === undefined) throw new Error('no such role');
  return role;
}

/** @type {Map<string, Buffer>} */
const resigned = new Map();

/** @param {Buffer} der */
function anew(der) {
  const [tbs, algorithm] = children(element(der, 0).content);
  if (tbs === undefined || algorithm === undefined) throw new Error('no certificate');
  const parts = children(element(tbs, 0).content);
  const [version, , signature, issuer, validity, subject, spki, extensions] = parts;
  if (!version || !signature || !issuer || !validity || !subject || !spki || !extensions) throw new Error('unexpected');
  const own = roleOf(subject);
  const signer = roleOf(issuer);
  const rename = (/** @type {Buffer} */ name) =>
    Buffer.from(name.toString('latin1').replace(UUID, roleOf(name).uuid), 'latin1');
  const ownId = createHash('sha1').update(element(spki, 0).content.subarray(-65)).digest();
  const body = wrap(0x30, [
    version,
    own.serial,
    signature,
    rename(issuer),
    validity,
    rename(subject),
    own.spki,
    replaceKeyIds(extensions, ownId, own.keyId, signer.keyId),
  ]);
  const key = body.toString('latin1');
  const known = resigned.get(key);
  if (known !== undefined) return known;
  const bits = wrap(3, [Buffer.of(0), sign('sha256', body, signer.privateKey)]);
  const made = wrap(0x30, [body, algorithm, bits]);
  resigned.set(key, made);
  return made;
}

const SUBJECT_KEY_ID = Buffer.from('0603551d0e041604 14'.replace(' ', ''), 'hex');
const AUTHORITY_KEY_ID = Buffer.from('0603551d230418301680 14'.replace(' ', ''), 'hex');

/** @param {Buffer} extensions @param {Buffer} expected @param {Buffer} own @param {Buffer} signer */
function replaceKeyIds(extensions, expected, own, signer) {
  const copy = Buffer.from(extensions);
  const ownAt = copy.indexOf(SUBJECT_KEY_ID);
  if (ownAt >= 0) {
    const at = ownAt + SUBJECT_KEY_ID.length;
    if (!copy.subarray(at, at + 20).equals(expected)) throw new Error('a key identifier of another kind');
    own.copy(copy, at);
  }
  const signerAt = copy.indexOf(AUTHORITY_KEY_ID);
  if (signerAt >= 0) signer.copy(copy, signerAt + AUTHORITY_KEY_ID.length);
  return copy;
}

// The file.

/** @type {Map<string, number>} */
const index = new Map();
/** @type {string[]} */
const objects = [];

/** @param {Buffer} der */
function reference(der) {
  const text = der.toString('base64');
  const known = index.get(text);
  if (known !== undefined) return known;
  index.set(text, objects.length);
  return objects.push(text) - 1;
}

const cases = limbo.testcases.map((/** @type {any} */ test) => {
  const renew = option !== '--whole' && test.id.startsWith('bettertls::nameconstraints::');
  const certificate = (/** @type {string} */ pem) => reference(renew ? anew(fromPem(pem)) : fromPem(pem));
  const verdict = verdicts.get(test.id);
  return {
    id: test.id,
    kind: test.validation_kind,
    trusted: test.trusted_certs.map(certificate),
    untrusted: test.untrusted_intermediates.map(certificate),
    peer: certificate(test.peer_certificate),
    crls: test.crls.map((/** @type {string} */ pem) => reference(fromPem(pem))),
    time: test.validation_time,
    name: test.expected_peer_name,
    usages: test.extended_key_usage,
    depth: test.max_chain_depth,
    expected: test.expected_result,
    native: verdict.actual_result,
    reason: verdict.context,
  };
});

const text = JSON.stringify({ harness: native.harness, objects, cases });
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
writeFileSync(1, brotliCompressSync(text, { params }));
