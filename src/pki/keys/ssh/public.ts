/** OpenSSH's public keys: the blob, and the line that it stands in (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4; RFC 4716). */
import type { Bytes } from '../../../common/bytes.js';
import type { PKey } from '../../../crypto/index.js';
import { concat } from '../../der/writer.js';
import { badDer, badValue, quoted } from '../../error.js';
import { base64, bytesOfBase64 } from '../base64.js';
import { dsaKey, ecKey, rawPublicKey, rsaKey } from '../build.js';
import { CURVES, OKP } from '../jwk/types.js';
import { numberOf, octetsOf, paddedNumber } from '../numbers.js';
import type { FoundKey } from '../types.js';
import { SshReader, sshMpint, sshString } from './wire.js';

const WHAT = 'the OpenSSH public key';
/** Names of what is no plain key. */
const CERTIFICATE = /-cert-v0[01]@openssh\.com$/;
const TOKEN = /^(sk-|webauthn-sk-)/;
const TYPE =
  /(?:^|\s)((?:ssh-[a-z0-9]+|ecdsa-sha2-[a-z0-9]+|sk-[a-z0-9@.-]+|webauthn-[a-z0-9@.-]+)(?:-cert-v0[01])?(?:@openssh\.com)?)[ \t]+([A-Za-z0-9+/=]+)[ \t]*([^\r\n]*)/;
/** Longest line: OpenSSH reads no longer one. */
const MAX_LINE = 16_384;

/** SSH's names of the curves (RFC 5656, 10.1), by JOSE's. */
const SSH_CURVES: ReadonlyMap<string, string> = new Map([
  ['P-256', 'nistp256'],
  ['P-384', 'nistp384'],
  ['P-521', 'nistp521'],
]);

/** Whether a text looks like a line of a public key, with or without options in front (sshd(8), AUTHORIZED_KEYS). */
export const isSshLine = (text: string): boolean => text.length <= MAX_LINE && TYPE.test(text);

/** Reads a line of `id_….pub` or `authorized_keys`. */
export function readSshLine(text: string): FoundKey {
  const [, type = '', data = '', comment = ''] = TYPE.exec(text) ?? [];
  const blob = bytesOfBase64(data);
  if (blob === undefined) throw badDer(`${WHAT} is no base64`);
  return { key: readSshBlob(blob, type), format: 'openssh', encryption: null, comment: comment.trim() };
}

/** Reads the form of RFC 4716, between `---- BEGIN SSH2 PUBLIC KEY ----` and its end. */
export function readSsh2(text: string): FoundKey {
  const [, body] = /---- BEGIN SSH2 PUBLIC KEY ----([\s\S]*?)---- END SSH2 PUBLIC KEY ----/.exec(text) ?? [];
  if (body === undefined) throw badDer('the SSH2 public key is cut off');
  const joined = body.replace(/\\\r?\n/g, '');
  const [, comment = ''] = /^comment:[ \t]*"?(.*?)"?[ \t]*$/im.exec(joined) ?? [];
  const blob = bytesOfBase64(joined.replace(/^.*:.*$/gm, '').replace(/\s/g, ''));
  if (blob === undefined) throw badDer('the SSH2 public key is no base64');
  return { key: readSshBlob(blob), format: 'ssh2', encryption: null, comment };
}

/** Reads a blob. @param type - what stands in front of it, which must be the same */
export function readSshBlob(blob: Uint8Array, type?: string): PKey {
  const reader = new SshReader(blob, WHAT);
  const name = reader.text();
  if (type !== undefined && type !== name)
    throw badDer(`${WHAT} is said to be of the type ${quoted(type)} and is of ${quoted(name)}`);
  const key = readFields(reader, name);
  try {
    reader.end();
    return key;
  } catch (error) {
    key.free();
    throw error;
  }
}

function readFields(reader: SshReader, name: string): PKey {
  if (CERTIFICATE.test(name)) throw badDer('this is a certificate of OpenSSH, not a public key');
  if (TOKEN.test(name)) throw badDer('this is a key of a security token (FIDO), whose signatures are of another form');
  if (name === 'ssh-rsa') {
    const e = reader.mpint();
    return rsaKey({ n: reader.mpint(), e });
  }
  if (name === 'ssh-dss') {
    return dsaKey([reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint()], undefined);
  }
  if (name.startsWith('ecdsa-sha2-')) return ecKey(readCurve(reader, name).oid, reader.string(), undefined);
  const curve = okpOf(name);
  if (curve === undefined) throw badDer(`${WHAT} is of a type that nobody here knows: ${quoted(name)}`);
  return rawPublicKey(curve.oid, reader.string());
}

/** The curve of a type, which stands behind it once more. */
export function readCurve(reader: SshReader, name: string): (typeof CURVES)[number] {
  const given = reader.text();
  const curve = CURVES.find(({ crv }) => SSH_CURVES.get(crv) === given);
  if (curve === undefined || name !== `ecdsa-sha2-${given}`)
    throw badDer(`${WHAT} is on a curve that OpenSSH does not have: ${quoted(given)}`);
  return curve;
}

/** Ed25519 and Ed448. */
export const okpOf = (name: string): (typeof OKP)[number] | undefined =>
  OKP.find(({ crv }) => crv.startsWith('Ed') && name === `ssh-${crv.toLowerCase()}`);

/** SSH's name of the type of a key. @throws {PkiError} when it has none */
export function sshTypeOf(key: PKey): string {
  const type = key.typeName;
  if (type === 'RSA') return 'ssh-rsa';
  if (type === 'DSA') return 'ssh-dss';
  if (type === 'ED25519' || type === 'ED448') return `ssh-${type.toLowerCase()}`;
  const curve = type === 'EC' ? CURVES.find(({ group }) => group === key.groupName) : undefined;
  const name = SSH_CURVES.get(curve?.crv ?? '');
  if (name === undefined)
    throw badValue(`OpenSSH has no keys of the type ${type}${type === 'EC' ? ` on ${key.groupName}` : ''}`);
  return `ecdsa-sha2-${name}`;
}

/** The blob of a key. */
export function sshBlob(key: PKey): Bytes {
  const type = sshTypeOf(key);
  return concat([sshString(type), ...publicFields(key, type)]);
}

/** A line as `ssh-keygen -y` writes it. */
export function sshLine(key: PKey, comment: string): string {
  const line = `${sshTypeOf(key)} ${base64(sshBlob(key))}`;
  return comment === '' ? `${line}\n` : `${line} ${comment}\n`;
}

function publicFields(key: PKey, type: string): Bytes[] {
  if (type === 'ssh-rsa') return [sshMpint(numberOf(key, 'e')), sshMpint(numberOf(key, 'n'))];
  if (type === 'ssh-dss') return ['p', 'q', 'g', 'pub'].map((name) => sshMpint(numberOf(key, name)));
  if (type.startsWith('ecdsa-'))
    return [sshString(type.slice('ecdsa-sha2-'.length)), sshString(uncompressedPoint(key))];
  return [sshString(octetsOf(key, 'pub') ?? new Uint8Array())];
}

/** The point of a key on one of SSH's curves, as X9.62 writes it in full. */
export function uncompressedPoint(key: PKey): Bytes {
  const length = CURVES.find(({ group }) => group === key.groupName)?.length ?? 0;
  return concat([Uint8Array.of(4), paddedNumber(key, 'qx', length), paddedNumber(key, 'qy', length)]);
}
