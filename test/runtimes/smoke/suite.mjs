/** What must work in every runtime. Plain JavaScript with no import: it runs where nothing else is. */

/** @typedef {typeof import('../../../src/index.js')} Library */

/** @param {Library} library @returns {{ name: string, error?: string }[]} */
export function runSuite(library) {
  const tests = { imports, certificate, handshakes, resumption, errors, random };
  return Object.entries(tests).map(([name, test]) => {
    try {
      test(library);
      return { name };
    } catch (error) {
      return { name, error: String(/** @type {Error} */ (error)?.stack ?? error) };
    }
  });
}

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (actual !== expected) throw new Error(`${String(expected)} was expected, not ${String(actual)}`);
}

/** @param {() => unknown} body @param {new (...args: never[]) => Error} Class */
function throws(body, Class) {
  try {
    body();
  } catch (error) {
    if (error instanceof Class) return error;
    throw error;
  }
  throw new Error(`${Class.name} was expected`);
}

/** @param {Library} library */
function imports({ SSL, crypto, rand }) {
  same(typeof SSL.Connection, 'function');
  same(typeof crypto.X509, 'function');
  same(typeof rand.bytes, 'function');
  same(String(SSL.OpenSSLVersion(0)).startsWith('OpenSSL 3.5.'), true);
}

/** @param {Library} library */
function issue({ crypto }) {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_EC, 'prime256v1');
  const cert = new crypto.X509();
  cert.setVersion(2);
  cert.setSerialNumber(7);
  cert.getSubject().commonName = 'smoke';
  cert.setIssuer(cert.getSubject());
  cert.setPubkey(key);
  cert.gmtimeAdjNotBefore(-60);
  cert.gmtimeAdjNotAfter(3600);
  cert.addExtensions([
    new crypto.X509Extension('basicConstraints', true, 'CA:TRUE'),
    new crypto.X509Extension('subjectAltName', false, 'DNS:localhost'),
  ]);
  cert.sign(key, 'sha256');
  return { key, cert };
}

/** @param {Library} library */
function certificate(library) {
  const { crypto } = library;
  const { key, cert } = issue(library);
  const again = crypto.loadCertificate(crypto.FILETYPE_PEM, crypto.dumpCertificate(crypto.FILETYPE_PEM, cert));
  same(again.getSubject().CN, 'smoke');
  same(again.digest('sha256'), cert.digest('sha256'));
  const pem = crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key, 'aes-256-cbc', 'secret');
  same(crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem, 'secret').bits(), 256);
}

/**
 * A client and a server in memory, shaken hands.
 * @param {Library} library
 * @param {{ version?: number, trusted?: boolean }} [options]
 */
function contexts(library, { version = 0, trusted = true } = {}) {
  const { SSL } = library;
  const { key, cert } = issue(library);
  const server = new SSL.Context(SSL.TLS_SERVER_METHOD);
  server.useCertificate(cert);
  server.usePrivatekey(key);
  const client = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  client.setVerify(SSL.VERIFY_PEER);
  if (trusted) client.getCertStore().addCert(cert);
  for (const context of [client, server]) {
    context.setMinProtoVersion(version);
    context.setMaxProtoVersion(version);
  }
  return { client, server };
}

/** @typedef {import('../../../src/index.js').SSL.Connection} Connection */

/** @param {Library} library @param {{ client: import('../../../src/index.js').SSL.Context, server: import('../../../src/index.js').SSL.Context }} pair */
function shake({ SSL }, pair, session = /** @type {any} */ (undefined)) {
  const client = new SSL.Connection(pair.client, null);
  const server = new SSL.Connection(pair.server, null);
  client.setTlsextHostName('localhost');
  client.setVerifyHost('localhost');
  if (session) client.setSession(session);
  for (let i = 0; i < 10 && !(client.isHandshakeDone && server.isHandshakeDone); i++) {
    step(SSL, client, server, () => client.doHandshake());
    step(SSL, server, client, () => server.doHandshake());
  }
  return { client, server };
}

/**
 * One operation, with what it has for the peer.
 * @template T
 * @param {Library['SSL']} SSL @param {Connection} from @param {Connection} to @param {() => T} operation
 */
function step(SSL, from, to, operation) {
  try {
    return operation();
  } catch (error) {
    if (!(error instanceof SSL.WantReadError)) throw error;
  } finally {
    while (from.bioPending() > 0) to.bioWrite(from.bioRead(65536));
  }
}

/** @param {Library} library */
function handshakes(library) {
  const { SSL } = library;
  for (const [version, name] of /** @type {const} */ ([
    [SSL.TLS1_2_VERSION, 'TLSv1.2'],
    [SSL.TLS1_3_VERSION, 'TLSv1.3'],
  ])) {
    const { client, server } = shake(library, contexts(library, { version }));
    same(client.getProtocolVersionName(), name);
    same(client.getPeerCertificate()?.getSubject().CN, 'smoke');
    step(SSL, client, server, () => client.sendall('to the server'));
    same(new TextDecoder().decode(server.recv(100)), 'to the server');
    step(SSL, server, client, () => server.sendall('to the client'));
    same(new TextDecoder().decode(client.recv(100)), 'to the client');
    step(SSL, client, server, () => client.shutdown());
    throws(() => server.recv(1), SSL.ZeroReturnError);
    client.free();
    server.free();
  }
}

/** @param {Library} library */
function resumption(library) {
  const pair = contexts(library);
  const first = shake(library, pair);
  same(first.client.sessionReused(), false);
  throws(() => first.client.recv(1), library.SSL.WantReadError);
  const session = first.client.getSession();
  const second = shake(library, pair, session);
  same(second.client.sessionReused(), true);
  same(second.server.sessionReused(), true);
}

/** @param {Library} library */
function errors(library) {
  const { SSL, crypto } = library;
  const refused = throws(() => shake(library, contexts(library, { trusted: false })), SSL.Error);
  same(refused.message.includes('certificate verify failed'), true);
  throws(() => crypto.loadCertificate(crypto.FILETYPE_PEM, 'no certificate'), crypto.Error);
  throws(() => new SSL.Context(/** @type {any} */ ('7')), TypeError);
}

/** @param {Library} library */
function random({ rand }) {
  const first = String(rand.bytes(16));
  same(first === String(rand.bytes(16)), false);
}
