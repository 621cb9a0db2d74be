/**
 * The verdicts of servers: every certificate of a client, request for one, way to say rejectUnauthorized, version and
 * session, each compared with what node:tls finds in a full handshake. A session changes nothing about a verdict, and none
 * crosses from a listener that asks for less.
 */
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as node from '../../src/adapters/node/index.js';
import type { ServerOptions, TlsVersion } from '../../src/adapters/options.js';
import * as web from '../../src/adapters/web/index.js';
import { SSL } from '../../src/index.js';
import { ca, clients, crl, HOST, servers } from './support/identities.js';
import { memoryPair, webEnd } from './support/memory-pair.js';

/** What a server says of its client; undefined where it has let nobody in. */
type Said = { readonly authorized: boolean; readonly error: string | null } | undefined;
interface Run {
  readonly said: Said;
  readonly resumed: boolean;
  readonly session: Buffer | undefined;
}
/** Serves one client over a stream. */
type Serve = (stream: Duplex) => Promise<{ said: Said; resumed: boolean; write(text: string): void }>;

const VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];
const WAYS = { 'left out': undefined, true: true, false: false, null: null, zero: 0, empty: '' } as const;
const REQUESTS = [undefined, false, true] as const;
const server = servers['trusted'];

const byEvents =
  (listener: tls.Server | node.Server): Serve =>
  async (stream) => {
    listener.on('tlsClientError', () => undefined);
    listener.emit('connection', stream);
    const refused = once(stream, 'close').then(() => undefined);
    const accepted = once(listener, 'secureConnection').then(([socket]) => socket as tls.TLSSocket);
    const socket = await Promise.race([accepted, refused]);
    if (socket === undefined) return { said: undefined, resumed: false, write() {} };
    socket.on('error', () => undefined);
    const error = (socket.authorizationError as unknown as string | null | undefined) || null;
    const said = { authorized: socket.authorized, error };
    return { said, resumed: socket.isSessionReused(), write: (text) => void socket.write(text) };
  };

const byStreams =
  (options: ServerOptions): Serve =>
  async (stream) => {
    const socket = web.accept(webEnd(stream), options);
    try {
      const { authorized, authorizationError: error, resumed } = await socket.opened;
      const writer = socket.writable.getWriter();
      return { said: { authorized, error }, resumed, write: (text) => void writer.write(text).catch(() => undefined) };
    } catch {
      return { said: undefined, resumed: false, write() {} };
    }
  };

/** One client of node:tls against a server. */
async function run(serve: Serve, name: string, version: TlsVersion, session: Buffer | undefined): Promise<Run> {
  const [near, far] = memoryPair();
  const identity = clients[name];
  const serving = serve(far);
  const client = tls.connect({
    socket: near,
    servername: HOST,
    ca: ca.certPem,
    minVersion: version,
    maxVersion: version,
    session,
    ...(identity !== undefined && { cert: identity.certPem, key: identity.keyPem }),
  });
  client.on('error', () => undefined);
  let made: Buffer | undefined;
  client.on('session', (data: Buffer) => {
    made = data;
  });
  const { said, resumed, write } = await serving;
  if (said !== undefined) {
    write('.');
    await once(client, 'data');
    await new Promise((resolve) => setImmediate(resolve));
  }
  client.destroy();
  return { said, resumed, session: made };
}

const told = (name: string, requestCert: boolean | undefined, way: keyof typeof WAYS) => ({
  ...(requestCert !== undefined && { requestCert }),
  ...(way !== 'left out' && { rejectUnauthorized: WAYS[way] as boolean }),
  ...(name === 'revoked' && { crl }),
});

let cells = 0;
const names = ['nobody', ...Object.keys(clients).filter((name) => !['wrong name', 'common name alone'].includes(name))];

