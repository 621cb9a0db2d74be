/** What an agent of `tsopenssl/https` keeps is good for nothing but what it was made for. */
import { once } from 'node:events';
import http from 'node:http';
import nodeHttps from 'node:https';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type tls from 'node:tls';
import nodeTls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { Agent, type AgentTarget, type RequestOptions, request } from '../../src/adapters/https/index.js';
import defaults, { pinOf } from '../../src/adapters/node/index.js';
import { CONNECT_OPTIONS } from '../../src/adapters/node/options/checked.js';
import { SSL } from '../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { issue, localPki } from '../support/pki.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server, client } = localPki();
const otherCa = issue('other CA', { ca: true });
const closers = closeAfterEach();

/** What two requests may differ in and share a connection all the same: it is in the rest of the name, or of one use. */
const ELSEWHERE = ['host', 'port', 'path', 'localAddress', 'family'];
const OF_ONE_USE = ['session', 'timeout', 'signal', 'noDelay', 'keepAlive', 'keepAliveInitialDelay'];

/** Values that are each another demand. */
const VALUES: readonly unknown[] = [
  ...[
    'a',
    'b',
    'a:b',
    '',
    true,
    false,
    1,
    2,
    Buffer.from('a'),
    new Uint8Array(),
    ['a'],
    ['a', 'b'],
    ['ab'],
    [['a'], 'b'],
    [],
  ],
  ...[{ pem: 'a' }, { pem: 'a', passphrase: 'b' }, { pem: 'ab' }, { buf: Buffer.from('a') }],
  ...[() => true, () => true, new Duplex(), new Duplex(), ca.cert, server.cert, client.key, server.key],
  ...[new SSL.Context(SSL.TLS_METHOD), new SSL.Context(SSL.TLS_METHOD)],
];

describe('the name of a connection', () => {
  const agent = new Agent();
  const keyed = CONNECT_OPTIONS.filter((name) => !ELSEWHERE.includes(name) && !OF_ONE_USE.includes(name));

  it.each(keyed)('is another for each value of %s', (option) => {
    const options = VALUES.map((value) => ({ host: 'localhost', port: 1, [option]: value }));
    const names = options.map((each) => agent.getName(each));
    expect(new Set([...names, agent.getName({ host: 'localhost', port: 1 })]).size).toBe(VALUES.length + 1);
    expect(options.map((each) => agent.getName({ ...each }))).toEqual(names);
    // What stands for nothing in node:tls is nothing.
    expect(agent.getName({ host: 'localhost', port: 1, [option]: undefined })).toBe(
      agent.getName({ host: 'localhost', port: 1, [option]: null }),
    );
  });

  it('is another for each two options that have the same value', () => {
    const names = keyed.map((option) => agent.getName({ [option]: 'a' }));
    expect(new Set(names).size).toBe(keyed.length);
    expect(agent.getName({ cert: 'a', key: 'b' })).not.toBe(agent.getName({ cert: 'b', key: 'a' }));
  });

  it('is the same for copies, whatever the order, and for what is of one use', async () => {
    const pinnedKeys = [await pinOf(server.cert)];
    const options = { host: 'localhost', port: 1, ca: [Buffer.from(ca.certPem)], pinnedKeys: [...pinnedKeys] };
    const copy = { pinnedKeys: [...pinnedKeys], ca: [Buffer.from(ca.certPem)], port: 1, host: 'localhost' };
    expect(agent.getName(copy)).toBe(agent.getName(options));
    for (const name of OF_ONE_USE) expect(agent.getName({ ...copy, [name]: 1 })).toBe(agent.getName(options));
    for (const name of ['host', 'port', 'localAddress']) {
      expect(agent.getName({ ...copy, [name]: '7' })).not.toBe(agent.getName(options));
    }
    expect(agent.getName({ ...copy, socketPath: '/a' })).not.toBe(agent.getName(options));
  });

  it('has no key or passphrase in it', () => {
    const secrets = { key: server.keyPem, passphrase: 'swordfish', pfx: Buffer.from('swordfish') };
    const name = agent.getName({ host: 'localhost', port: 1, ...secrets });
    expect(name).toMatch(/^localhost:1::[\w-]{43}$/);
  });

  it('is another once the defaults are', () => {
    const before = agent.getName({});
    const { DEFAULT_MAX_VERSION } = defaults;
    defaults.DEFAULT_MAX_VERSION = 'TLSv1.2';
    try {
      expect(agent.getName({})).not.toBe(before);
    } finally {
      defaults.DEFAULT_MAX_VERSION = DEFAULT_MAX_VERSION;
    }
    expect(agent.getName({})).toBe(before);
  });
});

