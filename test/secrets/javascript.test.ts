/** What the library itself makes of secrets in JavaScript is wiped when it has served. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { transfer } from '../../src/worker/index.js';
import { Encoder, wipe } from '../../src/worker/wire/values.js';
import { localPki } from '../support/pki.js';
import { usePools } from '../support/worker-pool.js';

const zeros = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

afterEach(() => vi.restoreAllMocks());

describe('bytes of text', () => {
  /** All that is encoded from now on. */
  function encoded(): Uint8Array[] {
    const made: Uint8Array[] = [];
    const encode = TextEncoder.prototype.encode;
    vi.spyOn(TextEncoder.prototype, 'encode').mockImplementation(function (this: TextEncoder, text) {
      const bytes = encode.call(this, text);
      made.push(bytes);
      return bytes;
    });
    return made;
  }

  it('of a key and a passphrase that are loaded, given as text or by a callback', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const passphrase = 'correct horse battery staple';
    const pem = String(privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-128-cbc', passphrase }));
    const made = encoded();
    for (const given of [passphrase, () => passphrase]) crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem, given).free();
    expect(() => crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem, 'wrong')).toThrow(crypto.Error);
    expect(made.length).toBeGreaterThan(4);
    expect(made.filter((bytes) => !zeros(bytes)).map(String)).toEqual([]);
  });

  it('of a passphrase that encrypts a key or a PKCS #12 file', () => {
    const { server } = localPki();
    const made = encoded();
    crypto.dumpPrivatekey(crypto.FILETYPE_PEM, server.key, 'aes-128-cbc', 'correct horse');
    const file = new crypto.PKCS12();
    file.setPrivatekey(server.key);
    crypto.loadPkcs12(file.export('battery staple'), 'battery staple');
    expect(made.length).toBeGreaterThan(3);
    expect(made.filter((bytes) => !zeros(bytes)).map(String)).toEqual([]);
  });
});

describe('what a pool of workers keeps to repeat it', () => {
  const { open } = usePools();

  it('is wiped with its context', async () => {
    const pool = open();
    const context = new pool.SSL.Context(SSL.TLS_SERVER_METHOD);
    // What is given away is kept as it is: here it can be looked at.
    const [keys, refused] = [randomBytes(80), randomBytes(79)].map((bytes) => new Uint8Array(bytes)) as [
      Uint8Array,
      Uint8Array,
    ];
    await context.setTicketKeys(transfer(keys));
    expect(zeros(keys)).toBe(false);
    await expect(context.setTicketKeys(transfer(refused))).rejects.toThrow();
    await context.getOptions();
    expect(zeros(refused)).toBe(true);
    await context.free();
    expect(zeros(keys)).toBe(true);
  });

  it('is wiped when the pool is closed', async () => {
    const pool = open();
    const context = new pool.SSL.Context(SSL.TLS_SERVER_METHOD);
    const keys = new Uint8Array(randomBytes(80));
    await context.setTicketKeys(transfer(keys));
    await pool.close();
    expect(zeros(keys)).toBe(true);
  });

  it('in every form', () => {
    const bytes = () => new Uint8Array(randomBytes(16));
    const all = [bytes(), bytes(), bytes(), bytes()];
    const [plain, listed, der, field] = all as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    wipe([plain, 'text', 1, null, [listed], { is: 'PKey', der }, { is: 'record', fields: [['key', field]] }]);
    expect(all.every(zeros)).toBe(true);
  });

  it('is moved into the thread where it is not kept: a key leaves no copy behind', () => {
    const { server } = localPki();
    const encoder = new Encoder();
    const wire = encoder.encode(server.key) as { der: Uint8Array };
    expect(encoder.buffers).toEqual([wire.der.buffer]);
  });
});
