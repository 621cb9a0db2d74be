/** `tsopenssl/node` beneath real clients and servers that know nothing of it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { Client as UndiciClient, request as undiciRequest } from 'undici';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type ConnectOptions, connect, createServer, type TLSSocket } from '../../src/adapters/node/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server, client } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();

const listen = (listener: net.Server) => listenOnLoopback(listener, closers);

const BODY = 'x'.repeat(200_000);

/** An HTTP server of Node's over our TLS. */
async function serveHttps(handler: http.RequestListener, options: object = {}): Promise<number> {
  const web = http.createServer(handler);
  const secure = createServer({ ...credentials, ...options }, (socket) => web.emit('connection', socket));
  closers.push(() => web.closeAllConnections());
  return listen(secure);
}

const echo: http.RequestListener = (request, response) => {
  response.setHeader('x-method', String(request.method));
  request.pipe(response);
};

/** Node's agent with our sockets. */
function agentOf(options: ConnectOptions = {}, keepAlive = true): https.Agent {
  const agent = new https.Agent({ keepAlive });
  agent.createConnection = (target) => connect({ ...(target as ConnectOptions), ca: ca.certPem, ...options });
  closers.push(() => agent.destroy());
  return agent;
}

describe('node:https', () => {
  it('sends requests over an agent that keeps its sockets, to a server of its own kind', async () => {
    const listener = https.createServer(credentials, echo);
    const port = await listen(listener);
    const agent = agentOf();
    const sockets = new Set<unknown>();
    for (let i = 0; i < 3; i++) {
      const request = https.request({ host: 'localhost', port, method: 'POST', agent });
      request.end(BODY);
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      sockets.add(response.socket);
      expect(await text(response)).toBe(BODY);
    }
    expect(sockets.size).toBe(1);
    expect([...sockets][0]).toHaveProperty('authorized', true);
  });

  it('refuses a server that cannot be verified', async () => {
    const port = await listen(https.createServer(credentials, echo));
    const request = https.get({ host: 'localhost', port, agent: agentOf({ ca: client.certPem }) });
    expect((await once(request, 'error'))[0]).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('serves requests of its own client, many at a time', async () => {
    const port = await serveHttps(echo);
    const agent = new https.Agent({ ca: ca.certPem, keepAlive: true, maxSockets: 10 });
    closers.push(() => agent.destroy());
    const answers = Array.from({ length: 30 }, async () => {
      const request = https.request({ host: 'localhost', port, method: 'POST', agent });
      request.end(BODY);
      return text(((await once(request, 'response')) as [http.IncomingMessage])[0]);
    });
    expect(await Promise.all(answers)).toEqual(Array(30).fill(BODY));
  });

  it('serves curl', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-curl-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'ca.pem'), ca.certPem);
    const port = await serveHttps((request, response) => {
      response.end(`${request.url} ${(request.socket as unknown as TLSSocket).getProtocol()}`);
    });
    const args = ['--silent', '--show-error', '--cacert', join(folder, 'ca.pem'), '--max-time', '10'];
    const { stdout } = await promisify(execFile)('curl', [...args, `https://localhost:${port}/a`]);
    expect(stdout).toBe('/a TLSv1.3');
  });
});

describe('undici', () => {
  it('sends requests over our sockets, with a client certificate', async () => {
    const port = await serveHttps(echo, { requestCert: true, ca: ca.certPem });
    const dispatcher = new UndiciClient(`https://localhost:${port}`, {
      connect: ({ hostname, port: target, servername }, callback) => {
        const options = { host: hostname, port: target, servername, ca: ca.certPem } as ConnectOptions;
        const socket = connect({ ...options, cert: client.certPem, key: client.keyPem });
        socket.once('secureConnect', () => callback(null, socket as unknown as net.Socket));
        socket.once('error', (error) => callback(error, null));
      },
    });
    closers.push(() => dispatcher.close());
    for (let i = 0; i < 3; i++) {
      const { statusCode, body } = await undiciRequest(`https://localhost:${port}/`, {
        dispatcher,
        method: 'POST',
        body: BODY,
      });
      expect(statusCode).toBe(200);
      expect(await body.text()).toBe(BODY);
    }
  });
});

describe('ws', () => {
  it('carries WebSockets both ways', async () => {
    const web = http.createServer();
    const sockets = new WebSocketServer({ server: web });
    sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
    const port = await listen(createServer(credentials, (socket) => web.emit('connection', socket)));
    closers.push(() => web.closeAllConnections());
    const socket = new WebSocket(`wss://localhost:${port}`, { agent: agentOf() });
    await once(socket, 'open');
    socket.send(BODY);
    expect(String((await once(socket, 'message'))[0])).toBe(BODY);
    socket.close();
    await once(socket, 'close');
  });
});

describe('nodemailer and smtp-server', () => {
  async function mailServer(secure: boolean): Promise<{ port: number; mails: string[] }> {
    const mails: string[] = [];
    const listener = new SMTPServer({
      ...credentials,
      secure,
      authOptional: true,
      disableReverseLookup: true,
      onData: (stream, _session, done) => {
        text(stream).then((mail) => {
          mails.push(mail);
          done();
        }, done);
      },
    });
    listener.on('error', () => undefined);
    closers.push(() => new Promise<void>((resolve) => listener.close(() => resolve())));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return { port: (listener.server.address() as net.AddressInfo).port, mails };
  }

  const mail = { from: 'a@localhost', to: 'b@localhost', subject: 'over tsopenssl', text: 'hello' };

  it('sends mail over a socket that is TLS from the start', async () => {
    const { port, mails } = await mailServer(true);
    const connection = connect({ port, host: 'localhost', ca: ca.certPem });
    await once(connection, 'secureConnect');
    const transport = nodemailer.createTransport({ connection: connection as unknown as net.Socket, secured: true });
    await transport.sendMail(mail);
    transport.close();
    expect(mails[0]).toMatch(/^Subject: over tsopenssl/m);
  });

  it('sends mail over a socket that STARTTLS has secured', async () => {
    const { port, mails } = await mailServer(false);
    const plain = net.connect(port, '127.0.0.1');
    const say = async (line: string | undefined, answer: RegExp) => {
      if (line !== undefined) plain.write(`${line}\r\n`);
      expect(String((await once(plain, 'data'))[0])).toMatch(answer);
    };
    await say(undefined, /^220 /);
    await say('EHLO test', /STARTTLS/);
    await say('STARTTLS', /^220 /);
    plain.pause();
    const socket = connect({ socket: plain, host: 'localhost', ca: ca.certPem });
    const dialogue = [
      'EHLO test',
      'MAIL FROM:<a@localhost>',
      'RCPT TO:<b@localhost>',
      'DATA',
      'Subject: s\r\n\r\nx\r\n.',
      'QUIT',
    ];
    for (const line of dialogue) {
      socket.write(`${line}\r\n`);
      expect(String((await once(socket, 'data'))[0])).toMatch(/^[23]\d\d/);
    }
    expect(mails[0]).toMatch(/^Subject: s/m);
  });
});
