/** Messages in pieces: as whole ones, in bounded memory. `TSOPENSSL_FULL=1` moves 100 MB through each. */
import { afterAll, describe, expect, it } from 'vitest';
import {
  decryptMessage,
  decryptStream,
  encryptMessage,
  encryptStream,
  type MessageRecipient,
  type Pieces,
  PkiError,
  signMessage,
  signStream,
  verifyMessage,
  verifyStream,
} from '../../../src/pki/index.js';
import { heapInUse } from '../../support/heap.js';
import { MailPki, text } from '../../support/mail-pki.js';

const pki = new MailPki();
const { native, ca } = pki;
const rsa = pki.person('rsa', { key: { type: 'RSA', bits: 2048 } });
const ec = pki.person('ec');
const trust = [ca.certificate];
const signers = [
  { certificate: rsa.certificate, key: rsa.key },
  { certificate: ec.certificate, key: ec.key, signature: { digest: 'sha512' } },
];
const SECRET = new Uint8Array(32).fill(7);
const MB = 1 << 20;
const LENGTH = process.env['TSOPENSSL_FULL'] === '1' ? 100 * MB : 5 * MB;

afterAll(() => native.remove());

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.subarray(offset, offset + size);
}

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  return new Uint8Array(Buffer.concat(parts));
}

/** So many bytes, none of which is kept. */
function* many(length: number): Generator<Uint8Array> {
  const piece = new Uint8Array(MB).map((_, index) => index * 7);
  for (let done = 0; done < length; done += MB) yield piece;
}

const content = new Uint8Array(100_000).map((_, index) => (index * index) >> 3);
const sameAs = (bytes: Uint8Array): boolean => Buffer.compare(Buffer.from(bytes), Buffer.from(content)) === 0;

describe('signStream and verifyStream', () => {
  it.each([1, 17, 4096, 1_000_000])('sign and verify in pieces of %s bytes, and so does openssl', async (size) => {
    const short = size === 1 ? content.subarray(0, 200) : content;
    const message = await gathered(signStream(cut(short, size), { signers, certificates: trust }));
    const given: Uint8Array[] = [];
    const verdict = await verifyStream(cut(message, size), {
      ...{ trust, untrustedContent: async (piece: Uint8Array) => void given.push(piece) },
    });
    expect(verdict).toMatchObject({ valid: true, contentType: 'pkcs7-data' });
    expect(verdict).not.toHaveProperty('content');
    expect(Buffer.concat(given).equals(short)).toBe(true);
    expect(verifyMessage(message, { trust }).valid).toBe(true);
    native.file('m.p7', message);
    native.line('cms -verify -binary -inform DER -in m.p7 -CAfile ca.pem -out m.out');
    expect(Buffer.from(native.read('m.out')).equals(short)).toBe(true);
  });

  it('read whole messages, and those of openssl, DER and BER', async () => {
    native.file('data', content);
    for (const options of ['', '-stream', '-noattr', '-keyid']) {
      native.line(
        `cms -sign -binary -nodetach -in data -signer rsa.pem -inkey rsa.key -outform DER -out m.p7 ${options}`.trim(),
      );
      expect(await verifyStream(cut(native.read('m.p7'), 1000), { trust }), options).toMatchObject({ valid: true });
    }
    expect(await verifyStream([signMessage(content, { signers }).der], { trust })).toMatchObject({ valid: true });
  });

  it('sign and verify beside the content', async () => {
    const message = await gathered(signStream(cut(content, 999), { signers, detached: true }));
    expect(verifyMessage(message, { trust, content }).valid).toBe(true);
    expect((await verifyStream(message, { trust, content: cut(content, 77) })).valid).toBe(true);
    expect((await verifyStream(message, { trust, content: cut(content.subarray(1), 77) })).valid).toBe(false);
    await expect(verifyStream(cut(message, 50), { trust })).rejects.toThrow('is detached: content is needed');
  });

  it('find what was changed, cut off, or put behind', async () => {
    const message = await gathered(signStream(cut(content.subarray(0, 3000), 999), { signers }));
    for (let index = 0; index < message.length; index += 97) {
      const changed = message.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      const given: Uint8Array[] = [];
      try {
        const verdict = await verifyStream(cut(changed, 512), {
          trust,
          untrustedContent: (piece) => void given.push(piece),
        });
        if (verdict.valid) expect(Buffer.concat(given).equals(content.subarray(0, 3000))).toBe(true);
      } catch (error) {
        expect((error as Error).message).not.toMatch(/no reason|undefined/);
      }
    }
    for (let length = 0; length < message.length; length += 101)
      await expect(verifyStream(cut(message.subarray(0, length), 64), { trust })).rejects.toThrow(PkiError);
    await expect(verifyStream([message, Uint8Array.of(0)], { trust })).rejects.toThrow('bytes behind its end');
  });

  it('bound what stands around, and say what is wrong', async () => {
    const message = await gathered(signStream([content], { signers }));
    await expect(verifyStream([message], { trust, maxAround: 500 })).rejects.toThrow('see maxAround');
    await expect(verifyStream([message], {} as never)).rejects.toThrow('trust must say');
    for (const wrong of [null, 5, 'x', message])
      await expect(verifyStream(wrong as never, { trust })).rejects.toThrow(TypeError);
    await expect(verifyStream([5] as never, { trust })).rejects.toThrow(TypeError);
    const [first] = signers;
    if (first === undefined) throw new Error('there is one');
    const plain = signStream([content], { signers: [{ ...first, signedAttributes: false }] });
    await expect(gathered(plain)).rejects.toThrow('signed by attributes');
    await expect(gathered(signStream([content], { signers: [] }))).rejects.toThrow('signers must name one');
    const nested = Uint8Array.from({ length: 4000 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80));
    await expect(verifyStream([nested], { trust })).rejects.toThrow(PkiError);
  });

  it('end their source when they end', async () => {
    let ended = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(100);
      } finally {
        ended += 1;
      }
    }
    await expect(verifyStream(source(), { trust })).rejects.toThrow(PkiError);
    for await (const _ of signStream(source(), { signers })) break;
    const sealed = encryptStream(source(), { recipients: [rsa.pem] });
    await sealed.next();
    await sealed.next();
    await sealed.return();
    await expect(gathered(decryptStream(source(), { key: rsa.key }))).rejects.toThrow(PkiError);
    const stopped = verifyStream([signMessage(content, { signers }).der], {
      ...{ trust, untrustedContent: () => Promise.reject(new Error('enough')) },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(ended).toBe(3);
  });
});

