import { once } from 'node:events';
import net from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { SSL, socket, ssl } from '../../src/index.js';
import { closeAfterEach } from '../support/loopback.js';
import { issue, localPki } from '../support/pki.js';
import { startPython } from '../support/python.js';
import { writeIdentities } from '../support/ssl-files.js';
import { clientContext, serverContext } from '../support/ssl-pair.js';

const { ca, server: identity, client: clientIdentity } = localPki();
const files = writeIdentities({ ca, server: identity, client: clientIdentity });
afterAll(() => files.remove());
const closers = closeAfterEach();

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (text: string) => new TextEncoder().encode(text);
const keep = <T extends { close(): void }>(closable: T): T => {
  closers.push(() => closable.close());
  return closable;
};

/** A socket that listens on loopback. */
async function listening(): Promise<socket.Socket> {
  const listener = keep(new socket.Socket());
  listener.bind(['127.0.0.1', 0]);
  await listener.listen();
  return listener;
}

/** A client and a server of ours, connected. */
async function connected(
  options: ssl.WrapSocketOptions = {},
  contexts: readonly [ssl.SSLContext, ssl.SSLContext] = [clientContext(ca), serverContext(identity)],
): Promise<{ here: ssl.SSLSocket; there: ssl.SSLSocket }> {
  const listener = keep(await contexts[1].wrapSocket(await listening(), { serverSide: true }));
  const here = keep(await contexts[0].wrapSocket(new socket.Socket(), { serverHostname: 'localhost', ...options }));
  const [[there]] = await Promise.all([listener.accept(), here.connect(listener.getsockname())]);
  return { here, there: keep(there) };
}

