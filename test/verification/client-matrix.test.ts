/**
 * The verdicts of clients: every certificate, way to say rejectUnauthorized, version, pin and session, each compared with
 * what node:tls finds in a full handshake. A session changes nothing about a verdict, whoever made it.
 */
import { constants } from 'node:crypto';
import tls from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import * as node from '../../src/adapters/node/index.js';
import type { ClientOptions, TlsVersion } from '../../src/adapters/options.js';
import * as web from '../../src/adapters/web/index.js';
import { pinOf } from '../../src/verification/pins.js';
import { ALIAS, ca, clients, crl, HOST, OTHER_HOST, rootsOf, servers } from './support/identities.js';
import { memoryPair, webEnd } from './support/memory-pair.js';

type Outcome = { readonly connected: boolean; readonly authorized: boolean; readonly error: string | null };
interface Run extends Outcome {
  readonly resumed: boolean;
  readonly session: Uint8Array | undefined;
}
type Connect = (server: tls.Server, options: ClientOptions) => Promise<Run>;

const VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];
const WAYS = { 'left out': undefined, true: true, false: false, null: null, zero: 0, empty: '' } as const;
const failed = (error: unknown): Run => ({
  connected: false,
  authorized: false,
  error: String((error as { code?: string }).code),
  resumed: false,
  session: undefined,
});

/** A node:tls server for one certificate, which keeps sessions by id where tickets are off. */
function serverOf(name: string, version: TlsVersion, byId: boolean): tls.Server {
  const identity = servers[name];
  const server = tls.createServer({
    cert: identity?.certPem,
    key: identity?.keyPem,
    minVersion: version,
    maxVersion: version,
    requestCert: true,
    rejectUnauthorized: false,
    secureOptions: byId ? constants.SSL_OP_NO_TICKET : 0,
  });
  const kept = new Map<string, Buffer>();
  server.on('newSession', (id: Buffer, data: Buffer, done: () => void) => {
    kept.set(id.toString('hex'), data);
    done();
  });
  server.on('resumeSession', (id: Buffer, done: (error: null, data: Buffer | null) => void) =>
    done(null, kept.get(id.toString('hex')) ?? null),
  );
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    socket.write('.');
  });
  server.on('tlsClientError', () => undefined);
  return server;
}

const viaNode =
  (connect: (options: tls.ConnectionOptions & ClientOptions) => tls.TLSSocket | node.TLSSocket): Connect =>
  (server, options) =>
    new Promise((resolve) => {
      const [near, far] = memoryPair();
      server.emit('connection', far);
      const socket = connect({ ...options, socket: near } as never) as tls.TLSSocket;
      let session: Buffer | undefined;
      socket.on('session', (data: Buffer) => {
        session = data;
      });
      socket.once('error', (error) => resolve(failed(error)));
      socket.once('data', () => {
        // After the tickets of the flight that the byte came in.
        setImmediate(() => {
          const error = socket.authorizationError as unknown as string | null;
          const { authorized } = socket;
          resolve({ connected: true, authorized, error: error || null, resumed: socket.isSessionReused(), session });
          socket.destroy();
        });
      });
    });

const viaWeb: Connect = async (server, options) => {
  const [near, far] = memoryPair();
  server.emit('connection', far);
  let session: Uint8Array | undefined;
  const onSession = (data: Uint8Array) => {
    session = data;
  };
  const { host = HOST } = options;
  const socket = web.connect(webEnd(near), { ...options, host, onSession });
  try {
    const { authorized, authorizationError, resumed } = await socket.opened;
    await socket.readable.getReader().read();
    await new Promise((resolve) => setImmediate(resolve));
    return { connected: true, authorized, error: authorizationError, resumed, session };
  } catch (error) {
    return failed(error);
  } finally {
    socket.close().catch(() => undefined);
    near.destroy();
  }
};

const ADAPTERS: Readonly<Record<string, Connect>> = {
  node: viaNode((options) => node.connect(options as node.ConnectOptions)),
  web: viaWeb,
};
const original = viaNode((options) => tls.connect(options as tls.ConnectionOptions));

let pins: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  const other = clients['trusted'];
  pins = { ca: await pinOf(ca.cert), wrong: other === undefined ? '' : await pinOf(other.cert) };
});