/** A server of Node's that says whether a session was resumed, and who its client is. */
async function serve(): Promise<number> {
  const options = { cert: server.certPem, key: server.keyPem, ca: ca.certPem, requestCert: true };
  const listener = nodeHttps.createServer({ ...options, rejectUnauthorized: false }, (incoming, response) => {
    const socket = incoming.socket as tls.TLSSocket;
    const { subject } = socket.getPeerCertificate() as Partial<tls.PeerCertificate>;
    response.end(JSON.stringify({ resumed: socket.isSessionReused(), client: subject?.CN ?? null }));
  });
  closers.push(() => listener.closeAllConnections());
  return listenOnLoopback(listener, closers);
}

async function send(port: number, options: RequestOptions) {
  const sent = request({ host: 'localhost', port, ca: ca.certPem, ...options });
  sent.end();
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
  const { socket } = response;
  return { ...JSON.parse(await text(response)), reused: sent.reusedSocket, socket } as Readonly<
    Record<string, unknown>
  >;
}

async function failure(port: number, options: RequestOptions): Promise<unknown> {
  const sent = request({ host: 'localhost', port, ca: ca.certPem, ...options }).end();
  return ((await once(sent, 'error')) as [NodeJS.ErrnoException])[0].code;
}

describe.each([
  ['connections', { keepAlive: true }],
  ['sessions', { keepAlive: false }],
] as const)('kept %s', (_, options) => {
  const agentOf = () => {
    const agent = new Agent({ ...options, maxVersion: 'TLSv1.2' });
    closers.push(() => agent.destroy());
    return agent;
  };
  const wasKept = ({ reused, resumed }: Readonly<Record<string, unknown>>) => reused === true || resumed === true;

  it('serve the same demands again', async () => {
    const port = await serve();
    const agent = agentOf();
    expect(wasKept(await send(port, { agent }))).toBe(false);
    expect((await send(port, { agent }))[options.keepAlive ? 'reused' : 'resumed']).toBe(true);
  });

  it('never serve other credentials', async () => {
    const port = await serve();
    const agent = agentOf();
    const own = { agent, cert: client.certPem, key: client.keyPem };
    expect(await send(port, own)).toMatchObject({ client: 'test client', reused: false });
    expect(await send(port, { agent })).toMatchObject({ client: null, reused: false, resumed: false });
    expect(await send(port, own)).toMatchObject({ client: 'test client' });
  });

  it('never serve other trust, pins, names or judges', async () => {
    const port = await serve();
    const agent = agentOf();
    await send(port, { agent });
    const pinnedKeys = [await pinOf(client.cert)];
    expect(await failure(port, { agent, ca: otherCa.certPem })).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    expect(await failure(port, { agent, pinnedKeys })).toBe('ERR_TLS_PINNED_KEY');
    expect(await failure(port, { agent, servername: 'other.test' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    const checkServerIdentity = () => Object.assign(new Error('no'), { code: 'ERR_OF_THE_USER' });
    expect(await failure(port, { agent, checkServerIdentity })).toBe('ERR_OF_THE_USER');
    // What was let in unverified serves none that verify.
    const lax = agentOf();
    expect(wasKept(await send(port, { agent: lax, rejectUnauthorized: false, ca: otherCa.certPem }))).toBe(false);
    expect(await failure(port, { agent: lax, ca: otherCa.certPem })).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    expect(wasKept(await send(port, { agent }))).toBe(true);
  });
});

describe('an agent', () => {
  it('keeps no more sessions than maxCachedSessions, and lets the oldest go', async () => {
    const port = await serve();
    const agent = new Agent({ keepAlive: false, maxCachedSessions: 1, maxVersion: 'TLSv1.2' });
    const other = { agent, ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' };
    await send(port, { agent });
    expect(await send(port, { agent })).toHaveProperty('resumed', true);
    await send(port, other);
    expect(await send(port, other)).toHaveProperty('resumed', true);
    expect(await send(port, { agent })).toHaveProperty('resumed', false);
  });

  it('refuses proxyEnv by name, and what connections refuse', () => {
    expect(thrownBy(() => new Agent({ proxyEnv: {} as never }))).toHaveProperty('code', 'ERR_INVALID_ARG_VALUE');
    const agent = new Agent();
    expect(thrownBy(() => request({ host: 'localhost', agent, minVersion: 'SSLv3' as never }))).toHaveProperty(
      'code',
      'ERR_TLS_INVALID_PROTOCOL_VERSION',
    );
  });

  it('opens connections in all ways of node:https', async () => {
    const port = await serve();
    const agent = new Agent({ ca: ca.certPem });
    // One after the other: an event of the second that comes before the first's would have no listener.
    for (const open of [
      () => agent.createConnection({ port, host: 'localhost', ca: ca.certPem }),
      () => agent.createConnection(port, 'localhost', { ca: ca.certPem }),
      () => agent.createConnection(port, { host: 'localhost', ca: ca.certPem } as never),
    ]) {
      const socket = open();
      await once(socket, 'secureConnect');
      expect(socket.authorized).toBe(true);
      socket.destroy();
    }
  });

  it('shows a judge of names the certificate in the shape of node:tls: its own judge does', async () => {
    const port = await serve();
    const agent = new Agent({ keepAlive: false });
    const { checkServerIdentity } = nodeTls;
    expect(await send(port, { agent, checkServerIdentity })).toMatchObject({ resumed: false });
    const seen: unknown[] = [];
    const judge = (host: string, cert: tls.PeerCertificate) => {
      seen.push(host, cert.subject.CN, cert.subjectaltname);
      return undefined;
    };
    await send(port, { agent, checkServerIdentity: judge });
    expect(seen).toEqual(['localhost', 'localhost', 'DNS:localhost, IP Address:127.0.0.1']);
    expect(await failure(port, { agent, checkServerIdentity, servername: 'other.test' })).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect(thrownBy(() => request({ port, agent, checkServerIdentity: 5 as never }))).toBeInstanceOf(TypeError);
  });

  it('says in an error what it makes of an option that holds itself', () => {
    const list: unknown[] = [];
    list.push(list);
    const object: Record<string, unknown> = {};
    object['pem'] = object;
    for (const options of [{ ca: list }, { key: [object] }] as AgentTarget[]) {
      expect(thrownBy(() => new Agent().getName(options))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message: expect.stringMatching(/^an option of TLS must not be nested deeper than 16 levels/),
      });
    }
  });

  it('is an http.Agent, and works under node:https and node:http alike', async () => {
    const port = await serve();
    const agent = new Agent({ ca: ca.certPem, keepAlive: true });
    closers.push(() => agent.destroy());
    expect(agent).toBeInstanceOf(http.Agent);
    for (const { get } of [nodeHttps, http]) {
      const sent = get({ protocol: 'https:', host: 'localhost', port, agent });
      const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
      expect(response.socket).toHaveProperty('authorized', true);
      await text(response);
    }
  });
});
