/** Clients that are told the same share a context that nobody can change; what differs, or is a secret, is never shared. */
import { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectOptions, connect, type TLSSocket } from '../../src/adapters/node/index.js';
import { crypto, SSL } from '../../src/index.js';
import { issue, localPki } from '../support/pki.js';

const { ca, client } = localPki();
const other = issue('other', {});
const sockets: TLSSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** The context of a client that speaks to nobody. */
function contextOf(options: Omit<ConnectOptions, 'socket'>): SSL.Context {
  const silence = new Duplex({ read: () => undefined, write: (_data, _encoding, done) => done() });
  const socket = connect({ host: 'localhost', ...options, socket: silence });
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket.connection.getContext();
}

const bytes = (text: string) => Buffer.from(text);
const certificate = crypto.loadCertificate(crypto.FILETYPE_PEM, ca.certPem);

describe('clients that are told the same', () => {
  const same: Readonly<Record<string, () => Omit<ConnectOptions, 'socket'>>> = {
    'a CA as text': () => ({ ca: ca.certPem }),
    'a CA as bytes, in other memory': () => ({ ca: bytes(ca.certPem) }),
    'a list of CAs': () => ({ ca: [ca.certPem, bytes(other.certPem)] }),
    'ciphers and versions': () => ({ ca: ca.certPem, ciphers: 'ECDHE+AESGCM', minVersion: 'TLSv1.2' }),
    'no verification': () => ({ rejectUnauthorized: false }),
  };
  for (const [what, options] of Object.entries(same)) {
    it(`share a context: ${what}`, () => {
      expect(contextOf(options())).toBe(contextOf(options()));
    });
    it(`cannot change it for the others: ${what}`, () => {
      const context = contextOf(options());
      expect(() => context.setVerify(SSL.VERIFY_NONE)).toThrow();
      expect(() => context.setCipherList('ALL:@SECLEVEL=0')).toThrow();
      expect(() => context.useCertificate(certificate)).toThrow();
      expect(() => context.getCertStore()).toThrow('this Context is shared by all clients that are told the same');
    });
  }
});

describe('clients that are told otherwise', () => {
  const base: Omit<ConnectOptions, 'socket'> = { ca: ca.certPem };
  const others: Readonly<Record<string, Omit<ConnectOptions, 'socket'>>> = {
    'another CA': { ca: other.certPem },
    'one more CA': { ca: [ca.certPem, other.certPem] },
    'the same CA in a list': { ca: [ca.certPem], ciphers: 'ECDHE+AESGCM' },
    'no verification': { ...base, rejectUnauthorized: false },
    'other ciphers': { ...base, ciphers: 'ECDHE+CHACHA20' },
    'another version': { ...base, maxVersion: 'TLSv1.2' },
    'a partial chain': { ...base, allowPartialTrustChain: true },
    'other options of OpenSSL': { ...base, secureOptions: SSL.OP_NO_TICKET },
    'no CA': {},
  };
  for (const [what, options] of Object.entries(others)) {
    it(`have a context of their own: ${what}`, () => {
      expect(contextOf(options)).not.toBe(contextOf(base));
    });
  }

  it('have the CA that was in the memory when they were told', () => {
    const memory = bytes(ca.certPem);
    const before = contextOf({ ca: memory });
    memory.set(bytes(other.certPem.padEnd(memory.length).slice(0, memory.length)));
    expect(contextOf({ ca: memory })).not.toBe(before);
    expect(contextOf({ ca: ca.certPem })).toBe(contextOf({ ca: ca.certPem }));
  });

  it('never share a certificate, a key, a passphrase or an object of somebody', () => {
    for (const options of [
      { ...base, cert: client.certPem, key: client.keyPem },
      { ca: certificate },
      { ...base, passphrase: 'secret' },
    ])
      expect(contextOf(options)).not.toBe(contextOf(options));
  });

  it('keep no more than sixteen contexts, the last that were used', () => {
    const first = contextOf(base);
    for (let index = 0; index < 15; index += 1)
      contextOf({ ...base, ciphers: `ECDHE+AESGCM:${'!NULL:'.repeat(index)}` });
    expect(contextOf(base)).toBe(first);
    for (let index = 20; index < 40; index += 1)
      contextOf({ ...base, ciphers: `ECDHE+AESGCM:${'!NULL:'.repeat(index)}` });
    expect(contextOf(base)).not.toBe(first);
  });
});
