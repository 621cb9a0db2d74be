/** What comes back from a signer is checked: nothing that is no signature of what was asked is ever part of a certificate. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { createCertificateAuthority, createRequest, type PkiError, signer } from '../../src/pki/index.js';
import { heldByNode } from '../support/external.js';

const held = heldByNode({ type: 'EC', curve: 'P-256' });
const other = heldByNode({ type: 'EC', curve: 'P-256' });
const { publicKey } = held;

/** The code of what a root throws that is signed so, at once or by its promise. */
async function codeOf(sign: (data: Uint8Array, how: never) => unknown): Promise<unknown> {
  const key = signer({ publicKey, sign: sign as never });
  try {
    await createCertificateAuthority({ subject: 'Root', key });
  } catch (error) {
    return (error as PkiError).code ?? error;
  }
  return 'made';
}

const how = { algorithm: 'ECDSA', digest: 'sha256' } as const;
const lying = Object.defineProperty(held.sign(Uint8Array.of(1), how).slice(), 'length', { get: () => 1e9 });
const junk: Record<string, () => unknown> = {
  nothing: () => undefined,
  null: () => null,
  text: () => 'signature',
  'a number': () => 64,
  'an array': () => [48, 6, 2, 1, 1, 2, 1, 1],
  'no bytes': () => new Uint8Array(),
  'bytes of nothing': () => new Uint8Array(72),
  '64 KiB and one': () => new Uint8Array(65_537),
  '256 MiB': () => new Uint8Array(268_435_456),
  'words of 16 bits': () => new Uint16Array(32),
  'a length that lies': () => lying,
  'a detached buffer': () => {
    const { buffer } = new Uint8Array(70);
    structuredClone(buffer, { transfer: [buffer] });
    return buffer;
  },
};

describe.each(['at once', 'by a promise'])('an answer %s', (when) => {
  const giving = (answer: () => unknown) => (when === 'at once' ? answer() : Promise.resolve().then(answer));

  it.each(Object.entries(junk))('that is %s is refused', async (_name, answer) => {
    expect(await codeOf(() => giving(answer))).toBe('ERR_PKI_SIGNER');
  });

  it('of another key, of other bytes or in another way is refused', async () => {
    expect(await codeOf((data, asked) => giving(() => other.sign(data, asked)))).toBe('ERR_PKI_SIGNER');
    expect(await codeOf((_data, asked) => giving(() => held.sign(Uint8Array.of(1), asked)))).toBe('ERR_PKI_SIGNER');
    expect(await codeOf((data) => giving(() => held.sign(data, { ...how, digest: 'sha384' })))).toBe('ERR_PKI_SIGNER');
    const salty = heldByNode({ type: 'RSA' });
    const key = signer({
      publicKey: salty.publicKey,
      sign: (data, asked) => giving(() => salty.sign(data, { ...asked, saltLength: 20 })) as Uint8Array,
    });
    const make = async () => createCertificateAuthority({ subject: 'Root', key, signature: { padding: 'pss' } });
    await expect(make()).rejects.toMatchObject({ code: 'ERR_PKI_SIGNER' });
  });

  it('that is an error is the error', async () => {
    const error = new Error('the card was pulled');
    const failing = () =>
      giving(() => {
        throw error;
      });
    expect(await codeOf(failing)).toBe(error);
  });

  it('is good as a buffer, and stays what it was', async () => {
    let kept = new Uint8Array();
    const sign = (data: Uint8Array, asked: never) =>
      giving(() => {
        kept = new Uint8Array(held.sign(data, asked));
        return kept.buffer;
      });
    const root = await createCertificateAuthority({ subject: 'Root', key: signer({ publicKey, sign: sign as never }) });
    kept.fill(0);
    const store = new crypto.X509Store();
    store.addCert(root.certificate);
    new crypto.X509StoreContext(store, root.certificate).verifyCertificate();
  });

  it('does not change what was asked by writing over it', async () => {
    const sign = (data: Uint8Array, asked: never) =>
      giving(() => {
        const signature = held.sign(data, asked);
        data.fill(0);
        return signature;
      });
    expect(await codeOf(sign)).toBe('made');
  });
});

describe('a promise', () => {
  it('that answers twice has answered once', async () => {
    const twice = (data: Uint8Array, asked: never) => ({
      // biome-ignore lint/suspicious/noThenProperty: a thenable that does not keep the rules is what is tried.
      then: (resolve: (answer: unknown) => void) => {
        resolve(held.sign(data, asked));
        resolve('junk');
        throw new Error('after that');
      },
    });
    expect(await codeOf(twice)).toBe('made');
  });

  it('that never answers keeps the certificate waiting, and nothing else', async () => {
    const key = signer({ publicKey, sign: () => new Promise<Uint8Array>(() => {}) });
    const pending = createCertificateAuthority({ subject: 'Root', key });
    const first = await Promise.race([pending, new Promise((resolve) => setTimeout(resolve, 50, 'waiting'))]);
    expect(first).toBe('waiting');
    expect(createCertificateAuthority({ subject: 'Root' }).pem).toContain('CERTIFICATE');
  });

  it('may come back after calls of all kinds, made while it signs', async () => {
    const key = signer({
      publicKey,
      sign: async (data, asked) => {
        createRequest({ subject: 'within' });
        await createRequest({ subject: 'within', key: signer({ ...other, sign: async (a, b) => other.sign(a, b) }) });
        return held.sign(data, asked);
      },
    });
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, index) => createCertificateAuthority({ subject: `Root ${index}`, key })),
    );
    expect(new Set(many.map(({ pem }) => pem)).size).toBe(20);
  });
});
