import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { issue, localPki, newKey } from '../support/pki.js';

const { server } = localPki();

describe('PKey', () => {
  it('generates and describes keys [crypto.PKey] [crypto.PKey.generate_key] [crypto.PKey.bits] [crypto.PKey.type]', () => {
    const key = new crypto.PKey();
    expect([key.bits(), key.type()]).toEqual([0, 0]);
    key.generateKey(crypto.TYPE_RSA, 1024);
    expect([key.bits(), key.type(), key.typeName]).toEqual([1024, crypto.TYPE_RSA, 'RSA']);
    expect(newKey(crypto.TYPE_DSA, 1024).type()).toBe(crypto.TYPE_DSA);
    expect(newKey(crypto.TYPE_EC, 'prime256v1').groupName).toBe('prime256v1');
    expect(() => key.generateKey(crypto.TYPE_RSA, 0)).toThrow(RangeError);
    expect(() => key.generateKey(crypto.TYPE_RSA, '512')).toThrow(TypeError);
    expect(() => key.generateKey(-1, 512)).toThrow(crypto.Error);
    expect(() => key.generateKey('NO-SUCH-ALGORITHM')).toThrow(crypto.Error);
    expect(key.bits()).toBe(1024);
  });

  it('checks keys of any type [crypto.PKey.check]', () => {
    expect(newKey(crypto.TYPE_RSA, 1024).check()).toBe(true);
    expect(server.key.check()).toBe(true);
    expect(() => server.cert.getPubkey().check()).toThrow(TypeError);
  });

  it('lists curves [crypto.get_elliptic_curves] [crypto.get_elliptic_curve]', () => {
    const names = [...crypto.getEllipticCurves()].map((curve) => curve.name);
    expect(names).toEqual(expect.arrayContaining(['prime256v1', 'secp384r1', 'brainpoolP384r1']));
    expect(newKey(crypto.TYPE_EC, crypto.getEllipticCurve('secp384r1').name).bits()).toBe(384);
    expect(() => crypto.getEllipticCurve('nope')).toThrow(RangeError);
  });

  it('goes to WebCrypto and back [crypto.PKey.to_cryptography_key] [crypto.PKey.from_cryptography_key]', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const theirs = await server.key.toCryptographyKey(algorithm, ['sign'], true);
    const data = new TextEncoder().encode('data');
    expect(await globalThis.crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, theirs, data)).toHaveProperty(
      'byteLength',
      64,
    );
    expect((await crypto.PKey.fromCryptographyKey(theirs)).equals(server.key)).toBe(true);
    await expect(crypto.PKey.fromCryptographyKey('key' as never)).rejects.toThrow(TypeError);
  });

  it('signs and verifies [crypto.sign] [crypto.verify]', () => {
    const signature = crypto.sign(server.key, 'data', 'sha256');
    crypto.verify(server.cert, signature, 'data', 'sha256');
    expect(() => crypto.verify(server.cert, signature, 'other', 'sha256')).toThrow(crypto.Error);
    expect(() => crypto.sign(server.key, 'data', 'nope')).toThrow(RangeError);
    const ed = issue('ed', { key: newKey('ED25519') });
    crypto.verify(ed.cert, crypto.sign(ed.key, 'data', null), 'data', null);
  });
});
