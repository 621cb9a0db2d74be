import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { NativeOpenssl } from '../support/native-openssl.js';
import { localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const native = new NativeOpenssl();
native.file('ca.pem', ca.certPem);
native.file('server.pem', server.certPem);
native.file('server.key', server.keyPem);

afterAll(() => native.remove());

describe('NetscapeSPKI', () => {
  it('is signed, verified, encoded and decoded [crypto.NetscapeSPKI] [crypto.NetscapeSPKIType] [crypto.NetscapeSPKI.set_pubkey] [crypto.NetscapeSPKI.get_pubkey] [crypto.NetscapeSPKI.sign] [crypto.NetscapeSPKI.verify] [crypto.NetscapeSPKI.b64_encode]', () => {
    const spki = new crypto.NetscapeSPKI();
    spki.setPubkey(server.key);
    spki.sign(server.key, 'sha256');
    const loaded = new crypto.NetscapeSPKI(spki.b64Encode());
    expect(loaded.verify(server.key)).toBe(true);
    expect(loaded.getPubkey().equals(server.key)).toBe(true);
    expect(() => loaded.verify(ca.key)).toThrow(crypto.Error);
    expect(() => new crypto.NetscapeSPKI('no base64 of ours')).toThrow(crypto.Error);
    expect(() => spki.sign(server.key, 'nope')).toThrow(RangeError);
    expect(() => spki.sign(server.cert.getPubkey(), 'sha256')).toThrow(RangeError);
    expect(() => spki.sign(new crypto.PKey(), 'sha256')).toThrow(RangeError);
    expect(() => spki.sign(5 as never, 'sha256')).toThrow(TypeError);
    expect(() => spki.setPubkey(5 as never)).toThrow(TypeError);
    expect(() => spki.verify(5 as never)).toThrow(TypeError);
    expect(() => new crypto.NetscapeSPKI().getPubkey()).toThrow(crypto.Error);
    expect(() => new crypto.NetscapeSPKI(5 as never)).toThrow(TypeError);
  });

  it.each(['ED25519', 'ED448', 'ML-DSA-44'])('is signed by %s, whatever the digest', (algorithm) => {
    const key = newKey(algorithm);
    const spki = new crypto.NetscapeSPKI();
    spki.setPubkey(key);
    for (const digest of [null, 'sha256']) {
      spki.sign(key, digest);
      expect(new crypto.NetscapeSPKI(spki.b64Encode()).verify(key)).toBe(true);
    }
  });

  it('is exchanged with openssl', () => {
    const rsa = newKey(crypto.TYPE_RSA, 2048);
    native.file('rsa.key', crypto.dumpPrivatekey(PEM, rsa));
    const theirs = /SPKAC=(\S+)/.exec(native.run('spkac', '-key', 'rsa.key'))?.[1] ?? '';
    expect(new crypto.NetscapeSPKI(theirs).verify(rsa)).toBe(true);
    const spki = new crypto.NetscapeSPKI();
    spki.setPubkey(rsa);
    spki.sign(rsa, 'sha256');
    native.file('ours.spkac', `SPKAC=${spki.b64Encode()}\n`);
    expect(native.run('spkac', '-in', 'ours.spkac', '-verify', '-noout')).toBeDefined();
  });
});
