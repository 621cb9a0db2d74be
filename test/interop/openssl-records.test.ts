/** Records, messages and names beside openssl(1). */
import { describe, expect, it } from 'vitest';
import { SSL, socket } from '../../src/index.js';
import { freePort, has, Running } from '../support/native.js';
import { ca, client, end, files, server } from '../support/openssl-peers.js';
import { contextOf } from '../support/pump.js';

const NAMES: Readonly<Record<number, string>> = {
  1: 'ClientHello',
  2: 'ServerHello',
  4: 'NewSessionTicket',
  8: 'EncryptedExtensions',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  13: 'CertificateRequest',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
  20: 'Finished',
};

/** Starts `openssl s_server`, which answers each line reversed. */
async function nativeServer(...args: string[]): Promise<Running & { port: number }> {
  const port = await freePort();
  const identity = ['-cert', files.cert, '-key', files.key, '-CAfile', files.ca];
  const running = new Running('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-rev', ...identity, ...args]);
  await running.until('ACCEPT');
  return Object.assign(running, { port });
}

/** Serves one connection of `openssl s_client`, which says "ping". */
async function nativeClient<T>(context: SSL.Context, args: string[], look: (c: SSL.SocketConnection) => Promise<T>) {
  const listener = new SSL.Connection(context, new socket.Socket());
  await listener.bind(['127.0.0.1', 0]);
  await listener.listen(1);
  const [, port] = listener.getsockname() as [string, number];
  const target = ['-connect', `127.0.0.1:${port}`, '-CAfile', files.ca];
  await using running = new Running('openssl', ['s_client', ...target, ...args]);
  running.say('ping\n');
  const [connection] = await listener.accept();
  await connection.doHandshake();
  const answer = await look(connection);
  await end(connection);
  listener.close();
  await running.ended();
  return { answer, output: running.output };
}

describe.skipIf(!has('openssl', 'version'))('beside openssl(1) (needs openssl on PATH)', () => {
  it.each(['-tls1_2', '-tls1_3'])('%s: each message of the handshake, as s_server -msg sees it', async (version) => {
    await using peer = await nativeServer('-msg', '-verify', '1', version);
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, cert: client });
    const messages: string[] = [];
    context.setMessageCallback((_, isSent, __, type, bytes) => {
      if (type === 22) messages.push(`${isSent ? '<<<' : '>>>'} ${NAMES[bytes[0] ?? 0]} ${bytes.length}`);
    });
    const connection = new SSL.Connection(context, new socket.Socket());
    await connection.connect(['127.0.0.1', peer.port]);
    await connection.doHandshake();
    await connection.sendall('hello\n');
    await connection.recv(100);
    const asked = connection.getPeerCaList().map((name) => name.CN);
    const kinds = connection.getCertificateTypes();
    await end(connection);
    await peer.until('close_notify');
    const theirs = [...peer.output.matchAll(/^(<<<|>>>) .*Handshake \[length ([0-9a-f]+)\], (\w+)/gm)].map(
      ([, way, length = '', name]) => `${way} ${name} ${Number.parseInt(length, 16)}`,
    );
    expect(theirs.length).toBeGreaterThan(8);
    expect(messages).toEqual(theirs);
    expect(asked).toEqual(['tsopenssl test CA']);
    // RSA, DSA and ECDSA sign, by their numbers.
    expect(kinds).toEqual(version === '-tls1_2' ? [1, 2, 64] : []);
  });

  it('records padded by s_client have the length of ours', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const headers: number[] = [];
    context.setMessageCallback((_, isSent, __, type, bytes) => {
      if (!isSent && type === 0x100 && bytes[0] === 23) headers.push(((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0));
    });
    await nativeClient(context, ['-record_padding', '700'], (c) => c.recv(100));
    expect(headers.length).toBeGreaterThan(0);
    expect(new Set(headers)).toEqual(new Set([700 + 16]));
  });

  it('the CAs that s_client names, and those that it is told of', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server, trust: ca });
    context.setClientCaList([ca.cert.getSubject().der()]);
    const { answer, output } = await nativeClient(context, ['-requestCAfile', files.otherCert], async (c) => {
      await c.recv(100);
      return c.getPeerCaList().map((name) => name.CN);
    });
    expect(answer).toEqual(['other.example']);
    expect(output).toContain('Acceptable client certificate CA names\nCN = tsopenssl test CA');
  });

  it('the algorithms that a client is asked for, as s_client prints them', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server, trust: ca });
    context.setClientSigalgs('ECDSA+SHA384:RSA-PSS+SHA256');
    const { output } = await nativeClient(context, [], async (c) => c.recv(100));
    expect(output).toContain('Requested Signature Algorithms: ECDSA+SHA384:RSA-PSS+SHA256');
  });
});
