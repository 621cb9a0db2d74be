import { afterAll, describe, expect, it } from 'vitest';
import { socket, ssl } from '../../src/index.js';
import { closeAfterEach } from '../support/loopback.js';
import { issue, localPki } from '../support/pki.js';
import { startPython } from '../support/python.js';
import { writeIdentities } from '../support/ssl-files.js';

const { ca, server: identity, client: clientIdentity } = localPki();
const files = writeIdentities({ ca, server: identity, client: clientIdentity });
afterAll(() => files.remove());
const closers = closeAfterEach();

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const keep = <T extends { close(): void }>(closable: T): T => {
  closers.push(() => closable.close());
  return closable;
};

async function listening(): Promise<socket.Socket> {
  const listener = keep(new socket.Socket());
  listener.bind(['127.0.0.1', 0]);
  await listener.listen(5);
  return listener;
}

describe('sslsocket, as the first manual has it', () => {
  it('connects a client to a server [ssl.sslsocket] [ssl.sslsocket.connect] [ssl.sslsocket.read] [ssl.sslsocket.write] [ssl.sslsocket.close] [ssl.sslsocket.getpeername]', async () => {
    const listener = await listening();
    const here = keep(
      new ssl.sslsocket(
        new socket.Socket(),
        null,
        null,
        false,
        ssl.CERT_REQUIRED,
        ssl.PROTOCOL_SSLv23,
        files.path('ca-cert.pem'),
      ),
    );
    const serving = async () => {
      const [plain, address] = await listener.accept();
      const stream = keep(new ssl.sslsocket(plain, files.path('server-key.pem'), files.path('server-cert.pem'), true));
      const seen: string[] = [];
      for (let data = await stream.read(); data.length > 0; data = await stream.read()) {
        seen.push(decode(data));
        await stream.write(`got ${data.length}`);
      }
      stream.close();
      return { seen: seen.join(''), address };
    };
    const served = serving();
    await here.connect(listener.getsockname());
    expect(here.getpeername()).toEqual(listener.getsockname());
    expect(here.getsockname()).not.toEqual(listener.getsockname());
    expect(here.fileno()).toBeGreaterThan(0);
    here.settimeout(5);
    expect(await here.write('GET / HTTP/1.0\r\n\r\n')).toBe(18);
    expect(decode(await here.read())).toBe('got 18');
    expect(decode(await Promise.all([here.send('again'), here.recv(3)]).then(([, data]) => data))).toBe('got');
    here.close();
    expect(await served).toMatchObject({ seen: 'GET / HTTP/1.0\r\n\r\nagain' });
  });

  it('tells of the peer certificate in three ways [ssl.sslsocket.getpeercert]', async () => {
    const cert = issue('somemachine.python.org', { issuer: ca });
    const answers: unknown[] = [];
    const pem = new TextEncoder().encode(cert.certPem + cert.keyPem);
    const trust = files.path('ca-cert.pem');
    for (const [certReqs, shown] of [
      [ssl.CERT_NONE, true],
      [ssl.CERT_OPTIONAL, true],
      [ssl.CERT_OPTIONAL, false],
    ] as const) {
      // The server's view of its client.
      const listener = await listening();
      const here = keep(new ssl.sslsocket(new socket.Socket(), null, shown ? pem : null));
      const accepting = listener.accept();
      const connecting = here.connect(listener.getsockname());
      const [plain] = await accepting;
      const there = keep(
        new ssl.sslsocket(plain, null, files.path('server.pem'), true, certReqs, ssl.PROTOCOL_TLS, trust),
      );
      expect(() => there.getpeercert()).toThrow(RangeError);
      const reading = there.read();
      await connecting;
      await here.write('x');
      await reading;
      answers.push(there.getpeercert());
      if (certReqs === ssl.CERT_NONE) expect(here.getpeercert()).toEqual({});
    }
    expect(answers).toEqual([
      null,
      {
        subject: { commonName: 'somemachine.python.org' },
        issuer: { commonName: 'tsopenssl test CA' },
        notBefore: expect.stringMatching(/^\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT$/),
        notAfter: expect.stringMatching(/^\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT$/),
        version: 2,
      },
      null,
    ]);
    const [, { notBefore }] = answers as [null, { notBefore: string }];
    expect(ssl.certTimeToSeconds(notBefore) * 1000).toBe(cert.cert.notBefore?.getTime());
  });

  it('ends the session and keeps the socket, with Python as the peer [ssl.sslsocket.ssl_shutdown]', async () => {
    const python = startPython(
      `
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('server.pem')
with socket.create_server(('127.0.0.1', 0)) as listener:
    print(listener.getsockname()[1])
    raw, _ = listener.accept()
    s = context.wrap_socket(raw, server_side=True)
    print(s.recv(100).decode())
    assert s.recv(100) == b''
    plain = s.unwrap()
    plain.sendall(b'plain ' + plain.recv(100))
    plain.close()
`,
      { cwd: files.folder },
    );
    const raw = keep(new socket.Socket());
    await raw.connect(['127.0.0.1', Number(await python.line())]);
    const here = new ssl.sslsocket(
      raw,
      null,
      null,
      false,
      ssl.CERT_REQUIRED,
      ssl.PROTOCOL_TLS,
      files.path('ca-cert.pem'),
    );
    await here.write('secret');
    expect(await python.line()).toBe('secret');
    expect(here.getpeercert()?.subject).toEqual({ commonName: 'localhost' });
    await here.sslShutdown();
    await raw.sendall(new TextEncoder().encode('words'));
    expect(decode(await raw.recv(100))).toBe('plain words');
    expect(await python.end()).toBe('');
  });

  it('refuses what cannot be', () => {
    const make = (...rest: [string | null, string | null, boolean, ssl.VerifyMode]) =>
      new ssl.sslsocket(new socket.Socket(), ...rest);
    expect(() => make(null, null, true, ssl.CERT_NONE)).toThrow(RangeError);
    expect(() => make(files.path('server-key.pem'), null, false, ssl.CERT_NONE)).toThrow(RangeError);
    expect(() => make(null, null, false, ssl.CERT_REQUIRED)).toThrow(RangeError);
    expect(() => new ssl.sslsocket({} as never)).toThrow(TypeError);
    expect(() => new ssl.sslsocket(new socket.Socket(), null, null, false, ssl.CERT_NONE, ssl.PROTOCOL_SSLv2)).toThrow(
      RangeError,
    );
  });
});

