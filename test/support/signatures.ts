/** What functions take, as their own source says it, and values that they take. */
import { Duplex } from 'node:stream';
import { afterAll } from 'vitest';
import { createSecureContext, Server, TLSSocket } from '../../src/adapters/node/index.js';
import { connect } from '../../src/adapters/web/index.js';
import { Wisp } from '../../src/adapters/websocket/index.js';
import { crypto, SSL, socket, ssl } from '../../src/index.js';
import {
  createCrl,
  createTimeStampRequest,
  digestMessage,
  encryptMessage,
  signer,
  signMessage,
} from '../../src/pki/index.js';
import { connected } from './connected.js';
import { localPki, newKey } from './pki.js';
import { pair } from './pump.js';
import { Scratch } from './scratch.js';

/** The names of a function's parameters; of a class, its constructor's. */
export function parametersOf(callee: unknown): string[] {
  const source = Function.prototype.toString.call(callee);
  const isClass = source.startsWith('class');
  const start = isClass ? source.search(/(?<![\w.#])constructor\s*\(/) : 0;
  if (start < 0) return parametersOf(Object.getPrototypeOf(callee));
  const open = source.indexOf('(', start);
  if (open < 0) return [];
  return split(inside(source, open)).map(nameOf);
}

/** What stands between a bracket and the one that closes it. */
function inside(source: string, open: number): string {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    if ('([{'.includes(source[at] ?? '')) depth += 1;
    if (')]}'.includes(source[at] ?? '')) depth -= 1;
    if (depth === 0) return source.slice(open + 1, at);
  }
  return '';
}

/** Takes a list apart at its own commas. */
function split(list: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of list) {
    if ('([{'.includes(letter)) depth += 1;
    if (')]}'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.filter((part) => part.trim() !== '');
}

const nameOf = (parameter: string): string => /[{[]?\s*\.{0,3}([\w$]+)/.exec(parameter)?.[1]?.replace(/^_/, '') ?? '';

const { ca, server } = localPki();
const elsewhere = () => signer({ publicKey: server.key, sign: (data) => crypto.sign(server.key, data, 'sha256') });
const signing = { certificate: server.cert, key: server.key };
const signedMessage = () => signMessage('content', { signers: [signing] }).der;
const revocations = createCrl({ issuer: { certificate: ca.cert, key: ca.key } }).der;
const scratch = new Scratch();
afterAll(() => scratch.remove());
const { folder } = scratch;
const certFile = scratch.file('cert.pem', server.certPem + server.keyPem);
const bytes = (): Uint8Array => Uint8Array.of(1, 2, 3);
const store = (): crypto.X509Store => {
  const made = new crypto.X509Store();
  made.addCert(ca.cert);
  return made;
};
const kept = connected(SSL.TLS1_2_VERSION).client;
const session = (): SSL.Session => {
  const made = kept.getSession();
  if (made === null) throw new Error('no session');
  return made;
};
const sslContext = (): ssl.SSLContext => new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
const sslObject = (): ssl.SSLObject =>
  sslContext().wrapBio(new ssl.MemoryBIO(), new ssl.MemoryBIO(), false, 'localhost');
const deaf = () => ({
  recv: () => new Promise<Uint8Array>(() => undefined),
  sendall: async () => undefined,
  close() {},
});

const frames = () => ({
  binaryType: '',
  readyState: 0,
  bufferedAmount: 0,
  send() {},
  close() {},
  addEventListener() {},
});
const nowhere = () => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
const streams = () => {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  return { readable, writable };
};

/** A good value for each parameter of this name; where names mean different things, after the function's own. */
export const GOOD: Readonly<Record<string, () => unknown>> = {
  certificates: () => [ca.cert],
  content: () => 'data',
  mail: () => 'Subject: s\r\n\r\nbody',
  message: () => signed().dump(crypto.FILETYPE_ASN1),
  request: () => createTimeStampRequest({ data: '' }).der,
  token: () => signed().dump(crypto.FILETYPE_ASN1),
  alpnProtocols: () => ['h2'],
  addr: () => ['localhost', 1],
  address: () => ['localhost', 1],
  algorithm: () => ({ name: 'ECDSA', namedCurve: 'P-256' }),
  args: () => undefined,
  backlog: () => 5,
  binaryForm: () => true,
  buf: bytes,
  buffer: () => new Uint8Array(64),
  buflen: () => 10,
  bufsiz: () => 10,
  bytes: () => 10,
  caCerts: () => null,
  cacerts: () => [ca.cert],
  cadata: () => ca.certPem,
  cafile: () => certFile,
  callback: () => () => undefined,
  capath: () => folder,
  cbType: () => 'tls-unique',
  cert: () => server.cert,
  certReqs: () => ssl.CERT_NONE,
  certTime: () => 'Jan  5 09:34:43 2018 GMT',
  certfile: () => certFile,
  certificate: () => server.cert,
  certificateAuthorities: () => [ca.cert.getSubject()],
  certificateAuthority: () => ca.cert,
  certobj: () => ca.cert,
  chain: () => [ca.cert],
  cipher: () => 'aes-256-cbc',
  cipherList: () => 'DEFAULT',
  ciphers: () => 'DEFAULT',
  ciphersuites: () => 'TLS_AES_128_GCM_SHA256',
  context: () => new SSL.Context(SSL.TLS_METHOD),
  count: () => 2,
  critical: () => false,
  crl: () => new crypto.CRL(),
  curve: () => crypto.getEllipticCurve('prime256v1'),
  curveName: () => 'prime256v1',
  data: bytes,
  days: () => 10,
  depth: () => 3,
  der: () => session().toDer(),
  dhfile: () => certFile,
  digest: () => 'sha256',
  digestName: () => 'sha256',
  doHandshakeOnConnect: () => false,
  enabled: () => true,
  enc: () => 'x',
  entropy: () => 1,
  extensions: () => [new crypto.X509Extension('basicConstraints', true, 'CA:TRUE')],
  extractable: () => true,
  family: () => 2,
  field: () => 'CN',
  file: () => certFile,
  filetype: () => crypto.FILETYPE_PEM,
  flag: () => true,
  flags: () => 0,
  groups: () => 'X25519',
  handshakeSize: () => 512,
  hexStr: () => '0a',
  host: () => 'localhost',
  hostname: () => 'localhost',
  how: () => 2,
  identityHint: () => 'hint',
  hint: () => 'hint',
  includeAliases: () => true,
  incoming: () => new ssl.MemoryBIO(),
  index: () => 0,
  input: () => ({}),
  issuer: () => ca.cert,
  issuerCert: () => ca.cert,
  issuerKey: () => ca.key,
  iter: () => 10,
  key: () => server.key,
  keyfile: () => certFile,
  keys: () => new Uint8Array(80),
  label: () => 'EXPERIMENTAL label',
  len: () => 10,
  length: () => 10,
  level: () => 1,
  limit: () => 3,
  listener: () => () => undefined,
  maciter: () => 10,
  maxBits: () => 2048,
  method: () => SSL.TLS_METHOD,
  mode: () => 1,
  modeToClear: () => 1,
  mtu: () => 1400,
  name: () => 'localhost',
  nbytes: () => 10,
  npnProtocols: () => ['h2'],
  num: () => 10,
  numBytes: () => 10,
  olen: () => 10,
  options: () => undefined,
  optname: () => 2,
  one: () => server.cert,
  other: () => server.cert,
  outgoing: () => new ssl.MemoryBIO(),
  parameter: () => 'prime256v1',
  passphrase: () => 'secret',
  password: () => 'secret',
  path: () => certFile,
  pem: () => server.certPem,
  pemCertString: () => server.certPem,
  derCertBytes: () => crypto.dumpCertificate(crypto.FILETYPE_ASN1, server.cert),
  pkey: () => server.key,
  profiles: () => 'SRTP_AES128_CM_SHA1_80',
  protocol: () => ssl.PROTOCOL_TLS_CLIENT,
  protos: () => ['h2'],
  purpose: () => ssl.Purpose.SERVER_AUTH,
  reason: () => 'keyCompromise',
  req: () => new crypto.X509Req(),
  requestPeer: () => true,
  revoked: () => new crypto.Revoked(),
  seconds: () => 10,
  serialno: () => 10,
  serverHostname: () => 'localhost',
  serverNameCallback: () => null,
  serverSide: () => false,
  session,
  sigalgs: () => 'ecdsa_secp256r1_sha256',
  signature: bytes,
  size: () => 10,
  sock: deaf,
  socket: deaf,
  sslVersion: () => ssl.PROTOCOL_TLS_CLIENT,
  state: () => 0,
  store,
  subject: () => server.cert,
  suppressRaggedEofs: () => true,
  timeout: () => 10,
  trust: () => ({ cafile: certFile }),
  type: () => crypto.FILETYPE_PEM,
  typename: () => 'basicConstraints',
  usages: () => ['sign'],
  userdata: () => undefined,
  value: () => 'CA:TRUE',
  version: () => 0,
  vfyTime: () => new Date(),
  window: () => 10,
  when: () => '20300101000000Z',

  bundle: () => certFile,
  enable: () => true,
  info: () => ({}),
  initialDelay: () => 0,
  detailed: () => true,
  milliseconds: () => 10,
  port: () => 1,
  make: () => undefined,
  inner: session,
  protocolCode: () => 1,
  role: () => 'client',
  target: frames,
  transport: streams,

  'Connection.useSigner.signer': elsewhere,
  'Context.useSigner.signer': elsewhere,
  'SSLSession.constructor.context': sslContext,
  'SSLeay_version.type': () => SSL.OPENSSL_VERSION,
  'node.SecureContext.constructor.first': () => 'TLS_method',
  'node.SecureContext.constructor.second': () => 0,
  'node.SecureContext.constructor.versions': () => undefined,
  'node.SecureContext.sslContext.side': () => 'client',
  'node.convertALPNProtocols.list': () => ['h2'],
  'node.convertALPNProtocols.out': () => ({}),
  'node.createServer.first': () => ({}),
  'node.createServer.second': () => undefined,
  'node.connect.first': () => ({ port: 1 }),
  'node.connect.rest': () => undefined,
  'node.TLSSocket.constructor.socket': nowhere,
  'node.TLSSocket.constructor.input': () => ({ host: 'localhost', ca: ca.certPem }),
  'node.TLSSocket.constructor.isOwn': () => false,
  'node.TLSSocket.setTimeout.msecs': () => 10,
  'node.TLSSocket.setKeepAlive.rest': () => 10,
  'node.TLSSocket.exportKeyingMaterial.context': () => Buffer.from('x'),
  'node.Server.addContext.context': () => ({}),
  'web.connect.options': () => ({ host: 'localhost', ca: ca.certPem }),
  'web.upgrade.options': () => ({ host: 'localhost', ca: ca.certPem }),
  'web.accept.options': () => ({ cert: server.certPem, key: server.keyPem }),
  'websocket.connect.options': () => ({ host: 'localhost', ca: ca.certPem }),
  'websocket.pairOf.socket': frames,
  'CRL.addRevoked.revoked': () => new crypto.Revoked(),
  'Connection.setContext.context': () => new SSL.Context(SSL.TLS_METHOD),
  'Connection.useCredentialsOf.context': () => new SSL.Context(SSL.TLS_METHOD),
  'Connection.exportKeyingMaterial.context': bytes,
  'Connection.constructor.socket': () => null,
  'Context.addSession.session': session,
  'Context.setOptions.options': () => 0,
  'Context.clearOptions.options': () => 0,
  'Connection.setOptions.options': () => 0,
  'NetscapeSPKI.constructor.enc': () => undefined,
  'PKey.equals.other': () => server.key,
  'PKey.fromCryptographyKey.key': () => undefined,
  'PKey.generateKey.type': () => crypto.TYPE_EC,
  'SSLContext.wrapBio.session': () => null,
  'SSLContext.wrapSocket.session': () => null,
  'SSLContext.wrapSocket.options': () => ({ doHandshakeOnConnect: false, serverHostname: 'localhost' }),
  'SSLSession.equals.other': () => undefined,
  'Socket.constructor.type': () => 1,
  'Socket.setsockopt.value': () => 1,
  'Socket.setsockopt.level': () => 1,
  'Socket.getsockopt.level': () => 1,
  'OpenSSLVersion.type': () => SSL.OPENSSL_VERSION,
  'SSLeayVersion.type': () => SSL.OPENSSL_VERSION,
  'X509.setIssuer.issuer': () => ca.cert.getSubject(),
  'X509.setSubject.subject': () => ca.cert.getSubject(),
  'X509Req.setSubject.subject': () => ca.cert.getSubject(),
  'X509Name.compare.other': () => ca.cert.getSubject(),
  'X509Name.constructor.name': () => ca.cert.getSubject(),
  'X509Name.equals.other': () => ca.cert.getSubject(),
  'X509Name.fromDer.der': () => ca.cert.getSubject().der(),
  'X509StoreContext.constructor.options': () => ({}),
  'pki.buildChain.options': () => ({ heap: ca.certPem }),
  'pki.verifyChain.options': () => ({ certificate: server.certPem, anchors: ca.certPem }),
  'pki.bundle.chain': () => ({ certificates: [ca.cert], complete: true }),
  'pki.identify.input': () => 'x',
  'pki.lint.input': () => ca.certPem,
  'pki.asn1Tree.der': () => Uint8Array.of(5, 0),
  'pki.signMessage.options': () => ({ signers: [signing] }),
  'pki.addSigners.message': signedMessage,
  'pki.addSigners.options': () => ({ signers: [signing] }),
  'pki.verifyMessage.message': signedMessage,
  'pki.verifyMessage.options': () => ({ trust: [ca.certPem] }),
  'pki.verifyDigest.message': () => digestMessage('content').der,
  'pki.encryptMessage.options': () => ({ recipients: [{ certificate: server.certPem }] }),
  'pki.decryptMessage.message': () => encryptMessage('content', { recipients: [{ certificate: server.cert }] }).der,
  'pki.decryptMessage.options': () => ({ key: server.key }),
  'pki.findRevoked.list': () => revocations,
  'pki.findRevoked.which': () => 5n,
  bounds: () => ({}),
  url: () => 'http://ocsp.example/',
  '_createUnverifiedContext.protocol': () => ssl.PROTOCOL_TLS_CLIENT,
  'getEllipticCurve.name': () => 'prime256v1',
  'loadPkcs12.buffer': () => new crypto.PKCS12(),
  'X509.findExtension.type': () => 'keyUsage',
  'X509Req.findExtension.type': () => '2.5.29.15',
  'X509Req.getAttribute.type': () => 'challengePassword',
  'X509Req.setAttribute.type': () => 'challengePassword',
  'X509Extension.fromDer.type': () => '2.5.29.15',
  'X509Extension.alternativeNames.names': () => [{ type: 'dns', value: 'a.example' }],
  'matchHostname.cert': () => ({ subjectAltName: [['DNS', 'localhost']] }),
  'sslsocket.constructor.sslVersion': () => ssl.PROTOCOL_TLS,
  'wrapSocket.sslVersion': () => ssl.PROTOCOL_TLS,
};

const signed = () => crypto.PKCS7.sign(server.cert, server.key, 'data');
const unshaken = () => pair(new SSL.Context(SSL.TLS_METHOD), new SSL.Context(SSL.TLS_METHOD)).client;
const fresh = (cert: crypto.X509) =>
  crypto.loadCertificate(crypto.FILETYPE_PEM, crypto.dumpCertificate(crypto.FILETYPE_PEM, cert));
const full12 = () => {
  const file = new crypto.PKCS12();
  file.setCertificate(server.cert);
  file.setPrivatekey(server.key);
  return file;
};

/** Objects of each class that has methods, in the states that they can be in. */
export const OBJECTS: Readonly<Record<string, readonly (() => object)[]>> = {
  CRL: [() => new crypto.CRL()],
  Connection: [() => connected(SSL.TLS1_2_VERSION).client, () => connected().server, unshaken, datagrams],
  Context: [() => new SSL.Context(SSL.TLS_METHOD)],
  ExternalKey: [elsewhere],
  MemoryBIO: [() => new ssl.MemoryBIO()],
  NetscapeSPKI: [() => new crypto.NetscapeSPKI()],
  PKCS12: [() => new crypto.PKCS12(), full12],
  PKCS7: [signed, () => crypto.PKCS7.encrypt(server.cert, 'data')],
  PKey: [() => newKey(), () => new crypto.PKey(), () => newKey('ED25519'), () => server.cert.getPubkey()],
  Revoked: [() => new crypto.Revoked()],
  SSLContext: [sslContext, () => new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)],
  SSLObject: [sslObject],
  SSLSession: [() => new ssl.SSLSession(session(), sslContext())],
  SecureContext: [() => createSecureContext()],
  Server: [() => new Server({})],
  Session: [session],
  Socket: [() => new socket.Socket()],
  SocketConnection: [() => new SSL.Connection(new SSL.Context(SSL.TLS_METHOD), deaf() as never) as unknown as object],
  TLSSocket: [() => new TLSSocket(nowhere(), { host: 'localhost', ca: ca.certPem }).on('error', () => undefined)],
  TlsSocket: [() => connect(streams(), { host: 'localhost', ca: ca.certPem })],
  Wisp: [() => new Wisp(frames() as never)],
  X509: [() => fresh(server.cert), () => new crypto.X509()],
  X509Extension: [() => new crypto.X509Extension('basicConstraints', true, 'CA:TRUE')],
  X509Name: [() => new crypto.X509Name(ca.cert.getSubject()), () => crypto.X509Name.empty()],
  X509Req: [() => new crypto.X509Req()],
  X509Store: [store],
  X509StoreContext: [() => new crypto.X509StoreContext(store(), server.cert)],
};

function datagrams(): SSL.Connection {
  return pair(new SSL.Context(SSL.DTLS_CLIENT_METHOD), new SSL.Context(SSL.DTLS_SERVER_METHOD)).client;
}