describe('encryptStream and decryptStream', () => {
  const recipients: MessageRecipient[] = [
    rsa.pem,
    ec.pem,
    { password: 'p', iterations: 1000 },
    { secretKey: SECRET, keyId: SECRET },
  ];
  const ways = [{ key: rsa.key, certificate: rsa.pem }, { key: ec.key }, { password: 'p' }, { secretKey: SECRET }];

  it.each(['aes-256-cbc', 'aes-128-gcm'])(
    'encrypt and decrypt in pieces with %s, and so does openssl',
    async (cipher) => {
      for (const size of [13, 4096, 1_000_000]) {
        const message = await gathered(encryptStream(cut(content, size), { recipients, cipher }));
        for (const options of ways)
          expect(sameAs(await gathered(decryptStream(cut(message, size), options)))).toBe(true);
        expect(sameAs(decryptMessage(message, { key: rsa.key }))).toBe(true);
        native.file('m.p7', message);
        native.line('cms -decrypt -inform DER -in m.p7 -inkey rsa.key -out m.out');
        expect(sameAs(native.read('m.out'))).toBe(true);
      }
      const whole = encryptMessage(content, { recipients, cipher }).der;
      expect(sameAs(await gathered(decryptStream(cut(whole, 1000), { key: ec.key })))).toBe(true);
      native.file('data', content);
      native.line(`cms -encrypt -binary -stream -${cipher} -in data -outform DER -out m.p7 rsa.pem`);
      expect(sameAs(await gathered(decryptStream(cut(native.read('m.p7'), 1000), { key: rsa.key })))).toBe(true);
    },
  );

  it('encrypt under a key that both know', async () => {
    const message = await gathered(encryptStream(cut(content, 999), { secretKey: SECRET }));
    expect(sameAs(await gathered(decryptStream(cut(message, 999), { secretKey: SECRET })))).toBe(true);
    expect(sameAs(decryptMessage(message, { secretKey: SECRET }))).toBe(true);
  });

  it('find a change of GCM at the end, with the one error', async () => {
    const message = await gathered(encryptStream([content], { recipients, cipher: 'aes-256-gcm' }));
    for (const at of [message.length - 20, message.length - 5000, message.length - 60_000]) {
      const changed = message.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(gathered(decryptStream([changed], { key: rsa.key }))).rejects.toThrow(PkiError);
    }
    await expect(gathered(decryptStream([message], { password: 'q' }))).rejects.toMatchObject({
      code: 'ERR_PKI_PASSWORD',
    });
    await expect(gathered(decryptStream([message.subarray(0, 5000)], { key: rsa.key }))).rejects.toThrow('cut off');
    await expect(gathered(decryptStream([signMessage('', { signers }).der], { key: rsa.key }))).rejects.toThrow(
      PkiError,
    );
    await expect(gathered(decryptStream('' as unknown as Pieces, { key: rsa.key }))).rejects.toThrow(TypeError);
    expect(text(Uint8Array.of(65))).toBe('A');
  });
});

describe('memory', () => {
  it(`is bounded for ${LENGTH / MB} MB: signed, verified, encrypted, decrypted at once`, {
    timeout: 600_000,
  }, async () => {
    const before = heapInUse();
    let length = 0;
    let most = 0;
    const verdict = await verifyStream(
      decryptStream(
        encryptStream(signStream(many(LENGTH), { signers }), { recipients: [rsa.pem], cipher: 'aes-256-gcm' }),
        {
          key: rsa.key,
        },
      ),
      {
        trust,
        untrustedContent: (piece) => {
          length += piece.length;
          most = Math.max(most, heapInUse() - before);
        },
      },
    );
    expect([verdict.valid, length]).toEqual([true, LENGTH]);
    // A piece of 1 MB in each of the four, and what its encoding takes.
    expect(most).toBeLessThan(16 * MB);
    expect(heapInUse() - before).toBeLessThan(MB);
  });
});