describe('functions that open sockets', () => {
  it('wrap_socket makes its own context [ssl.wrap_socket]', async () => {
    const listener = await listening();
    const raw = keep(new socket.Socket());
    const accepting = listener.accept();
    await raw.connect(listener.getsockname());
    const [plain] = await accepting;
    const [here, there] = await Promise.all([
      ssl.wrapSocket(raw, null, null, false, ssl.CERT_REQUIRED, ssl.PROTOCOL_TLS, files.path('ca-cert.pem')),
      ssl.wrapSocket(
        plain,
        files.path('server-key.pem'),
        files.path('server-cert.pem'),
        true,
        ssl.CERT_NONE,
        ssl.PROTOCOL_TLSv1_2,
        null,
        true,
        true,
        'ECDHE-ECDSA-AES256-GCM-SHA384',
      ),
    ]);
    keep(here);
    keep(there);
    expect(here.cipher()).toEqual(['ECDHE-ECDSA-AES256-GCM-SHA384', 'TLSv1.2', 256]);
    await expect(ssl.wrapSocket(new socket.Socket(), null, null, true)).rejects.toThrow(RangeError);
  });

  it('get_server_certificate asks a server of Python [ssl.get_server_certificate]', async () => {
    const python = startPython(
      `
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('server.pem')
with socket.create_server(('127.0.0.1', 0)) as listener:
    print(listener.getsockname()[1])
    for _ in range(3):
        raw, _ = listener.accept()
        try:
            with context.wrap_socket(raw, server_side=True) as s: s.recv(1)
        except OSError: pass
`,
      { cwd: files.folder },
    );
    const address = ['127.0.0.1', Number(await python.line())] as const;
    expect(await ssl.getServerCertificate(address)).toBe(identity.certPem);
    const verified = ssl.getServerCertificate(address, ssl.PROTOCOL_TLS_CLIENT, files.path('ca-cert.pem'), 5);
    expect(await verified).toBe(identity.certPem);
    const other = ssl.getServerCertificate(address, ssl.PROTOCOL_TLS_CLIENT, files.path('client-cert.pem'));
    await expect(other).rejects.toThrow(ssl.SSLCertVerificationError);
    expect(await python.end()).toBe('');
    await expect(ssl.getServerCertificate(address)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('a socket that is closed while it connects gives up at once', async () => {
    // TEST-NET-1 (RFC 5737): nobody answers, or the system says at once that there is no way.
    const lost = new socket.Socket();
    const connecting = lost.connect(['192.0.2.1', 443]);
    lost.close();
    await expect(connecting).rejects.toThrow(socket.SocketError);
  });

  it('get_server_certificate gives up in time', async () => {
    const silent = await listening();
    const [, port] = silent.getsockname() as [string, number];
    await expect(ssl.getServerCertificate(['127.0.0.1', port], undefined, null, 0.1)).rejects.toMatchObject({
      code: 'ETIMEDOUT',
    });
  });
});
