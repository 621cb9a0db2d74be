/** Where nobody names ciphers, those of Node are spoken, and the one that is fast here goes first. */
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as ours from '../../../src/adapters/node/index.js';
import { SSL } from '../../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../../support/loopback.js';
import { localPki } from '../../support/pki.js';

const { ca, server } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };

/** What a client and a server that are told nothing agree on. */
async function agreed(serving: Pick<typeof ours, 'createServer'>, maxVersion: ours.TlsVersion, ciphers?: string) {
  const accepting = serving.createServer(credentials, (socket) => socket.on('error', () => undefined));
  const port = await listenOnLoopback(accepting, closers);
  const socket = ours.connect({ port, host: 'localhost', ca: ca.certPem, maxVersion, ciphers });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  const name = socket.getCipher()?.name;
  socket.destroy();
  return name;
}

describe('the order of ciphers', () => {
  it('begins with ChaCha20-Poly1305', async () => {
    expect(await agreed(ours, 'TLSv1.3')).toBe('TLS_CHACHA20_POLY1305_SHA256');
    expect(await agreed(ours, 'TLSv1.2')).toBe('ECDHE-ECDSA-CHACHA20-POLY1305');
  });

  it('is that of whoever names one', async () => {
    expect(await agreed(ours, 'TLSv1.3', 'TLS_AES_128_GCM_SHA256')).toBe('TLS_AES_128_GCM_SHA256');
    expect(await agreed(ours, 'TLSv1.2', 'ECDHE-ECDSA-AES256-GCM-SHA384')).toBe('ECDHE-ECDSA-AES256-GCM-SHA384');
  });

  it('is still that of the server, where it has one', async () => {
    const native = tls as unknown as Pick<typeof ours, 'createServer'>;
    expect(await agreed(native, 'TLSv1.3')).toBe('TLS_AES_256_GCM_SHA384');
  });

  it('is of the same ciphers as those of Node', () => {
    const namesOf = (ciphers?: string) => {
      const connection = new SSL.Connection(ours.createSecureContext({ ciphers }).sslContext('client'), null);
      return connection.getCipherList().toSorted();
    };
    expect(namesOf()).toEqual(namesOf(tls.DEFAULT_CIPHERS));
  });
});
