import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { TlsOverSocket } from '../../scripts/main-job/over-socket.mjs';
import { SSL } from '../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { contextOf } from '../support/pump.js';

const { ca, server, client } = localPki();
const closers = closeAfterEach();

const listen = (listener: net.Server) => listenOnLoopback(listener, closers);

const BIG = Uint8Array.from({ length: 300_000 }, (_, i) => i % 253);

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('node:tls, %s', (version) => {
  const number = version === 'TLSv1.2' ? SSL.TLS1_2_VERSION : SSL.TLS1_3_VERSION;

  it('as our server: verifies, exchanges data and shuts down', async () => {
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    context.setMinProtoVersion(number);
    context.setMaxProtoVersion(number);
    const listener = tls.createServer({ cert: server.certPem, key: server.keyPem }, (socket) => socket.pipe(socket));
    const port = await listen(listener);
    const connection = new SSL.Connection(context, null);
    connection.setTlsextHostName('localhost');
    connection.setVerifyHost('localhost');
    const session = new TlsOverSocket(connection, net.connect(port, '127.0.0.1'), SSL);
    await session.handshake();
    expect(connection.getProtocolVersionName()).toBe(version);
    await session.send(BIG);
    const got: number[] = [];
    while (got.length < BIG.length) got.push(...((await session.receive()) ?? []));
    expect(Uint8Array.from(got)).toEqual(BIG);
    await session.close();
  });

  it('as our client: verifies us and shows its certificate', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, {
      cert: server,
      trust: ca,
      verify: SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT,
    });
    context.setMinProtoVersion(number);
    context.setMaxProtoVersion(number);
    const listener = net.createServer();
    const port = await listen(listener);
    const accepted = once(listener, 'connection');
    const foreign = tls.connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: ca.certPem,
      cert: client.certPem,
      key: client.keyPem,
    });
    const [socket] = (await accepted) as [net.Socket];
    const connection = new SSL.Connection(context, null);
    const session = new TlsOverSocket(connection, socket, SSL);
    await Promise.all([session.handshake(), once(foreign, 'secureConnect')]);
    expect(foreign.authorized).toBe(true);
    expect(connection.getPeerCertificate()?.getSubject().CN).toBe('test client');
    foreign.write('ping\n');
    expect(await session.receiveLine()).toBe('ping');
    await session.send('pong');
    expect(String((await once(foreign, 'data'))[0])).toBe('pong');
    foreign.end();
    expect(await session.receive()).toBeNull();
    await session.close();
  });

  it('with an untrusted certificate: the handshake fails on both sides', async () => {
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { verify: SSL.VERIFY_PEER });
    context.setMinProtoVersion(number);
    context.setMaxProtoVersion(number);
    const listener = tls.createServer({ cert: server.certPem, key: server.keyPem });
    const port = await listen(listener);
    const refused = once(listener, 'tlsClientError');
    const session = new TlsOverSocket(new SSL.Connection(context, null), net.connect(port, '127.0.0.1'), SSL);
    await expect(session.handshake()).rejects.toMatchObject({
      name: 'Error',
      errors: [['SSL routines', expect.any(String), 'certificate verify failed']],
    });
    await session.close();
    expect(String((await refused)[0])).toMatch(/unknown ca/);
  });
});