/** What the client of a cell is told, but for its session. */
function optionsOf(name: string, way: keyof typeof WAYS, pin: string | undefined): ClientOptions {
  return {
    ca: ca.certPem,
    servername: HOST,
    ...(name === 'revoked' && { crl }),
    ...(way !== 'left out' && { rejectUnauthorized: WAYS[way] as never }),
    ...(pin !== undefined && { pinnedKeys: [pin] }),
  };
}

/** What another client was told, whose session this one gets. */
function donorsOf(name: string, own: ClientOptions): Readonly<Record<string, ClientOptions>> {
  const { crl: _crl, rejectUnauthorized: _way, pinnedKeys: _pins, ...open } = own;
  const other = clients['trusted'];
  return {
    itself: own,
    'who verifies nothing': { ...own, pinnedKeys: undefined, rejectUnauthorized: false },
    'who trusts more': { ...open, ca: rootsOf[name] ?? [ca.certPem], pinnedKeys: ['AAAA'.repeat(10)] },
    'who has no list of what is revoked': { ...open },
    'for another host': { ...own, servername: name === 'wrong name' ? OTHER_HOST : ALIAS },
    'who judges names itself': { ...own, checkServerIdentity: () => undefined },
    'with another identity': { ...own, cert: other?.certPem, key: other?.keyPem },
  };
}

let cells = 0;

describe.each(Object.entries(ADAPTERS))('a client of %s', (_adapter, connect) => {
  describe.each(VERSIONS)('%s', (version) => {
    it.each(Object.keys(servers))(
      'judges a certificate that is %s as node:tls does, whatever session it has',
      async (name) => {
        for (const byId of version === 'TLSv1.2' ? [false, true] : [false]) {
          const server = serverOf(name, version, byId);
          const foreign = await original(server, { ...optionsOf(name, 'false', undefined) });
          for (const way of Object.keys(WAYS) as (keyof typeof WAYS)[]) {
            const { connected, authorized, error } = await original(server, optionsOf(name, way, undefined));
            const right: Outcome =
              // RFC 9525: a common name names nobody, though node:tls still takes it for one.
              name === 'common name alone'
                ? way === 'false'
                  ? { connected: true, authorized: false, error: 'ERR_TLS_CERT_ALTNAME_INVALID' }
                  : { connected: false, authorized: false, error: 'ERR_TLS_CERT_ALTNAME_INVALID' }
                : { connected, authorized, error };
            for (const pin of [undefined, 'ca', 'wrong']) {
              const own = optionsOf(name, way, pin && pins[pin]);
              const holds = pin === undefined || (pin === 'ca' && right.authorized);
              const expected =
                right.connected && !holds
                  ? { connected: false, authorized: false, error: 'ERR_TLS_PINNED_KEY' }
                  : right;
              const cell = async (what: string, session: Uint8Array | undefined, resumes: boolean) => {
                const { session: _session, ...got } = await connect(server, { ...own, session });
                const where = `rejectUnauthorized ${way}, pin ${pin}, ${byId ? 'id' : 'ticket'}, session ${what}`;
                expect({ where, ...got }).toEqual({ where, ...expected, resumed: resumes });
                cells += 1;
              };
              await cell('of nobody', undefined, false);
              await cell('of node:tls', foreign.session, false);
              for (const [donor, told] of Object.entries(donorsOf(name, own))) {
                const { session } = await connect(server, told);
                if (session === undefined) continue;
                await cell(
                  `of a client ${donor}`,
                  session,
                  (donor === 'itself' && expected.connected) || sameAs(told, own),
                );
                if (donor === 'itself') {
                  await cell('cut off', session.subarray(0, 40), false);
                  await cell('that is none', new Uint8Array(100), false);
                }
              }
            }
          }
        }
      },
    );
  });
});

/** Whether two are told the same, said differently. */
function sameAs(one: ClientOptions, other: ClientOptions): boolean {
  const plain = ({ rejectUnauthorized, ...rest }: ClientOptions) =>
    JSON.stringify([
      rejectUnauthorized !== false,
      Object.entries(rest)
        .filter(([, value]) => value !== undefined)
        .sort(),
    ]);
  return one.checkServerIdentity === undefined && plain(one) === plain(other);
}

it('has thousands of cells', () => {
  console.log(`${cells} verdicts of clients`);
  expect(cells).toBeGreaterThan(3000);
});