describe('SSLSocket', () => {
  it('connects, accepts and moves data [ssl.SSLSocket] [ssl.SSLContext.wrap_socket]', async () => {
    const { here, there } = await connected();
    expect(here.version()).toBe('TLSv1.3');
    expect(here.getpeercert()?.subject).toEqual([[['commonName', 'localhost']]]);
    expect(here.getpeername()).toEqual(there.getsockname());
    expect(here.fileno()).toBeGreaterThan(0);
    expect(here.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)).toBe(socket.SOCK_STREAM);
    expect(await here.write('hello')).toBe(5);
    expect(decode(await there.recv(3))).toBe('hel');
    expect(there.pending()).toBe(2);
    const buffer = new Uint8Array(10);
    expect(await there.recvInto(buffer)).toBe(2);
    expect(decode(buffer.subarray(0, 2))).toBe('lo');
    const big = Uint8Array.from({ length: 500_000 }, (_, index) => index % 251);
    const receive = async () => {
      const got: Uint8Array[] = [];
      for (let total = 0; total < big.length; total += got.at(-1)?.length ?? 0) got.push(await here.read(50_000));
      return Buffer.concat(got);
    };
    const [got] = await Promise.all([receive(), there.sendall(big)]);
    expect(got.equals(big)).toBe(true);
    expect(() => here.send('x', 1)).toThrow(RangeError);
    expect(() => here.dup()).toThrow(TypeError);
  });

  it('reads the end as no data, and ends the session with both sides', async () => {
    const { here, there } = await connected();
    const ending = here.unwrap();
    expect(await there.read()).toEqual(new Uint8Array());
    const [plainHere, plainThere] = await Promise.all([ending, there.unwrap()]);
    await plainHere.sendall(encode('in the clear'));
    expect(decode(await plainThere.recv(100))).toBe('in the clear');
    await expect(here.read()).rejects.toThrow(RangeError);
    await expect(here.write('x')).rejects.toThrow(RangeError);
    expect([here.version(), here.cipher(), here.pending()]).toEqual([null, null, 0]);
  });

  it('gives back what followed the session at once', async () => {
    const { here, there } = await connected();
    // The peer's close_notify and what it says afterwards come in one piece.
    const raw = there.socket as socket.Socket;
    const ending = here.unwrap();
    await there.read();
    const late = raw.sendall.bind(raw);
    raw.sendall = async (data) => late(new Uint8Array(Buffer.concat([data, Buffer.from('right behind')])));
    await there.unwrap();
    expect(decode(await (await ending).recv(100))).toBe('right behind');
  });

  it('takes an end without close_notify for the end, unless told otherwise', async () => {
    for (const suppressRaggedEofs of [true, false]) {
      const { here, there } = await connected({ suppressRaggedEofs });
      there.shutdown(socket.SHUT_WR);
      if (suppressRaggedEofs) expect(await here.read()).toEqual(new Uint8Array());
      else await expect(here.read()).rejects.toThrow(ssl.SSLEOFError);
    }
  });

  it('reports a reset by the peer [ssl.SSLSyscallError]', async () => {
    const rude = net.createServer((peer) => peer.once('data', () => peer.resetAndDestroy()));
    keep({ close: () => rude.close() });
    rude.listen(0, '127.0.0.1');
    await once(rude, 'listening');
    const { port } = rude.address() as net.AddressInfo;
    const here = keep(await clientContext(ca).wrapSocket(new socket.Socket(), { serverHostname: 'localhost' }));
    const error: unknown = await here.connect(['127.0.0.1', port]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ssl.SSLSyscallError);
    expect(error).toMatchObject({ errno: ssl.SSL_ERROR_SYSCALL, strerror: 'ECONNRESET' });
  });

  it('gives callbacks the socket that the user holds, and asks for certificates late', async () => {
    const there = serverContext(identity);
    const renamed = serverContext(issue('other', { issuer: ca, san: 'DNS:other.example' }));
    const seen: unknown[] = [];
    there.sni_callback = (object, name) => {
      seen.push(object, name);
      renamed.post_handshake_auth = true;
      object.context = renamed;
      return null;
    };
    there.post_handshake_auth = true;
    there.verify_mode = ssl.CERT_REQUIRED;
    renamed.verify_mode = ssl.CERT_REQUIRED;
    for (const side of [there, renamed]) side.loadVerifyLocations(files.path('ca-cert.pem'));
    const client = clientContext(ca);
    client.loadCertChain(files.path('client.pem'));
    client.post_handshake_auth = true;
    const both = await connected({ serverHostname: 'other.example' }, [client, there]);
    expect(seen).toEqual([both.there, 'other.example']);
    expect(both.there.context).toBe(renamed);
    expect(both.there.getpeercert()).toBeNull();
    both.there.verifyClientPostHandshake();
    await both.there.write('who?');
    expect(decode(await both.here.read())).toBe('who?');
    await both.here.write('me');
    expect(decode(await both.there.read())).toBe('me');
    expect(both.there.getpeercert()?.subject).toEqual([[['commonName', 'test client']]]);
  });

  it('does not let a bad certificate through, and closes', async () => {
    const wrong = serverContext(issue('elsewhere', { issuer: ca, san: 'DNS:elsewhere' }));
    const listener = await listening();
    const raw = keep(new socket.Socket());
    const accepting = listener.accept();
    await raw.connect(listener.getsockname());
    const [accepted] = await accepting;
    const failing = wrong.wrapSocket(keep(accepted), true);
    await expect(clientContext(ca).wrapSocket(raw, false, true, true, 'localhost')).rejects.toMatchObject({
      name: 'SSLCertVerificationError',
      verify_code: SSL.X509VerificationCodes.ERR_HOSTNAME_MISMATCH,
    });
    await expect(failing).rejects.toThrow(/alert bad certificate/);
    expect(() => raw.getpeername()).toThrow();
  });

  it('waits no longer than it may, and loses nothing', async () => {
    const { here, there } = await connected();
    here.settimeout(0.05);
    expect(here.gettimeout()).toBe(0.05);
    await expect(here.read()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await there.write('late');
    here.settimeout(5);
    expect(decode(await here.read())).toBe('late');
    here.setblocking(false);
    await expect(here.read()).rejects.toThrow(ssl.SSLWantReadError);
    expect(() => here.settimeout(-1)).toThrow(RangeError);
  });

  it('shakes hands when it is asked to', async () => {
    const listener = keep(
      await serverContext(identity).wrapSocket(await listening(), { serverSide: true, doHandshakeOnConnect: false }),
    );
    const here = keep(
      await clientContext(ca).wrapSocket(new socket.Socket(), {
        serverHostname: 'localhost',
        doHandshakeOnConnect: false,
      }),
    );
    const accepting = listener.accept();
    expect(await here.connectEx(listener.getsockname())).toBe(0);
    const [there] = await accepting;
    keep(there);
    expect(here.version()).toBeNull();
    await Promise.all([here.doHandshake(), there.doHandshake()]);
    expect(there.version()).toBe('TLSv1.3');
    await expect(here.connect(listener.getsockname())).rejects.toThrow(RangeError);
    await expect(there.connect(listener.getsockname())).rejects.toThrow(RangeError);
  });

  it('can be derived from, and has no public constructor [ssl.SSLContext.sslsocket_class]', async () => {
    expect(() => new (ssl.SSLSocket as unknown as new () => unknown)()).toThrow(TypeError);
    class Named extends ssl.SSLSocket {
      readonly title = 'mine';
    }
    const context = clientContext(ca);
    expect(context.sslsocket_class).toBe(ssl.SSLSocket);
    context.sslsocket_class = Named;
    expect(await context.wrapSocket(new socket.Socket(), { serverHostname: 'localhost' })).toBeInstanceOf(Named);
    await expect(context.wrapSocket({} as never, { serverHostname: 'localhost' })).rejects.toThrow(TypeError);
    await expect(context.wrapSocket(new socket.Socket())).rejects.toThrow(RangeError);
  });
});

