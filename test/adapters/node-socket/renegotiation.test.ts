/** New handshakes of TLS 1.2: what a server demands of the client then, and how often a client may. */
import { type EventEmitter, once } from 'node:events';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import ours, { type TLSSocket } from '../../../src/adapters/node/index.js';
import { SSL } from '../../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../../support/loopback.js';
import { localPki } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const { ca, server, client } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem, ca: ca.certPem, maxVersion: 'TLSv1.2' as const };
const identity = { cert: client.certPem, key: client.keyPem };
const closers = closeAfterEach();

type Ask = { readonly requestCert?: boolean; readonly rejectUnauthorized?: boolean };

const closed = (socket: EventEmitter) => new Promise((resolve) => socket.once('close', () => resolve('closed')));

/** A server asks its client anew. @returns what it says of the client then, or the error's code */
async function ask(options: Ask, ofClient: object, ofServer: object) {
  const listener = ours.createServer({
    ...credentials,
    ...ofServer,
  });
  const came = once(listener, 'secureConnection');
  const port = await listenOnLoopback(listener, closers);
  const peer = tls.connect({ port, host: 'localhost', ca: ca.certPem, ...ofClient });
  const ready = once(peer, 'secureConnect');
  peer.on('error', () => undefined).resume();
  closers.push(() => peer.destroy());
  const [socket] = (await came) as [TLSSocket];
  await ready;
  const failed = closed(socket);
  let code: unknown;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code;
  });
  socket.resume();
  const isShown = () => Object.keys(socket.getPeerCertificate() ?? {}).length > 0;
  const before = isShown();
  const outcome = await Promise.race([
    failed,
    new Promise((resolve) => socket.renegotiate(options, (error) => resolve(error ?? 'done'))),
  ]);
  if (outcome !== 'done') return { before, outcome, code };
  const shown = isShown();
  const { authorized, destroyed } = socket;
  return { before, outcome, shown, authorized, destroyed };
}

describe('renegotiate of a server', () => {
  it('asks for the certificate that it had not asked for', async () => {
    const told = await ask({ requestCert: true, rejectUnauthorized: true }, identity, {});
    expect(told).toEqual({ before: false, outcome: 'done', shown: true, authorized: true, destroyed: false });
  });

  it('refuses who has none, unless it says that it does not', async () => {
    const strict = await ask({ requestCert: true }, {}, {});
    expect([strict.outcome, strict.code]).toEqual(['closed', 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE']);
    expect(await ask({ requestCert: true, rejectUnauthorized: false }, {}, {})).toMatchObject({
      outcome: 'done',
      shown: false,
      authorized: false,
    });
    // What was reported only is demanded now.
    const lenient = { requestCert: true, rejectUnauthorized: false };
    expect(await ask({ rejectUnauthorized: true }, {}, lenient)).toMatchObject({ outcome: 'closed' });
    expect(await ask({}, {}, lenient)).toMatchObject({ outcome: 'done' });
  });

  it('lets go of the demand, and then says of nobody that he is authorized', async () => {
    const strict = { requestCert: true, rejectUnauthorized: true };
    expect(await ask({ requestCert: false }, identity, strict)).toMatchObject({
      before: true,
      outcome: 'done',
      authorized: false,
      destroyed: false,
    });
  });
});

it('a new handshake that a client begins is judged by the server, which says so by `secure`', async () => {
  const secureOptions = SSL.OP_ALLOW_CLIENT_RENEGOTIATION;
  const demand = { requestCert: true, rejectUnauthorized: false };
  const listener = ours.createServer({ ...credentials, ...demand, secureOptions });
  const came = once(listener, 'secureConnection');
  const port = await listenOnLoopback(listener, closers);
  const peer = tls.connect({ port, host: 'localhost', ca: ca.certPem, ...identity });
  closers.push(() => peer.destroy());
  peer.on('error', () => undefined).resume();
  const ready = once(peer, 'secureConnect');
  const [socket] = (await came) as [TLSSocket];
  await ready;
  socket.resume();
  let judged = 0;
  socket.on('secure', () => judged++);
  peer.renegotiate({}, () => undefined);
  await expect.poll(() => judged).toBe(1);
  expect(socket.authorized).toBe(true);
  peer.write('behind it');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([judged, socket.destroyed]).toEqual([1, false]);
});

it('a client cannot change what it demands of the server by renegotiate: that is refused by name', async () => {
  const port = await listenOnLoopback(tls.createServer(credentials), closers);
  const socket = ours.connect({ port, host: 'localhost', ca: ca.certPem });
  closers.push(() => socket.destroy());
  await once(socket, 'secureConnect');
  for (const [options, name] of [
    [{ rejectUnauthorized: false }, 'rejectUnauthorized'],
    [{ requestCert: false }, 'requestCert'],
  ] as const)
    expect(thrownBy(() => socket.renegotiate(options))).toMatchObject({
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringMatching(new RegExp(`^${name} must be what it was`)),
    });
  expect(thrownBy(() => socket.renegotiate({ requestCert: 1 as never }))).toBeInstanceOf(TypeError);
  const same = { requestCert: true, rejectUnauthorized: true };
  expect(await new Promise((resolve) => socket.renegotiate(same, resolve))).toBeNull();
});

describe('CLIENT_RENEG_LIMIT and CLIENT_RENEG_WINDOW of the default export', () => {
  const { CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW } = ours;
  afterEach(() => Object.assign(ours, { CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW }));

  /** @returns how many new handshakes of a client were done, `pause` ms apart, and the server's error */
  async function times(wanted: number, pause: number) {
    const errors: unknown[] = [];
    const secureOptions = SSL.OP_ALLOW_CLIENT_RENEGOTIATION;
    const listener = ours.createServer({ ...credentials, secureOptions }, (socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code)).resume();
    });
    const port = await listenOnLoopback(listener, closers);
    const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem });
    closers.push(() => socket.destroy());
    await once(
      socket.on('error', () => undefined),
      'secureConnect',
    );
    let done = 0;
    while (done < wanted && !socket.destroyed) {
      const asked = new Promise<unknown>((resolve) => socket.renegotiate({}, (error) => resolve(error ?? 'done')));
      if ((await Promise.race([asked, closed(socket)])) !== 'done') break;
      done += 1;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return { done, errors };
  }

  it('count for servers that are made later', async () => {
    ours.CLIENT_RENEG_LIMIT = 1;
    expect(await times(3, 0)).toEqual({ done: 1, errors: ['ERR_TLS_SESSION_ATTACK'] });
    ours.CLIENT_RENEG_LIMIT = 5;
    expect(await times(5, 0)).toEqual({ done: 5, errors: [] });
  });

  it('end with their window, in seconds', async () => {
    ours.CLIENT_RENEG_LIMIT = 1;
    ours.CLIENT_RENEG_WINDOW = 1;
    expect(await times(3, 2100)).toEqual({ done: 3, errors: [] });
  });
});
