/** Sessions and their keys, what a server is asked for and what it tells of secrets. */
import { randomBytes } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { call, quiet, type Tls, within } from '../../harness/stage.js';
import { only, VERSIONS } from '../scenes.js';
import { echo, reused, script, visit } from './visits.js';

export const sessions = VERSIONS.flatMap((version) => [
  script(
    `tickets/${version}`,
    ['TLSSocket.isSessionReused', 'TLSSocket.events.session', 'connect.session'],
    async (stage) => {
      const server = await stage.serve(stage.tls, only(version), (socket) => {
        echo(socket);
        stage.note('server', socket.isSessionReused());
      });
      const session = await visit(stage, server, {}, reused(stage));
      await visit(stage, server, { session }, reused(stage));
    },
  ),
  script(
    `newSession and resumeSession/${version}`,
    ['Server.events.newSession', 'Server.events.resumeSession'],
    async (stage) => {
      const store = new Map<string, Buffer>();
      const server = await stage.serve(stage.tls, only(version), echo);
      server.on('newSession', (id: Buffer, data: Buffer, done: () => void) => {
        stage.note('newSession', [id.length, Buffer.isBuffer(data)]);
        store.set(id.toString('hex'), data);
        setTimeout(done, 10);
      });
      server.on('resumeSession', (id: Buffer, done: (error: null, data: Buffer | null) => void) => {
        stage.note('resumeSession', [id.length, store.has(id.toString('hex'))]);
        setTimeout(() => done(null, store.get(id.toString('hex')) ?? null), 10);
      });
      const session = await visit(stage, server, {}, reused(stage));
      await visit(stage, server, { session }, reused(stage));
    },
  ),
  script(`resumeSession fails/${version}`, ['Server.events.resumeSession'], async (stage) => {
    const server = await stage.serve(stage.tls, { ...only(version) }, echo);
    server.on('newSession', (_id: Buffer, _data: Buffer, done: () => void) => done());
    server.on('resumeSession', (_id: Buffer, done: (error: Error) => void) => done(new Error('no store')));
    server.on('tlsClientError', (error) => stage.note('tlsClientError', error));
    const session = await visit(stage, server, {}, reused(stage));
    stage.note('again', (await visit(stage, server, { session }, reused(stage))) !== undefined);
  }),
  script(`ticketKeys shared by two/${version}`, ['createServer.ticketKeys', 'Server.getTicketKeys'], async (stage) => {
    const ticketKeys = randomBytes(48);
    const options = { ...only(version), ticketKeys };
    const [one, two] = [await stage.serve(stage.tls, options, echo), await stage.serve(stage.tls, options, echo)];
    stage.note('keys', [call(one, 'getTicketKeys'), Buffer.compare(one.getTicketKeys(), ticketKeys)]);
    await visit(stage, two, { session: await visit(stage, one) }, reused(stage));
  }),
  script(`setTicketKeys/${version}`, ['Server.setTicketKeys'], async (stage) => {
    const server = await stage.serve(stage.tls, only(version), echo);
    const session = await visit(stage, server);
    stage.try('set', () => server.setTicketKeys(randomBytes(48)));
    await visit(stage, server, { session }, reused(stage));
    for (const wrong of [Buffer.alloc(47), 'x', null]) stage.try('wrong', () => call(server, 'setTicketKeys', wrong));
  }),
  script(`keylog/${version}`, ['Server.events.keylog', 'TLSSocket.events.keylog'], async (stage) => {
    const server = await stage.serve(stage.tls, only(version), echo);
    server.on('keylog', (line: Buffer, socket: TLSSocket) =>
      stage.note('server', [String(line).split(' ')[0], line.at(-1), socket.constructor.name]),
    );
    await visit(stage, server);
    const client = quiet(stage.dial(stage.tls, await stage.serve(stage.node, only(version), echo)));
    client.on('keylog', (line) => stage.note('client', [String(line).split(' ')[0], line.at(-1)]));
    await stage.outcome(client);
  }),
  script(`OCSPRequest/${version}`, ['Server.events.OCSPRequest', 'TLSSocket.events.OCSPResponse'], async (stage) => {
    for (const answer of [Buffer.from('an answer'), null]) {
      const serve = async (tls: Tls, isMine: boolean) => {
        const server = await stage.serve(tls, { ...only(version), ca: stage.pki.ca }, echo);
        server.on('OCSPRequest', (certificate, issuer, done) => {
          if (isMine) stage.note('OCSPRequest', [Buffer.isBuffer(certificate), Buffer.isBuffer(issuer)]);
          setTimeout(done, 10, null, answer);
        });
        return server;
      };
      for (const [server, client] of [
        ['tls', 'node'],
        ['node', 'tls'],
      ] as const) {
        const socket = quiet(
          stage.dial(stage[client], await serve(stage[server], server === 'tls'), { requestOCSP: true }),
        );
        stage.watch(`${server} answers ${client}`, socket, ['OCSPResponse', 'secureConnect']);
        socket.on('OCSPResponse', (response) => stage.note('response', String(response)));
        await stage.outcome(socket);
      }
    }
  }),
  script(`OCSPRequest fails/${version}`, ['Server.events.OCSPRequest'], async (stage) => {
    const server = await stage.serve(stage.tls, only(version), echo);
    server.on('OCSPRequest', (_certificate, _issuer, done) => done(new Error('no answer'), null as unknown as Buffer));
    server.on('tlsClientError', (error) => stage.note('tlsClientError', error));
    const client = quiet(stage.dial(stage.node, server, { requestOCSP: true }));
    await within(client, 'close');
    await stage.settle();
  }),
  script(`client CA names/${version}`, ['createServer.ca-names'], async (stage) => {
    const { ca, client: cert, clientKey: key } = stage.pki;
    const server = await stage.serve(stage.tls, { ...only(version), requestCert: true, ca }, (socket) => {
      echo(socket);
      stage.note('server', [socket.authorized, Object.keys(socket.getPeerCertificate()).length > 0]);
    });
    await visit(stage, server, { cert, key });
  }),
]);
