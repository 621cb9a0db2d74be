/** Contexts by name, and others in the place of the first. */
import { call } from '../../harness/stage.js';
import type { Look } from '../scenes.js';
import { echo, script, visit } from './visits.js';

const names: readonly (readonly [string, readonly string[], string])[] = [
  ['an exact name', ['other.example'], 'other.example'],
  ['another name', ['other.example'], 'localhost'],
  ['a wildcard', ['*.example'], 'other.example'],
  ['a wildcard is one label', ['*.example'], 'a.other.example'],
  ['the last one wins', ['*.example', 'other.example'], 'other.example'],
  ['upper case', ['OTHER.example'], 'other.example'],
  ['a star alone', ['*'], 'other.example'],
];

export const contexts = [
  ...names.map(([name, hosts, servername]) =>
    script(`addContext: ${name}`, ['Server.addContext'], async (stage) => {
      const server = await stage.serve(stage.tls, {}, (socket) => {
        echo(socket);
        stage.note('servername', socket.servername);
      });
      for (const host of hosts) server.addContext(host, { cert: stage.pki.other, key: stage.pki.otherKey });
      await visit(stage, server, { servername, rejectUnauthorized: false }, (_state, socket) =>
        stage.note('subject', socket.getPeerCertificate().subject),
      );
    }),
  ),
  ...['', null, undefined, 1].map((host) =>
    script(`addContext(${JSON.stringify(host) ?? 'undefined'})`, ['Server.addContext'], async (stage) => {
      const server = await stage.serve(stage.tls);
      stage.try('added', () => call(server, 'addContext', host, { cert: stage.pki.other, key: stage.pki.otherKey }));
    }),
  ),
  ...[undefined, null, 1, {}, { cert: 'junk' }].map((options) =>
    script(
      `setSecureContext(${JSON.stringify(options) ?? 'undefined'})`,
      ['Server.setSecureContext'],
      async (stage) => {
        const server = await stage.serve(stage.tls);
        stage.try('set', () => call(server, 'setSecureContext', options));
      },
    ),
  ),
  script('setSecureContext is used', ['Server.setSecureContext'], async (stage) => {
    const server = await stage.serve(stage.tls, {}, echo);
    const subject: Look = (_state, socket) => stage.note('subject', socket.getPeerCertificate().subject);
    await visit(stage, server, {}, subject);
    server.setSecureContext({ cert: stage.pki.other, key: stage.pki.otherKey });
    await visit(stage, server, { rejectUnauthorized: false }, subject);
  }),
  script('secureContext of a server', ['createServer.secureContext'], async (stage) => {
    const secureContext = stage.tls.createSecureContext({ cert: stage.pki.other, key: stage.pki.otherKey });
    const server = await stage.serve(stage.tls, { secureContext }, echo);
    await visit(stage, server, { rejectUnauthorized: false }, (_state, socket) =>
      stage.note('subject', socket.getPeerCertificate().subject),
    );
  }),
];
