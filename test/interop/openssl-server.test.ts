import { describe, expect, it } from 'vitest';
import { SSL, socket } from '../../src/index.js';
import { freePort, has, Running, run } from '../support/native.js';
import { ca, client, decode, end, files, ocspResponse, PSK, pskBytes, scratch } from '../support/openssl-peers.js';
import { issue } from '../support/pki.js';
import { contextOf } from '../support/pump.js';

/** Starts `openssl s_server`, which answers each line reversed. */
async function nativeServer(...args: string[]): Promise<Running & { port: number }> {
  const port = await freePort();
  const running = new Running('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-rev', ...args]);
  await running.until('ACCEPT');
  return Object.assign(running, { port });
}

const withCert = ['-cert', files.cert, '-key', files.key];

async function connect(context: SSL.Context, port: number, prepare?: (connection: SSL.SocketConnection) => void) {
  const connection = new SSL.Connection(context, new socket.Socket());
  await connection.connect(['127.0.0.1', port]);
  prepare?.(connection);
  await connection.doHandshake();
  return connection;
}

/** Sends a line; the answer is the line reversed. */
async function reversed(connection: SSL.SocketConnection): Promise<void> {
  await connection.sendall('hello\n');
  let got = '';
  while (!got.endsWith('\n')) got += decode(await connection.recv(100));
  expect(got).toBe('olleh\n');
}

describe.skipIf(!has('openssl', 'version'))('our client and openssl s_server (needs openssl on PATH)', () => {
  it('shows its certificate and verifies the server', async () => {
    await using peer = await nativeServer(...withCert, '-Verify', '2', '-verify_return_error', '-CAfile', files.ca);
    const connection = await connect(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, cert: client }), peer.port, (c) =>
      c.setVerifyHost('localhost'),
    );
    await reversed(connection);
    expect(connection.getClientCaList().map((name) => name.CN)).toEqual(['tsopenssl test CA']);
    expect(connection.getVerifiedChain()).toHaveLength(2);
    await end(connection);
    await peer.until('depth=0 CN = test client');
  });

  it.each([
    ['1.2', '-tls1_2'],
    ['1.3', '-tls1_3'],
  ])('resumes sessions of TLS %s', async (_, version) => {
    await using peer = await nativeServer(...withCert, version);
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const first = await connect(context, peer.port);
    await reversed(first);
    expect(first.sessionReused()).toBe(false);
    const session = first.getSession();
    if (session === null) throw new Error('there is no session');
    await end(first);
    const second = await connect(context, peer.port, (c) => c.setSession(session));
    await reversed(second);
    expect(second.sessionReused()).toBe(true);
    await end(second);
  });

  it('agrees on a protocol and gets the certificate of the name it asks for', async () => {
    const second = ['-servername', 'other.example', '-cert2', files.otherCert, '-key2', files.otherKey];
    await using peer = await nativeServer(...withCert, '-alpn', 'h2,http/1.1', ...second);
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    context.setAlpnProtos(['http/1.1', 'h2']);
    for (const name of ['other.example', 'localhost']) {
      const connection = await connect(context, peer.port, (c) => {
        c.setTlsextHostName(name);
        c.setVerifyHost(name);
      });
      expect(connection.getPeerCertificate()?.getSubject().CN).toBe(name);
      // The server's preference counts; s_server chooses for its first certificate alone.
      expect(decode(connection.getAlpnProtoNegotiated())).toBe(name === 'localhost' ? 'h2' : '');
      await end(connection);
    }
  });

  it('gets the staple of OCSP', async () => {
    await using peer = await nativeServer(...withCert, '-status_file', ocspResponse());
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const staples: Uint8Array[] = [];
    context.setOcspClientCallback((_, response) => staples.push(response) > 0);
    await end(await connect(context, peer.port, (c) => c.requestOcsp()));
    const text = run('openssl', [
      'ocsp',
      '-respin',
      scratch.file('staple.der', staples[0] ?? ''),
      '-text',
      '-noverify',
    ]);
    expect(text).toContain('Cert Status: good');
  });

  it.each(['-tls1_2', '-tls1_3'])('proves itself with a pre-shared key (%s)', async (version) => {
    await using peer = await nativeServer('-nocert', '-psk', PSK, '-psk_identity', 'me', version, '-cipher', 'PSK');
    const context = new SSL.Context(SSL.TLS_CLIENT_METHOD);
    context.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
    context.setCipherList('PSK');
    context.setPskClientCallback(() => ({ identity: 'me', key: pskBytes }));
    const connection = await connect(context, peer.port);
    await reversed(connection);
    expect(connection.getPeerCertificate()).toBeNull();
    await end(connection);
  });

  it('sends early data', async () => {
    const port = await freePort();
    const args = ['-accept', `127.0.0.1:${port}`, '-tls1_3', '-early_data', '-max_early_data', '1000', ...withCert];
    await using peer = new Running('openssl', ['s_server', ...args]);
    await peer.until('ACCEPT');
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    const first = await connect(context, port);
    peer.say('tickets first\n');
    expect(decode(await first.recv(100))).toBe('tickets first\n');
    const session = first.getSession();
    if (session === null) throw new Error('there is no session');
    await end(first);
    // Early data goes before any byte of the server: the caller moves the bytes.
    const wire = new socket.Socket();
    await wire.connect(['127.0.0.1', port]);
    const second = new SSL.Connection(context, null);
    second.setSession(session);
    second.sendEarlyData('an early bird\n');
    for (;;) {
      if (second.bioPending() > 0) await wire.sendall(second.bioRead(65_536));
      try {
        second.doHandshake();
        break;
      } catch (error) {
        if (!(error instanceof SSL.WantReadError)) throw error;
      }
      if (second.bioPending() === 0) second.bioWrite(await wire.recv(65_536));
    }
    await wire.sendall(second.bioRead(65_536));
    await peer.until('an early bird');
    expect(second.getEarlyDataStatus()).toBe('accepted');
    wire.close();
  });

  it('refuses a server of another name or issuer', async () => {
    await using peer = await nativeServer('-cert', files.otherCert, '-key', files.otherKey);
    const wrongName = connect(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), peer.port, (c) =>
      c.setVerifyHost('localhost'),
    );
    await expect(wrongName).rejects.toThrow(/certificate verify failed/);
    const stranger = issue('stranger', { ca: true });
    await expect(connect(contextOf(SSL.TLS_CLIENT_METHOD, { trust: stranger }), peer.port)).rejects.toThrow(SSL.Error);
  });
});
