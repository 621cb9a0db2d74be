import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SSL, socket } from '../../src/index.js';
import { has, Running } from '../support/native.js';
import {
  ca,
  decode,
  end,
  files,
  ocspResponse,
  other,
  PSK,
  pskBytes,
  scratch,
  server,
} from '../support/openssl-peers.js';
import { contextOf } from '../support/pump.js';

/** Serves each connection by echo until the peer closes. */
async function echoServer(context: SSL.Context, seen: (connection: SSL.SocketConnection) => void = () => undefined) {
  const listener = new SSL.Connection(context, new socket.Socket());
  await listener.bind(['127.0.0.1', 0]);
  await listener.listen(5);
  const serve = async () => {
    for (;;) {
      const [connection] = await listener.accept();
      void (async () => {
        try {
          await connection.doHandshake();
          seen(connection);
          for (;;) await connection.sendall(await connection.recv(1000));
        } catch {
          await end(connection);
        }
      })();
    }
  };
  void serve().catch(() => undefined);
  const [, port] = listener.getsockname() as [string, number];
  return { port, [Symbol.dispose]: () => listener.close() };
}

/** `openssl s_client`, which sends a line, waits for the echo and ends. */
async function nativeClient(port: number, ...args: string[]): Promise<string> {
  await using running = new Running('openssl', [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-CAfile',
    files.ca,
    ...args,
  ]);
  running.say('ping-from-native\n');
  await running.until('ping-from-native');
  running.say('Q\n');
  await running.ended();
  return running.output;
}

const strict = ['-verify_return_error', '-verify_hostname', 'localhost'];

describe.skipIf(!has('openssl', 'version'))('openssl s_client and our server (needs openssl on PATH)', () => {
  it.each(['-tls1_2', '-tls1_3'])('verifies us and shows its certificate (%s)', async (version) => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, {
      cert: server,
      trust: ca,
      verify: SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT,
    });
    context.addClientCa(ca.cert);
    const subjects: unknown[] = [];
    using ours = await echoServer(context, (c) => subjects.push(c.getPeerCertificate()?.getSubject().CN));
    const output = await nativeClient(
      ours.port,
      version,
      ...strict,
      '-cert',
      files.clientCert,
      '-key',
      files.clientKey,
    );
    expect(output).toContain('Verify return code: 0 (ok)');
    expect(output).toContain('Acceptable client certificate CA names\nCN = tsopenssl test CA');
    expect(subjects).toEqual(['test client']);
  });

  it.each(['-tls1_2', '-tls1_3'])('resumes its session (%s)', async (version) => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    context.setSessionId('interop');
    const reused: boolean[] = [];
    using ours = await echoServer(context, (c) => reused.push(c.sessionReused()));
    const file = scratch.path(`session${version}`);
    await nativeClient(ours.port, version, '-sess_out', file);
    await nativeClient(ours.port, version, '-sess_in', file);
    expect(reused).toEqual([false, true]);
  });

  it('agrees on a protocol and names the server', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const forOther = contextOf(SSL.TLS_SERVER_METHOD, { cert: other });
    for (const one of [context, forOther])
      one.setAlpnSelectCallback(
        (_, offered) => offered.find((name) => decode(name) === 'h2') ?? SSL.NO_OVERLAPPING_PROTOCOLS,
      );
    context.setTlsextServernameCallback((connection) => {
      if (decode(connection.getServername() ?? new Uint8Array()) === 'other.example') connection.setContext(forOther);
    });
    using ours = await echoServer(context);
    const output = await nativeClient(ours.port, '-alpn', 'spdy/1,h2', '-servername', 'other.example');
    expect(output).toContain('ALPN protocol: h2');
    expect(output).toContain('subject=CN = other.example');
  });

  it('gets our staple', async () => {
    const response = new Uint8Array(readFileSync(ocspResponse()));
    const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    context.setOcspServerCallback(() => response);
    using ours = await echoServer(context);
    const output = await nativeClient(ours.port, '-status');
    expect(output).toContain('OCSP Response Status: successful');
    expect(output).toContain('Cert Status: good');
  });

  it.each(['-tls1_2', '-tls1_3'])('proves itself with a pre-shared key (%s)', async (version) => {
    const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
    context.setCipherList('PSK');
    context.setPskServerCallback((_, identity) => (identity === 'me' ? pskBytes : null));
    using ours = await echoServer(context);
    const args = [
      '-psk',
      PSK,
      '-psk_identity',
      'me',
      version,
      '-cipher',
      'PSK',
      '-ciphersuites',
      'TLS_AES_128_GCM_SHA256',
    ];
    const output = await nativeClient(ours.port, ...args);
    expect(output).toContain('no peer certificate available');
  });

  it('renegotiates and updates keys as it asks', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    using ours = await echoServer(context);
    await using peer = new Running('openssl', ['s_client', '-connect', `127.0.0.1:${ours.port}`, '-tls1_3']);
    await peer.until('Verify return code');
    peer.say('K\n');
    await peer.until('KEYUPDATE');
    peer.say('after the update\n');
    await peer.until('after the update');
  });
});
