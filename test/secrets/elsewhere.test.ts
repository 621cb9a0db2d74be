/** Keys that are elsewhere: nothing of the private half is in the memory while it signs, and nothing else than a handshake uses it. */
import { createPublicKey, generateKeyPairSync, sign as nodeSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HANDLE } from '../../src/ffi/index.js';
import { crypto, SSL } from '../../src/index.js';
import { createCertificateAuthority, signer } from '../../src/pki/index.js';
import { PARTS } from '../../src/signers/index.js';
import { markedKey } from '../../src/tls/handshake/signers.js';
import { native } from '../../src/tls/native.js';
import { Planted } from '../support/planted.js';
import { pair } from '../support/pump.js';
import { exchange, shakeHands, showing } from '../support/signed-hands.js';

describe('a key that is elsewhere', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = String(createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }));
  const key = signer({ publicKey, sign: async (data, how) => nodeSign(how.digest, data, privateKey) });

  it('is not in the memory of the module, while certificates and handshakes are signed with it', async () => {
    const planted = new Planted();
    planted.key('the key', privateKey);
    const root = await createCertificateAuthority({ subject: 'Root', key });
    const sides = pair(showing(key, SSL.TLS1_3_VERSION), showing(key, SSL.TLS1_3_VERSION));
    await shakeHands(sides);
    expect(exchange(sides)).toBe('ping pong');
    expect(planted.found()).toEqual([]);
    // The search finds what is there.
    using here = crypto.loadPrivatekey(
      crypto.FILETYPE_PEM,
      String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    );
    expect(here.isPrivate).toBe(true);
    expect(planted.found()).not.toEqual([]);
    expect(root.key).toBe(key);
    sides.client.free();
    sides.server.free();
  });

  it('signs nothing by OpenSSL’s own ways, and its number gives no other key the same', () => {
    using marked = markedKey(key);
    const data = Uint8Array.of(1, 2, 3);
    expect(() => native.pkey_sign(marked, 'sha256', data)).toThrow(SSL.Error);
    expect(() => native.signature_make(marked, 'sha256', -1, null, data)).toThrow(SSL.Error);
    expect(() => native.pkey_sign(key[PARTS].half[HANDLE], 'sha256', data)).toThrow(SSL.Error);
    const plain = new crypto.PKey();
    plain.generateKey('ED25519');
    expect(crypto.sign(plain, data, null)).toHaveLength(64);
  });
});