describe.each(['node', 'web'] as const)('a server of %s', (adapter) => {
  describe.each(VERSIONS)('%s', (version) => {
    describe.each(['ticket', 'id'] as const)('with sessions by %s', (kind) => {
      it.each(names)('judges a client that is %s as node:tls does, whatever session it has', async (name) => {
        const base = { cert: server?.certPem, key: server?.keyPem, ca: ca.certPem };
        const secureOptions = kind === 'id' ? SSL.OP_NO_TICKET : 0;
        for (const requestCert of REQUESTS) {
          for (const way of Object.keys(WAYS) as (keyof typeof WAYS)[]) {
            const options = told(name, requestCert, way);
            const judge = tls.createServer({ ...base, ...options } as tls.TlsOptions);
            const right = (await run(byEvents(judge), name, version, undefined)).said;
            // One context for all listeners: the session could be read by each of them.
            const secureContext = node.createSecureContext({
              ...base,
              secureOptions,
              ...(options.crl && { crl }),
            });
            const listener = (its: object): Serve =>
              adapter === 'node'
                ? byEvents(node.createServer({ ...its, secureContext } as node.TlsServerOptions))
                : byStreams({ ...its, secureContext } as ServerOptions);
            const own = listener(options);
            const cell = async (what: string, session: Buffer | undefined, resumes: boolean) => {
              const got = await run(own, name, version, session);
              const where = `requestCert ${requestCert}, rejectUnauthorized ${way}, session ${what}`;
              expect({ where, said: got.said, resumed: got.resumed }).toEqual({ where, said: right, resumed: resumes });
              cells += 1;
              return got;
            };
            const first = await cell('of nobody', undefined, false);
            if (first.session !== undefined) await cell('of its own', first.session, true);
            const asks = requestCert === true;
            const mustHave = asks && options.rejectUnauthorized !== false;
            for (const [donor, its, isSame] of [
              ['of a listener that asks for nothing', {}, !asks],
              ['of a listener that lets all in', { requestCert: true, rejectUnauthorized: false }, asks && !mustHave],
            ] as const) {
              const { session } = await run(listener(its), name, version, undefined);
              if (session !== undefined) await cell(donor, session, isSame && right !== undefined);
            }
          }
        }
      });
    });
  });
});

describe.each(VERSIONS)('virtual hosts, %s', (version) => {
  it.each(['node', 'web'] as const)(
    'of %s: a session of one opens no other that asks for certificates',
    async (adapter) => {
      const identity = { cert: server?.certPem, key: server?.keyPem };
      const open = web.createSecureContext(identity, 'server');
      const closed = web.createSecureContext({ ...identity, ca: ca.certPem }, 'server');
      closed.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
      const contextFor = (name: string) => (name === 'alias.example' ? closed : undefined);
      const serve: Serve =
        adapter === 'web'
          ? byStreams({ secureContext: open, contextFor })
          : byEvents(
              node.createServer({
                secureContext: open,
                SNICallback: (name, done) => done(null, contextFor(name)),
              }),
            );
      const visit = async (servername: string, session?: Buffer) => {
        const [near, far] = memoryPair();
        const serving = serve(far);
        const client = tls.connect({ socket: near, servername, ca: ca.certPem, maxVersion: version, session });
        client.on('error', () => undefined);
        let made: Buffer | undefined;
        client.on('session', (data: Buffer) => {
          made = data;
        });
        const { said, resumed, write } = await serving;
        write('.');
        if (said !== undefined) await once(client, 'data');
        await new Promise((resolve) => setImmediate(resolve));
        client.destroy();
        return { resumed, session: made };
      };
      const first = await visit(HOST);
      expect((await visit(HOST, first.session)).resumed).toBe(true);
      expect((await visit('alias.example', first.session)).resumed).toBe(false);
      const other = await visit('alias.example');
      expect((await visit(HOST, other.session)).resumed).toBe(false);
      expect((await visit('alias.example', other.session)).resumed).toBe(true);
    },
  );
});

it('has thousands of cells', () => {
  console.log(`${cells} verdicts of servers`);
  expect(cells).toBeGreaterThan(2000);
});
