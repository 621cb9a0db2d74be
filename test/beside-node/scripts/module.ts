/** The module's own functions and constants, the same words for each. */
import net from 'node:net';
import type { Script } from '../harness/script.js';
import { call, type Stage, type Tls } from '../harness/stage.js';

const script = (row: string, name: string, run: Script['run'], more: Partial<Script> = {}): Script => ({
  name: `module/${name}`,
  rows: [`tls.${row}`],
  run,
  ...more,
});

const value = (name: string, reading: (tls: Tls, stage: Stage) => unknown, row = name): Script =>
  script(row, name, (stage) => stage.try('value', () => reading(stage.tls, stage)));

const constants =
  'CLIENT_RENEG_LIMIT CLIENT_RENEG_WINDOW DEFAULT_CIPHERS DEFAULT_ECDH_CURVE DEFAULT_MIN_VERSION DEFAULT_MAX_VERSION'.split(
    ' ',
  );

const altnames: readonly (readonly [string, object])[] = [
  ['localhost', { subject: { CN: 'localhost' }, subjectaltname: 'DNS:localhost' }],
  ['a.example', { subject: { CN: 'x' }, subjectaltname: 'DNS:*.example' }],
  ['a.b.example', { subject: { CN: 'x' }, subjectaltname: 'DNS:*.example' }],
  ['b.example', { subject: { CN: 'x' }, subjectaltname: 'DNS:a.example, DNS:c.example' }],
  ['A.EXAMPLE.', { subject: { CN: 'x' }, subjectaltname: 'DNS:a.example' }],
  ['127.0.0.1', { subject: { CN: 'x' }, subjectaltname: 'IP Address:127.0.0.1' }],
  ['127.0.0.2', { subject: { CN: 'x' }, subjectaltname: 'IP Address:127.0.0.1' }],
  ['::1', { subject: { CN: 'x' }, subjectaltname: 'IP Address:0:0:0:0:0:0:0:1' }],
  ['127.0.0.1', { subject: { CN: 'x' }, subjectaltname: 'DNS:127.0.0.1' }],
  ['a.example', { subject: { CN: 'x' }, subjectaltname: 'URI:http://a.example/' }],
  ['a.example', { subject: { CN: 'a.example' } }],
  ['b.example', { subject: { CN: 'a.example' } }],
  ['a.example', { subject: { CN: ['b.example', 'a.example'] } }],
  ['a.example', { subject: {} }],
  ['a.example', {}],
  ['a.example', { subject: { CN: 'a.example' }, subjectaltname: 'email:a@example' }],
  ['xn--bcher-kva.example', { subject: {}, subjectaltname: 'DNS:xn--bcher-kva.example' }],
  ['a.example', { subject: {}, subjectaltname: 'DNS:"a.example\\u0000.evil"' }],
  ['foo.example', { subject: {}, subjectaltname: 'DNS:f*.example' }],
  ['example', { subject: {}, subjectaltname: 'DNS:*' }],
];

