/** Passphrases, what is derived of them, and containers: PKCS #8, PEM's own encryption, PKCS #12, PKCS #7. */
import { createHash, generateKeyPairSync, type KeyObject, pbkdf2Sync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSecureContext } from '../../src/adapters/context.js';
import { crypto, SSL, ssl } from '../../src/index.js';
import { issue } from '../support/pki.js';
import { leavesNothing, type Planted } from '../support/planted.js';
import { Scratch } from '../support/scratch.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
/** Longer than a window of two-byte characters, and known to nobody. */
const newPassphrase = () => randomBytes(24).toString('base64url');

function encrypted(key: KeyObject, format: 'pem' | 'der', type: 'pkcs8' | 'pkcs1', passphrase: string): Uint8Array {
  return Buffer.from(key.export({ format: format as 'pem', type, cipher: 'aes-256-cbc', passphrase }));
}

/** Notes the key that PBKDF2 makes for an encrypted PKCS #8 of node:crypto's (RFC 8018, A.2). */
function noteDerived(planted: Planted, der: Uint8Array, passphrase: string): void {
  const file = Buffer.from(der);
  const oid = file.indexOf('2a864886f70d01050c', 'hex') + 9;
  // SEQUENCE { OCTET STRING salt, INTEGER iterations, …
  const saltLength = file[oid + 3] as number;
  const salt = file.subarray(oid + 4, oid + 4 + saltLength);
  const at = oid + 4 + saltLength;
  const iterations = file.readUIntBE(at + 2, file[at + 1] as number);
  planted.bytes('the derived key', pbkdf2Sync(passphrase, salt, iterations, 32, 'sha256'));
}

/** Every way in which a passphrase is given. */
const forms = {
  text: (passphrase: string) => passphrase,
  bytes: (passphrase: string) => new TextEncoder().encode(passphrase),
  'a callback': (passphrase: string) => () => passphrase,
  'a callback of bytes': (passphrase: string) => () => new TextEncoder().encode(passphrase),
};

describe.each(Object.entries(forms))('a passphrase given as %s', (_, form) => {
  it.each(['pem', 'der'] as const)('for an encrypted PKCS #8 in %s', (format) => {
    const [key, passphrase] = [newKey(), newPassphrase()];
    leavesNothing((planted) => {
      planted.key('the key', key);
      planted.text('the passphrase', passphrase);
      noteDerived(planted, encrypted(key, 'der', 'pkcs8', passphrase), passphrase);
      const file = encrypted(key, format, 'pkcs8', passphrase);
      if (format === 'der') noteDerived(planted, file, passphrase);
      const loaded = crypto.loadPrivatekey(format === 'pem' ? PEM : DER, file, form(passphrase));
      expect(planted.found()).not.toEqual([]);
      loaded.free();
    });
  });

  it('for PEM that is encrypted the old way (RFC 1421)', () => {
    const [key, passphrase] = [newKey(), newPassphrase()];
    leavesNothing((planted) => {
      planted.key('the key', key);
      planted.text('the passphrase', passphrase);
      const file = encrypted(key, 'pem', 'pkcs1', passphrase);
      const [, iv = ''] = /DEK-Info: AES-256-CBC,([0-9A-F]+)/.exec(String(file)) ?? [];
      const salt = Buffer.from(iv, 'hex').subarray(0, 8);
      const first = createHash('md5').update(passphrase).update(salt).digest();
      planted.bytes('the derived key', first);
      planted.bytes('its other half', createHash('md5').update(first).update(passphrase).update(salt).digest());
      crypto.loadPrivatekey(PEM, file, form(passphrase)).free();
    });
  });

  it('that is wrong', () => {
    const [key, passphrase] = [newKey(), newPassphrase()];
    leavesNothing((planted) => {
      planted.text('the passphrase', passphrase);
      const file = encrypted(key, 'pem', 'pkcs8', newPassphrase());
      expect(() => crypto.loadPrivatekey(PEM, file, form(passphrase))).toThrow(crypto.Error);
    });
  });

  it.each([
    ['pem', PEM],
    ['der', DER],
  ] as const)('to encrypt a key, in %s', (_format, type) => {
    const [key, passphrase] = [newKey(), newPassphrase()];
    leavesNothing((planted) => {
      planted.key('the key', key);
      planted.text('the passphrase', passphrase);
      const der = key.export({ format: 'der', type: 'pkcs8' });
      const loaded = crypto.loadPrivatekey(DER, der);
      crypto.dumpPrivatekey(type, loaded, 'aes-128-cbc', form(passphrase));
      loaded.free();
    });
  });
});

