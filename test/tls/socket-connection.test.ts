import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { SSL, socket } from '../../src/index.js';
import { closeAfterEach } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { contextOf } from '../support/pump.js';
import { Scratch } from '../support/scratch.js';

const { ca, server, client } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const closers = closeAfterEach();

/** A listening connection of ours on loopback. */
async function listening(context = contextOf(SSL.TLS_SERVER_METHOD, { cert: server })): Promise<SSL.SocketConnection> {
  const listener = new SSL.Connection(context, new socket.Socket());
  listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
  await listener.bind(['127.0.0.1', 0]);
  await listener.listen(3);
  closers.push(() => listener.close());
  return listener;
}

const clientContext = () => contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });

describe('Connection over a socket', () => {
  it('connects, accepts, exchanges data and shuts down [SSL.Connection.connect] [SSL.Connection.bind] [SSL.Connection.listen] [SSL.Connection.accept] [SSL.Connection.close] [SSL.Connection.getpeername] [SSL.Connection.getsockname] [SSL.Connection.fileno]', async () => {
    const listener = await listening();
    const here = new SSL.Connection(clientContext(), new socket.Socket());
    expect(here).toBeInstanceOf(SSL.Connection);
    here.setVerifyHost('localhost');
    const accepting = listener.accept();
    await here.connect(listener.getsockname());
    const [there, address] = await accepting;
    expect(address).toEqual(here.getsockname());
    expect(here.getpeername()).toEqual(listener.getsockname());
    expect(here.fileno()).toBeGreaterThan(0);
    await Promise.all([here.doHandshake(), there.doHandshake()]);
    expect(here.getProtocolVersionName()).toBe('TLSv1.3');
    const big = Uint8Array.from({ length: 1_000_000 }, (_, i) => i % 241);
    const got: Uint8Array[] = [];
    const receive = async () => {
      for (let total = 0; total < big.length; ) {
        const part = await there.recv(50_000);
        total += part.length;
        got.push(part);
      }
    };
    const [sent] = await Promise.all([here.sendall(big), receive()]);
    expect(sent).toBe(big.length);
    expect(Buffer.concat(got).equals(big)).toBe(true);
    await there.send('bye');
    const buffer = new Uint8Array(10);
    expect(await here.recvInto(buffer)).toBe(3);
    expect(await here.shutdown()).toBe(false);
    await expect(there.recv(1)).rejects.toThrow(SSL.ZeroReturnError);
    expect(await there.shutdown()).toBe(true);
    here.close();
    there.close();
    await expect(here.send('x')).rejects.toThrow();
  });

  it('shakes hands with the first data, and reads and writes at once', async () => {
    const listener = await listening();
    const here = new SSL.Connection(clientContext(), new socket.Socket());
    const accepting = listener.accept();
    await here.connect(listener.getsockname());
    const [there] = await accepting;
    const [a, b] = await Promise.all([
      here.recv(100),
      there.recv(100),
      here.send('from here'),
      there.send('from there'),
    ]);
    expect([decode(a), decode(b)]).toEqual(['from there', 'from here']);
    here.close();
    there.close();
  });

  it('gives connect_ex the error number [SSL.Connection.connect_ex]', async () => {
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as net.AddressInfo;
    probe.close();
    await once(probe, 'close');
    const here = new SSL.Connection(clientContext(), new socket.Socket());
    expect(await here.connectEx(['127.0.0.1', port])).toBe(111);
    await expect(here.connect(['127.0.0.1', port])).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const listener = await listening();
    expect(await here.connectEx(listener.getsockname())).toBe(0);
    here.close();
  });

  it('passes options and unknown names to the socket [SSL.Connection.getsockopt] [SSL.Connection.setsockopt] [SSL.Connection.sock_shutdown]', async () => {
    const listener = await listening();
    expect(listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)).toBe(1);
    expect(listener.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)).toBe(socket.SOCK_STREAM);
    expect(() => listener.setsockopt(socket.SOL_SOCKET, 77, 1)).toThrow(/does not offer/);
    expect((listener as unknown as { family: number }).family).toBe(socket.AF_INET);
    const here = new SSL.Connection(clientContext(), new socket.Socket());
    const accepting = listener.accept();
    await here.connect(listener.getsockname());
    const [there] = await accepting;
    await Promise.all([here.doHandshake(), there.doHandshake()]);
    here.sockShutdown(socket.SHUT_WR);
    await expect(there.recv(10)).rejects.toMatchObject({ name: 'SysCallError', args: [-1, 'Unexpected EOF'] });
    here.close();
    there.close();
  });

  it('does not wait when it must not [SSL.Connection.setblocking]', async () => {
    const listener = await listening();
    const here = new SSL.Connection(clientContext(), new socket.Socket());
    const accepting = listener.accept();
    await here.connect(listener.getsockname());
    const [there] = await accepting;
    here.setblocking(false);
    await expect(here.doHandshake()).rejects.toThrow(SSL.WantReadError);
    here.setblocking(true);
    await Promise.all([here.doHandshake(), there.doHandshake()]);
    here.close();
    there.close();
  });

  it('has no file object and no memory BIO [SSL.Connection.makefile]', async () => {
    const listener = await listening();
    expect(() => listener.makefile()).toThrow(SSL.Error);
    expect(() => listener.bioRead()).toThrow(TypeError);
    expect(() => listener.bioReadInto()).toThrow(TypeError);
    expect(() => listener.bioWrite()).toThrow(TypeError);
    expect(() => listener.bioShutdown()).toThrow(TypeError);
    expect(() => new SSL.Connection(clientContext(), {} as never)).toThrow(TypeError);
  });

  it('ends with the socket: reset and lost peers', async () => {
    const listener = await listening();
    const here = new SSL.Connection(clientContext(), new socket.Socket());
    const accepting = listener.accept();
    await here.connect(listener.getsockname());
    const [there] = await accepting;
    await Promise.all([here.doHandshake(), there.doHandshake()]);
    const waiting = there.recv(10);
    here.close();
    await expect(waiting).rejects.toThrow(SSL.SysCallError);
    there.close();
    await expect(there.recv(1)).rejects.toThrow();
  });

  it('gives callbacks the connection that the user holds', async () => {
    const context = clientContext();
    const seen: unknown[] = [];
    context.setInfoCallback((connection) => seen.push(connection));
    const listener = await listening();
    const here = new SSL.Connection(context, new socket.Socket());
    const accepting = listener.accept();
    await here.connect(listener.getsockname());
    const [there] = await accepting;
    await Promise.all([here.doHandshake(), there.doHandshake()]);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.every((connection) => connection === here)).toBe(true);
    here.close();
    there.close();
  });
});

