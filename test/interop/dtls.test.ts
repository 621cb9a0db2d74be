import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { freePort, has, Running } from '../support/native.js';
import { localPki } from '../support/pki.js';
import { contextOf } from '../support/pump.js';
import { Scratch } from '../support/scratch.js';

const { ca, server, client } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const scratch = new Scratch();
afterAll(() => scratch.remove());
const files = {
  ca: scratch.file('ca.pem', ca.certPem),
  cert: scratch.file('server.pem', server.certPem),
  key: scratch.file('server.key', server.keyPem),
  clientCert: scratch.file('client.pem', client.certPem),
  clientKey: scratch.file('client.key', client.keyPem),
};

/** A connection over UDP: datagrams come by events, and an operation is tried again after each. */
class OverUdp {
  readonly connection: SSL.Connection;
  readonly send: (datagram: Uint8Array) => void;
  #wake: () => void = () => undefined;

  constructor(connection: SSL.Connection, udp: Socket, send: (datagram: Uint8Array) => void) {
    this.connection = connection;
    this.send = send;
    udp.on('message', (message) => {
      connection.bioWrite(message);
      this.#wake();
    });
  }

  async until<T>(operation: () => T): Promise<T> {
    for (;;) {
      let result: { value: T } | undefined;
      try {
        result = { value: operation() };
      } catch (error) {
        if (!(error instanceof SSL.WantReadError)) throw error;
      }
      while (this.connection.bioPending() > 0) this.send(this.connection.bioRead(65_536));
      if (result) return result.value;
      const seconds = this.connection.DTLSv1GetTimeout() ?? 5;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, seconds * 1000 + 10);
      });
      this.connection.DTLSv1HandleTimeout();
    }
  }
}

async function bound(): Promise<Socket> {
  const udp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(udp, 'listening');
  return udp;
}

describe.skipIf(!has('openssl', 'version'))('DTLS 1.2 over UDP (needs openssl on PATH)', () => {
  it('our client and openssl s_server -dtls1_2 -listen', async () => {
    const port = await freePort();
    const credentials = [
      '-cert',
      files.cert,
      '-key',
      files.key,
      '-Verify',
      '2',
      '-verify_return_error',
      '-CAfile',
      files.ca,
    ];
    const args = ['s_server', '-dtls1_2', '-listen', '-accept', `127.0.0.1:${port}`, '-mtu', '1200', ...credentials];
    await using peer = new Running('openssl', args);
    await peer.until('ACCEPT');
    const connection = new SSL.Connection(contextOf(SSL.DTLS_CLIENT_METHOD, { trust: ca, cert: client }), null);
    connection.setVerifyHost('localhost');
    const udp = await bound();
    const over = new OverUdp(connection, udp, (datagram) => udp.send(datagram, port, '127.0.0.1'));
    await over.until(() => connection.doHandshake());
    expect(connection.getProtocolVersionName()).toBe('DTLSv1.2');
    await over.until(() => connection.send('from our client\n'));
    await peer.until('from our client');
    peer.say('from their server\n');
    expect(decode(await over.until(() => connection.recv(100)))).toBe('from their server\n');
    await over.until(() => connection.shutdown());
    udp.close();
  });

  it('openssl s_client -dtls1_2 and our server, which asks for a cookie', async () => {
    const context = contextOf(SSL.DTLS_SERVER_METHOD, {
      cert: server,
      trust: ca,
      verify: SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT,
    });
    const cookies: string[] = [];
    context.setCookieGenerateCallback(() => new TextEncoder().encode('a cookie'));
    context.setCookieVerifyCallback((_, cookie) => cookies.push(decode(cookie)) > 0 && decode(cookie) === 'a cookie');
    const connection = new SSL.Connection(context, null);
    const udp = await bound();
    let from = { port: 0, address: '' };
    udp.on('message', (_, sender) => {
      from = sender;
    });
    const over = new OverUdp(connection, udp, (datagram) => udp.send(datagram, from.port, from.address));
    const credentials = [
      '-cert',
      files.clientCert,
      '-key',
      files.clientKey,
      '-CAfile',
      files.ca,
      '-verify_return_error',
    ];
    const args = ['s_client', '-dtls1_2', '-connect', `127.0.0.1:${udp.address().port}`, ...credentials];
    await using peer = new Running('openssl', args);
    await over.until(() => connection.DTLSv1Listen());
    await over.until(() => connection.doHandshake());
    expect(cookies).toContain('a cookie');
    expect(connection.getPeerCertificate()?.getSubject().CN).toBe('test client');
    await peer.until('Verify return code: 0 (ok)');
    peer.say('from their client\n');
    expect(decode(await over.until(() => connection.recv(100)))).toBe('from their client\n');
    await over.until(() => connection.send('from our server\n'));
    await peer.until('from our server');
    udp.close();
  });
});