describe('a key file of a context', () => {
  it('that is encrypted, with its passphrase', () => {
    const [key, passphrase] = [newKey(), newPassphrase()];
    const scratch = new Scratch();
    const path = scratch.file('key.pem', encrypted(key, 'pem', 'pkcs8', passphrase));
    leavesNothing((planted) => {
      planted.key('the key', key);
      planted.text('the passphrase', passphrase);
      const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
      context.setPasswdCb(() => passphrase);
      context.usePrivatekeyFile(path);
      expect(planted.found()).not.toEqual([]);
      context.free();
    });
    scratch.remove();
  });
});

describe('a context that made its key on the way', () => {
  const passphrase = newPassphrase();
  const credentials = (planted: Planted) => {
    const pair = newKey();
    planted.key('the key', pair);
    planted.text('the passphrase', passphrase);
    using key = crypto.loadPrivatekey(DER, pair.export({ format: 'der', type: 'pkcs8' }));
    using cert = issue('context', { key }).cert;
    const file = new crypto.PKCS12();
    file.setPrivatekey(key);
    file.setCertificate(cert);
    const pem = String(Buffer.from(crypto.dumpCertificate(PEM, cert)));
    return { pem, pfx: file.export(passphrase), key: String(encrypted(pair, 'pem', 'pkcs8', passphrase)) };
  };

  it('for an adapter, of pfx', () => {
    leavesNothing((planted) => {
      const { pfx } = credentials(planted);
      createSecureContext({ pfx, passphrase }, 'server').free();
    });
  });

  it('for an adapter, of key and cert', () => {
    leavesNothing((planted) => {
      const { pem, key } = credentials(planted);
      createSecureContext({ cert: pem, key, passphrase }, 'server').free();
    });
  });

  it('for Python’s ssl', () => {
    const scratch = new Scratch();
    leavesNothing((planted) => {
      const { pem, key } = credentials(planted);
      const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
      context.loadCertChain(scratch.file('cert.pem', pem), scratch.file('key.pem', key), passphrase);
      expect(planted.found()).not.toEqual([]);
      context.free();
    });
    scratch.remove();
  });
});

describe('PKCS #12', () => {
  const plain = { legacy: false };
  it.each([
    ['today', plain],
    ['of before 2020', { legacy: true }],
  ])('of %s: written and read', (_, options) => {
    const passphrase = newPassphrase();
    leavesNothing((planted) => {
      const pair = newKey();
      planted.key('the key', pair);
      planted.text('the passphrase', passphrase);
      const key = crypto.loadPrivatekey(DER, pair.export({ format: 'der', type: 'pkcs8' }));
      const { cert } = issue('p12', { key });
      const file = new crypto.PKCS12();
      file.setPrivatekey(key);
      file.setCertificate(cert);
      const der = file.export(passphrase, 2048, 2048, options);
      const read = crypto.loadPkcs12(der, passphrase);
      expect(read.getPrivatekey()?.equals(key)).toBe(true);
      expect(() => crypto.loadPkcs12(der, `${passphrase}!`)).toThrow(crypto.Error);
      for (const object of [key, cert, read.getPrivatekey(), read.getCertificate()]) object?.free();
    });
  });
});

describe('PKCS #7', () => {
  it('data that was encrypted and decrypted, and its key', () => {
    leavesNothing((planted) => {
      const pair = newKey();
      planted.key('the key', pair);
      const data = randomBytes(3000);
      planted.bytes('the data', data);
      const key = crypto.loadPrivatekey(DER, pair.export({ format: 'der', type: 'pkcs8' }));
      const { cert } = issue('recipient', { key });
      const sealed = crypto.loadPkcs7Data(DER, crypto.PKCS7.encrypt(cert, data).dump(DER));
      expect(Buffer.from(sealed.decrypt(key, cert)).equals(data)).toBe(true);
      key.free();
      cert.free();
    });
  });

  it('data that was signed, and the key', () => {
    leavesNothing((planted) => {
      const pair = newKey();
      planted.key('the key', pair);
      const data = randomBytes(3000);
      planted.bytes('the data', data);
      const key = crypto.loadPrivatekey(DER, pair.export({ format: 'der', type: 'pkcs8' }));
      const { cert } = issue('signer', { key });
      const store = new crypto.X509Store();
      store.addCert(cert);
      const signed = crypto.PKCS7.sign(cert, key, data);
      const { content, signers } = signed.verify(store);
      expect(Buffer.from(content).equals(data)).toBe(true);
      for (const object of [key, cert, store, ...signers]) object.free();
    });
  });
});

describe('a password beyond what C keeps on its stack', () => {
  it('of a thousand bytes', () => {
    const [key, passphrase] = [newKey(), randomBytes(500).toString('hex')];
    leavesNothing((planted) => {
      planted.text('the passphrase', passphrase);
      crypto.loadPrivatekey(PEM, encrypted(key, 'pem', 'pkcs8', passphrase), passphrase).free();
    });
  });
});
