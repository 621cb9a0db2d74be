import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { SSL, socket } from '../../src/index.js';
import { freePort, has, Running, run } from '../support/native.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf } from '../support/pump.js';
import { Scratch } from '../support/scratch.js';

const { ca, server, client } = localPki();
const other = issue('other.example', { issuer: ca, san: 'DNS:other.example' });
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const scratch = new Scratch();
afterAll(() => scratch.remove());

const files = {
  ca: scratch.file('ca.pem', ca.certPem),
  caKey: scratch.file('ca.key', ca.keyPem),
  cert: scratch.file('server.pem', server.certPem),
  key: scratch.file('server.key', server.keyPem),
  otherCert: scratch.file('other.pem', other.certPem),
  otherKey: scratch.file('other.key', other.keyPem),
  clientCert: scratch.file('client.pem', client.certPem),
  clientKey: scratch.file('client.key', client.keyPem),
};
const PSK = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const pskBytes = Uint8Array.from(Buffer.from(PSK, 'hex'));

/** A good OCSP response about the server, as a responder of the CA gives it. */
function ocspResponse(): string {
  const serial = server.cert.getSerialNumber().toString(16).toUpperCase().padStart(4, '0');
  const index = scratch.file('index.txt', `V\t491231235959Z\t\t${serial}\tunknown\t/CN=localhost\n`);
  const [request, response] = [scratch.path('request.der'), scratch.path('response.der')];
  run('openssl', ['ocsp', '-issuer', files.ca, '-cert', files.cert, '-reqout', request]);
  const signer = ['-CA', files.ca, '-rsigner', files.ca, '-rkey', files.caKey];
  run('openssl', ['ocsp', '-index', index, ...signer, '-reqin', request, '-respout', response, '-ndays', '1']);
  return response;
}

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

async function end(connection: SSL.SocketConnection): Promise<void> {
  await connection.shutdown().catch(() => false);
  connection.close();
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

describe.skipIf(!has('curl', '--version'))('curl and our server (needs curl on PATH)', () => {
  it('shows its certificate and gets a page over a resumed session too', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, {
      cert: server,
      trust: ca,
      verify: SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT,
    });
    const listener = new SSL.Connection(context, new socket.Socket());
    await listener.bind(['127.0.0.1', 0]);
    await listener.listen(5);
    const subjects: unknown[] = [];
    void (async () => {
      for (;;) {
        const [connection] = await listener.accept();
        const request = decode(await connection.recv(10_000));
        subjects.push(connection.getPeerCertificate()?.getSubject().CN);
        const body = `you asked ${request.split(' ')[1]}\n`;
        await connection.sendall(
          `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
        );
        await end(connection);
      }
    })().catch(() => undefined);
    const [, port] = listener.getsockname() as [string, number];
    const url = (path: string) => `https://localhost:${port}/${path}`;
    const resolve = ['--resolve', `localhost:${port}:127.0.0.1`];
    const credentials = ['--cacert', files.ca, '--cert', files.clientCert, '--key', files.clientKey];
    await using curl = new Running('curl', ['-sS', '--max-time', '10', ...resolve, ...credentials, url('a'), url('b')]);
    expect(await curl.ended()).toBe(0);
    expect(curl.output).toBe('you asked /a\nyou asked /b\n');
    expect(subjects).toEqual(['test client', 'test client']);
    await using stranger = new Running('curl', ['-sS', '--max-time', '10', ...resolve, '--cacert', files.ca, url('a')]);
    expect(await stranger.ended()).not.toBe(0);
    listener.close();
  });
});
