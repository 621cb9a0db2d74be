/** The package through its public API, over one module; also in a browser. */

/** @typedef {typeof import('../package-entry.ts')} Package */

/**
 * @param {string} name
 * @param {Package} tsopenssl - an instance of the package of its own
 * @returns {import('../measure.mjs').Contender}
 */
export function publicApi(name, tsopenssl) {
  return {
    name,
    prepare(test) {
      if (test.name === 'TLS 1.3 handshake') {
        const contexts = makeContexts(tsopenssl, 'TLS_AES_128_GCM_SHA256');
        return repeated(() => free(shakeHands(tsopenssl, contexts)));
      }
      const [, kind, cipher = ''] = /^TLS (record|send) (.*)$/.exec(test.name) ?? [];
      const suite = SUITES.get(cipher);
      return suite === undefined ? undefined : records(tsopenssl, suite, test.size ?? 0, kind === 'record');
    },
  };
}

const SUITES = new Map([
  ['AES-128-GCM', 'TLS_AES_128_GCM_SHA256'],
  ['ChaCha20-Poly1305', 'TLS_CHACHA20_POLY1305_SHA256'],
]);

/** @param {() => void} body @returns {import('../measure.mjs').Operation} */
function repeated(body) {
  return {
    run(times) {
      for (let i = 0; i < times; i++) body();
      return undefined;
    },
  };
}

/** @param {Package} tsopenssl @param {string} suite @param {number} size @param {boolean} readToo */
function records(tsopenssl, suite, size, readToo) {
  const { client, server } = shakeHands(tsopenssl, makeContexts(tsopenssl, suite));
  const data = Uint8Array.from({ length: size }, (_, i) => 13 * i);
  // The session tickets of the handshake wait on the client's side; the record itself is what is timed.
  const [record, plaintext] = [new Uint8Array(size + 256), new Uint8Array(size)];
  return repeated(() => {
    client.send(data);
    const length = client.bioReadInto(record);
    if (!readToo) return;
    server.bioWrite(record.subarray(0, length));
    if (server.recvInto(plaintext) !== size) throw new Error('a record was cut');
  });
}

/** @param {Package} tsopenssl @param {string} suite */
function makeContexts({ crypto, SSL }, suite) {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_EC, 'prime256v1');
  const cert = new crypto.X509();
  cert.setVersion(2);
  cert.setSerialNumber(1);
  cert.getSubject().commonName = 'localhost';
  cert.setIssuer(cert.getSubject());
  cert.setPubkey(key);
  cert.gmtimeAdjNotBefore(-3600);
  cert.gmtimeAdjNotAfter(86_400);
  cert.sign(key, 'sha256');
  const server = new SSL.Context(SSL.TLS_SERVER_METHOD);
  server.useCertificate(cert);
  server.usePrivatekey(key);
  const client = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  client.getCertStore().addCert(cert);
  client.setVerify(SSL.VERIFY_PEER);
  for (const context of [client, server]) {
    context.setMinProtoVersion(SSL.TLS1_3_VERSION);
    context.setTls13Ciphersuites(suite);
    context.setGroups('X25519');
  }
  return { client, server };
}

/** @typedef {import('../../src/index.ts').SSL.Connection} Connection */

/** @param {Package} tsopenssl @param {ReturnType<typeof makeContexts>} contexts */
function shakeHands({ SSL }, contexts) {
  const client = new SSL.Connection(contexts.client, null);
  const server = new SSL.Connection(contexts.server, null);
  client.setConnectState();
  server.setAcceptState();
  /** @param {Connection} from @param {Connection} to */
  const step = (from, to) => {
    try {
      from.doHandshake();
    } catch (error) {
      if (!(error instanceof SSL.WantReadError)) throw error;
    }
    while (from.bioPending() > 0) to.bioWrite(from.bioRead(65_536));
  };
  step(client, server);
  step(server, client);
  step(client, server);
  step(server, client);
  if (!client.isHandshakeDone || !server.isHandshakeDone) throw new Error('the handshake did not end');
  return { client, server };
}

/** @param {{ client: { free(): void }, server: { free(): void } }} pair */
function free({ client, server }) {
  client.free();
  server.free();
}