describe("Python's ssl as the peer", () => {
  it('as a server that asks for a certificate, resumes, binds and ends', async () => {
    const python = startPython(
      `
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile='ca-cert.pem')
context.load_cert_chain('server.pem')
context.verify_mode = ssl.CERT_REQUIRED
context.set_alpn_protocols(['echo/2', 'echo/1'])
with socket.create_server(('127.0.0.1', 0)) as listener:
    print(listener.getsockname()[1])
    for _ in range(2):
        raw, _ = listener.accept()
        with context.wrap_socket(raw, server_side=True) as s:
            data = s.recv(100)
            s.sendall(data.upper())
            print(json.dumps([s.getpeercert(), s.version(), s.cipher(), s.selected_alpn_protocol(), s.session_reused, s.get_channel_binding().hex()]))
            s.unwrap()
`,
      { cwd: files.folder },
    );
    const port = Number(await python.line());
    const context = clientContext(ca);
    context.loadCertChain(files.path('client.pem'));
    context.setAlpnProtocols(['echo/1', 'echo/2']);
    let session: ssl.SSLSession | null = null;
    for (const reused of [false, true]) {
      const options: ssl.WrapSocketOptions = { serverHostname: 'localhost', session };
      const here: ssl.SSLSocket = keep(await context.wrapSocket(new socket.Socket(), options));
      await here.connect(['127.0.0.1', port]);
      await here.sendall('hello');
      expect(decode(await here.recv(100))).toBe('HELLO');
      const said = JSON.parse(await python.line());
      expect(said[0].subject).toEqual([[['commonName', 'test client']]]);
      expect(said.slice(1)).toEqual([
        here.version(),
        here.cipher(),
        'echo/2',
        reused,
        Buffer.from(here.getChannelBinding() ?? []).toString('hex'),
      ]);
      expect(here.selectedAlpnProtocol()).toBe('echo/2');
      expect(here.session_reused).toBe(reused);
      session = here.session;
      expect(await here.read()).toEqual(new Uint8Array());
      await here.unwrap();
    }
    expect(await python.end()).toBe('');
  });

  it('as a client that checks our name', async () => {
    const context = serverContext(identity);
    context.verify_mode = ssl.CERT_OPTIONAL;
    context.loadVerifyLocations(files.path('ca-cert.pem'));
    const listener = keep(await context.wrapSocket(await listening(), { serverSide: true }));
    const [, port] = listener.getsockname() as [string, number];
    const python = startPython(
      `
context = ssl.create_default_context(cafile='ca-cert.pem')
context.load_cert_chain('client.pem')
with socket.create_connection(('127.0.0.1', ${port})) as raw:
    with context.wrap_socket(raw, server_hostname='localhost') as s:
        s.sendall(b'from python')
        print(json.dumps([s.recv(100).decode(), s.getpeercert(), s.cipher()]))
        s.unwrap()
`,
      { cwd: files.folder },
    );
    const [there] = await listener.accept();
    keep(there);
    expect(decode(await there.read())).toBe('from python');
    await there.write('from here');
    const [text, cert, cipher] = JSON.parse(await python.line());
    expect(text).toBe('from here');
    expect(cert.subject).toEqual([[['commonName', 'localhost']]]);
    expect(cipher).toEqual(there.cipher());
    expect(there.getpeercert()?.subject).toEqual([[['commonName', 'test client']]]);
    expect(await there.read()).toEqual(new Uint8Array());
    await there.unwrap();
    expect(await python.end()).toBe('');
  });

  it('as a client of another name', async () => {
    const listener = keep(await serverContext(identity).wrapSocket(await listening(), { serverSide: true }));
    const [, port] = listener.getsockname() as [string, number];
    const python = startPython(
      `
context = ssl.create_default_context(cafile='ca-cert.pem')
with socket.create_connection(('127.0.0.1', ${port})) as raw:
    try: context.wrap_socket(raw, server_hostname='other.example')
    except ssl.SSLCertVerificationError as error: print(error.verify_code)
`,
      { cwd: files.folder },
    );
    await expect(listener.accept()).rejects.toMatchObject({ reason: 'SSLV3_ALERT_BAD_CERTIFICATE' });
    expect(await python.line()).toBe('62');
    expect(await python.end()).toBe('');
  });
});