describe('foreign peers over a socket', () => {
  const scratch = new Scratch();
  scratch.file('cert.pem', server.certPem + server.keyPem);
  scratch.file('ca.pem', ca.certPem);
  scratch.file('client.pem', client.certPem + client.keyPem);
  afterAll(() => scratch.remove());

  it('node:tls client with a client certificate', async () => {
    const context = contextOf(SSL.TLS_SERVER_METHOD, {
      cert: server,
      trust: ca,
      verify: SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT,
    });
    const listener = await listening(context);
    const accepting = listener.accept();
    const [host, port] = listener.getsockname() as [string, number];
    const foreign = tls.connect({
      host,
      port,
      servername: 'localhost',
      ca: ca.certPem,
      cert: client.certPem,
      key: client.keyPem,
    });
    const [there] = await accepting;
    await Promise.all([there.doHandshake(), once(foreign, 'secureConnect')]);
    expect(there.getPeerCertificate()?.getSubject().CN).toBe('test client');
    foreign.destroy();
    there.close();
  });

  it("Python's ssl module, as client of ours and as server", async () => {
    const listener = await listening();
    const [, port] = listener.getsockname() as [string, number];
    const script = `
import socket, ssl, sys
context = ssl.create_default_context(cafile='ca.pem')
with context.wrap_socket(socket.create_connection(('127.0.0.1', ${port})), server_hostname='localhost') as s:
    s.sendall(b'from python')
    print(s.version(), s.recv(100).decode())
    s.unwrap()
`;
    const python = spawn('python3', ['-c', script], { cwd: scratch.folder });
    const output: Buffer[] = [];
    python.stdout.on('data', (data) => output.push(data));
    python.stderr.on('data', (data) => output.push(data));
    const ended = once(python, 'close');
    const [there] = await listener.accept();
    expect(decode(await there.recv(100))).toBe('from python');
    await there.send('to python');
    await expect(there.recv(1)).rejects.toThrow(SSL.ZeroReturnError);
    await there.shutdown();
    await ended;
    expect(Buffer.concat(output).toString().trim()).toBe('TLSv1.3 to python');
    there.close();

    const serving = `
import socket, ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('cert.pem')
context.load_verify_locations('ca.pem')
context.verify_mode = ssl.CERT_REQUIRED
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1], flush=True)
s = context.wrap_socket(listener.accept()[0], server_side=True)
s.sendall(s.recv(100).upper() + str(s.getpeercert()['subject'][0][0][1]).encode())
s.unwrap()
`;
    const peer = spawn('python3', ['-c', serving], { cwd: scratch.folder });
    const [line] = (await once(peer.stdout, 'data')) as [Buffer];
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, cert: client });
    const here = new SSL.Connection(context, new socket.Socket());
    here.setVerifyHost('localhost');
    await here.connect(['127.0.0.1', Number(line)]);
    await here.send('hello ');
    expect(decode(await here.recv(100))).toBe('HELLO test client');
    await here.shutdown();
    await expect(here.recv(1)).rejects.toThrow(SSL.ZeroReturnError);
    here.close();
  });
});