export const moduleScripts: readonly Script[] = [
  ...constants.map((name) => value(name, (tls) => Reflect.get(tls, name))),
  value('members', (tls, { node }) => Object.keys(node).filter((name) => !(name in tls)), 'module'),
  value('default export', (_tls, { exported }) => exported.includes('default'), 'default'),
  // What ours has beyond node's is no difference.
  value(
    'names of the module',
    (_tls, { exported, node }) => Object.keys(node).filter((name) => !exported.includes(name)),
    'module',
  ),
  value(
    'lengths',
    (tls, { node }) => Object.keys(node).map((name) => [name, (Reflect.get(tls, name) as { length?: number }).length]),
    'default',
  ),
  value(
    'members of TLSSocket',
    (tls, { node }) => publicNames(node.TLSSocket.prototype).filter((name) => !(name in tls.TLSSocket.prototype)),
    'TLSSocket.new',
  ),
  value(
    'members of Server',
    (tls, { node }) => publicNames(node.Server.prototype).filter((name) => !(name in tls.Server.prototype)),
    'Server.new',
  ),
  value('getCiphers', (tls) => tls.getCiphers()),
  value('getCiphers, a new list each time', (tls) => new Set([tls.getCiphers(), tls.getCiphers()]).size, 'getCiphers'),
  value('getCertificateCompressionAlgorithms', (tls) => call(tls, 'getCertificateCompressionAlgorithms')),
  value('rootCertificates', (tls) => [tls.rootCertificates.length > 100, Object.isFrozen(tls.rootCertificates)]),
  value(
    'rootCertificates, the same as node',
    (tls, { node }) => JSON.stringify(tls.rootCertificates) === JSON.stringify(node.rootCertificates),
    'rootCertificates',
  ),
  ...['default', 'bundled', 'system', 'extra', 'x', undefined, null, 1].map((type) =>
    script('getCACertificates', `getCACertificates(${JSON.stringify(type)})`, (stage) => {
      stage.try('value', () => {
        const list = call(stage.tls, 'getCACertificates', ...(type === undefined ? [] : [type]));
        return Array.isArray(list) ? [list.length, Object.isFrozen(list)] : list;
      });
    }),
  ),
  ...([[], ['x'], [''], 'x', undefined, [1]] as const).map((list) =>
    script(
      'setDefaultCACertificates',
      `setDefaultCACertificates(${JSON.stringify(list)})`,
      (stage) => stage.try('value', () => call(stage.tls, 'setDefaultCACertificates', list)),
      { env: { DEFAULTS_ARE_CHANGED: 'yes' }, alone: true },
    ),
  ),
  script(
    'setDefaultCACertificates',
    'setDefaultCACertificates, used',
    async (stage) => {
      call(stage.tls, 'setDefaultCACertificates', [stage.pki.ca]);
      stage.note('default', Reflect.apply(Reflect.get(stage.tls, 'getCACertificates'), stage.tls, ['default']));
      const server = await stage.serve(stage.node);
      stage.note('outcome', await stage.outcome(stage.dial(stage.tls, server, { ca: undefined })));
    },
    { env: { DEFAULTS_ARE_CHANGED: 'used' }, alone: true },
  ),
  ...['h2', 'http/1.1', ''].flatMap((name) =>
    [[name], [Buffer.from(name)], Buffer.from(`${String.fromCharCode(name.length)}${name}`)].map((protocols, index) =>
      script('convertALPNProtocols', `convertALPNProtocols(${JSON.stringify(name)}, ${index})`, (stage) => {
        stage.try('value', () => {
          const out: { ALPNProtocols?: Buffer } = {};
          call(stage.tls, 'convertALPNProtocols', protocols, out);
          return out.ALPNProtocols?.toString('hex');
        });
      }),
    ),
  ),
  script('convertALPNProtocols', 'convertALPNProtocols, too long', (stage) =>
    stage.try('value', () => call(stage.tls, 'convertALPNProtocols', ['x'.repeat(256)], {})),
  ),
  ...altnames.map(([host, cert], index) =>
    script('checkServerIdentity', `checkServerIdentity/${index} ${host}`, (stage) => {
      stage.try('value', () => call(stage.tls, 'checkServerIdentity', host, cert));
    }),
  ),
  value(
    'classes',
    (tls) => [tls.TLSSocket.name, tls.Server.name, tls.TLSSocket.length, tls.Server.length],
    'TLSSocket',
  ),
  value('class of servers', (tls) => tls.Server.name, 'Server'),
  value('SecureContext', (tls) => call(tls, 'SecureContext') instanceof Reflect.get(tls, 'SecureContext')),
  value(
    'SecureContext, new',
    (tls) => {
      const SecureContext = Reflect.get(tls, 'SecureContext') as new (...args: unknown[]) => object;
      return Object.keys(new SecureContext());
    },
    'SecureContext',
  ),
  value(
    'createSecureContext() instanceof',
    (tls) => tls.createSecureContext() instanceof Reflect.get(tls, 'SecureContext'),
    'createSecureContext',
  ),
  value(
    'createSecureContext().context',
    (tls) => typeof tls.createSecureContext().context,
    'createSecureContext.context',
  ),
  value('createSecurePair', (tls) => typeof Reflect.get(tls, 'createSecurePair')),
  value('Server without new', (tls) => call(tls, 'Server') instanceof tls.Server, 'Server.without-new'),
  value(
    'Server extends',
    (tls) => [tls.createServer() instanceof tls.Server, tls.createServer() instanceof net.Server],
    'Server.new',
  ),
  value('TLSSocket extends', (tls) => tls.TLSSocket.prototype instanceof net.Socket, 'TLSSocket.instanceof'),
  value(
    'createServer(listener)',
    (tls) => tls.createServer(() => undefined).listenerCount('secureConnection'),
    'createServer.listener',
  ),
  value(
    'createServer({}, listener)',
    (tls) => tls.createServer({}, () => undefined).listenerCount('secureConnection'),
    'createServer.options',
  ),
  value('createServer(null)', (tls) => call(tls, 'createServer', null) instanceof tls.Server, 'createServer.options'),
  ...[1, 'x', true].map((wrong) =>
    value(`createServer(${JSON.stringify(wrong)})`, (tls) => call(tls, 'createServer', wrong), 'createServer.options'),
  ),
  ...[
    'cert',
    'key',
    'ca',
    'pfx',
    'crl',
    'passphrase',
    'ciphers',
    'ecdhCurve',
    'sigalgs',
    'minVersion',
    'maxVersion',
    'secureProtocol',
    'secureOptions',
    'sessionIdContext',
    'sessionTimeout',
    'ticketKeys',
    'dhparam',
    'honorCipherOrder',
    'privateKeyEngine',
    'privateKeyIdentifier',
    'clientCertEngine',
    'allowPartialTrustChain',
  ].flatMap((option) =>
    ([null, undefined, '', 0, 1, 'junk', [], {}, true, false] as const).map((given) =>
      script(
        `createSecureContext.${option}`,
        `createSecureContext({ ${option}: ${JSON.stringify(given) ?? 'undefined'} })`,
        (stage) => {
          stage.try('value', () => typeof stage.tls.createSecureContext({ [option]: given }));
        },
      ),
    ),
  ),
];

function publicNames(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => !name.startsWith('_'))
    .toSorted();
}
