import { describe, expect, it } from 'vitest';
import { SSL, socket } from '../../src/index.js';
import { has, Running } from '../support/native.js';
import { ca, decode, end, files, server } from '../support/openssl-peers.js';
import { contextOf } from '../support/pump.js';

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
