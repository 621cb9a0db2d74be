/** Records of all sizes under each bulk cipher: native OpenSSL opens ours and we open its, and one that was changed is refused. */
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { TlsOverSocket } from '../../scripts/main-job/over-socket.mjs';
import { SSL } from '../../src/index.js';
import { connected } from '../support/connected.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { contextOf } from '../support/pump.js';

const { ca, server } = localPki();
const closers = closeAfterEach();

/** Around the groups in which the kernels work. */
const SIZES = [1, 15, 16, 63, 64, 65, 255, 511, 512, 513, 1023, 1024, 1536, 3072, 5000, 16_383, 16_384];

const CIPHERS = [
  ['TLSv1.2', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ['TLSv1.2', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['TLSv1.2', 'ECDHE-ECDSA-AES128-SHA'],
  ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256'],
  ['TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
] as const;

const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 7 + size) % 251);

describe.each(CIPHERS)('%s %s', (version, cipher) => {
  const choose = (context: SSL.Context) => {
    if (version === 'TLSv1.3') return context.setTls13Ciphersuites(cipher);
    context.setMaxProtoVersion(SSL.TLS1_2_VERSION);
    context.setCipherList(cipher);
  };

  it('node:tls sends back what it read', async () => {
    const listener = tls.createServer({ cert: server.certPem, key: server.keyPem }, (socket) => socket.pipe(socket));
    const port = await listenOnLoopback(listener, closers);
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    choose(context);
    const connection = new SSL.Connection(context, null);
    const session = new TlsOverSocket(connection, net.connect(port, '127.0.0.1'), SSL);
    await session.handshake();
    expect(connection.getCipherName()).toBe(cipher);
    for (const size of SIZES) {
      const sent = bytesOf(size);
      await session.send(sent);
      const got: number[] = [];
      while (got.length < size) got.push(...((await session.receive()) ?? []));
      expect(Buffer.from(got).equals(sent), `${size} bytes`).toBe(true);
    }
    await session.close();
  });

  it('a record with one bit changed is refused, wherever the bit is', () => {
    for (const size of [16, 512, 1500, 16_384]) {
      for (const part of [0.1, 0.9]) {
        const sides = connected(version === 'TLSv1.3' ? SSL.TLS1_3_VERSION : SSL.TLS1_2_VERSION, choose);
        sides.client.send(bytesOf(size));
        const record = sides.client.bioRead(20_000);
        const at = 5 + Math.floor((record.length - 5) * part);
        record[at] = (record[at] ?? 0) ^ 4;
        sides.server.bioWrite(record);
        expect(() => sides.server.recv(20_000), `${size} bytes, bit at ${at}`).toThrow(
          /bad record mac|decryption failed/,
        );
      }
    }
  });
});
