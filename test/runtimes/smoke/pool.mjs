/** What a pool of workers must do in every runtime that has workers. */

/** @typedef {typeof import('../../../src/worker/index.js')} WorkerLibrary */
/** @typedef {import('../../../src/worker/index.js').WorkerPool} WorkerPool */
/** @typedef {import('../../../src/worker/index.js').RemoteConnection} RemoteConnection */

/**
 * @param {WorkerLibrary} library
 * @param {import('../../../src/worker/index.js').PoolOptions} [options]
 * @returns {Promise<{ name: string, error?: string }[]>}
 */
export async function runPool(library, options = {}) {
  const tests = { handshake, callbacks, errors, crash, kit };
  const results = [];
  for (const [name, test] of Object.entries(tests)) {
    const pool = new library.WorkerPool({ size: 2, ...options });
    try {
      await test(pool, library);
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(/** @type {Error} */ (error)?.stack ?? error) });
    } finally {
      await pool.close();
    }
  }
  return results;
}

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (actual !== expected) throw new Error(`${String(expected)} was expected, not ${String(actual)}`);
}

/** @param {() => unknown} body @returns {Promise<Error>} */
async function rejection(body) {
  try {
    await body();
  } catch (error) {
    return /** @type {Error} */ (error);
  }
  throw new Error('an error was expected');
}

/** @param {WorkerPool} pool @param {WorkerLibrary} library */
async function contexts({ SSL }, { crypto }) {
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
  cert.addExtensions([new crypto.X509Extension('subjectAltName', false, 'DNS:localhost')]);
  cert.sign(key, 'sha256');
  const server = new SSL.Context(SSL.TLS_SERVER_METHOD);
  await server.useCertificate(cert);
  await server.usePrivatekey(key);
  const client = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  await client.getCertStore().addCert(cert);
  await client.setVerify(SSL.VERIFY_PEER);
  return { client, server };
}

/** @param {RemoteConnection} client @param {RemoteConnection} server */
async function shake(client, server) {
  let { ciphertext } = await client.exchange();
  for (let round = 0; round < 5; round++) {
    const there = await server.exchange({ ciphertext });
    const here = await client.exchange({ ciphertext: there.ciphertext });
    ciphertext = here.ciphertext;
    if (here.isHandshakeDone && there.isHandshakeDone && ciphertext.length === 0) return;
  }
  throw new Error('the handshake did not end');
}

/** @param {WorkerPool} pool @param {WorkerLibrary} library */
async function handshake(pool, library) {
  const { SSL } = pool;
  const contextsOf = await contexts(pool, library);
  await contextsOf.server.setAlpnSelectProtocols(['h2']);
  /** @type {string[]} */
  const lines = [];
  await contextsOf.client.setKeylogCallback((_connection, line) => lines.push(new TextDecoder().decode(line)));
  const client = new SSL.Connection(contextsOf.client, null);
  const server = new SSL.Connection(contextsOf.server, null);
  await client.setAlpnProtos(['h2']);
  await client.setVerifyHost('localhost');
  await shake(client, server);
  same(await client.getProtocolVersionName(), 'TLSv1.3');
  same((await client.getPeerCertificate())?.getSubject().CN, 'smoke');
  same(new TextDecoder().decode(await server.getAlpnProtoNegotiated()), 'h2');
  same(
    lines.some((line) => line.startsWith('SERVER_TRAFFIC_SECRET_0 ')),
    true,
  );
  const data = library.transfer(new Uint8Array(200_000).fill(5));
  const { ciphertext, sent } = await client.exchange({ plaintext: data, shutdown: true });
  same(data.length, 0);
  same(sent, 200_000);
  const { plaintext, isClosed } = await server.exchange({ ciphertext });
  same(plaintext.length, 200_000);
  same(isClosed, true);
  await Promise.all([client.free(), server.free()]);
  same(
    (await pool.status()).reduce((sum, { connections }) => sum + connections, 0),
    0,
  );
}

/** @param {WorkerPool} pool @param {WorkerLibrary} library */
async function callbacks(pool, library) {
  const { SSL } = pool;
  const contextsOf = await contexts(pool, library);
  let judged = 0;
  await contextsOf.client.setVerify(SSL.VERIFY_PEER, async (_connection, certificate) => {
    judged += 1;
    return certificate.getSubject().CN === 'smoke';
  });
  const client = new SSL.Connection(contextsOf.client, null);
  const server = new SSL.Connection(contextsOf.server, null);
  if (typeof SharedArrayBuffer === 'function') {
    await shake(client, server);
    same(judged, 1);
  } else {
    const error = await rejection(() => shake(client, server));
    same(error.message.includes('cross-origin isolated'), true);
  }
}

/** @param {WorkerPool} pool @param {WorkerLibrary} library */
async function errors(pool, library) {
  const { SSL } = pool;
  const { server } = await contexts(pool, library);
  const context = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  await context.setVerify(SSL.VERIFY_PEER);
  const client = new SSL.Connection(context, null);
  const failure = await rejection(() => shake(client, new SSL.Connection(server, null)));
  same(failure instanceof SSL.Error, true);
  same(/** @type {any} */ (failure).errors.at(-1)[2], 'certificate verify failed');
  same((await rejection(() => context.setSecurityLevel(99))) instanceof Error, true);
  same((await rejection(() => new SSL.Connection(server, null).recv(1))) instanceof SSL.WantReadError, true);
}

/** @param {WorkerPool} pool @param {WorkerLibrary} library */
async function crash(pool, library) {
  const { SSL } = pool;
  const { server } = await contexts(pool, library);
  const waiting = rejection(() => new SSL.Connection(server, null).doHandshake());
  await pool.close();
  const error = await waiting;
  same(error instanceof library.WorkerError, true);
  same(/** @type {any} */ (error).code, 'ERR_WORKER_TERMINATED');
  const missing = new library.WorkerPool({
    createWorker: () => /** @type {any} */ (startMissing()),
  });
  const context = new missing.SSL.Context(SSL.TLS_METHOD);
  const failure = await rejection(() => context.getOptions());
  same(failure instanceof library.WorkerError, true);
  same(/** @type {any} */ (failure).code, 'ERR_WORKER_START');
}

/** What tsopenssl/pki does, in threads of another script. @param {WorkerPool} pool @param {WorkerLibrary} library */
async function kit(pool, { crypto }) {
  /** @type {unknown[]} */
  const told = [];
  const { pki } = pool;
  const { key } = await pki
    .with({ onProgress: (progress) => told.push(progress) })
    .createKey({ type: 'RSA', bits: 2048 });
  same(key.bits(), 2048);
  same(told.length > 0, true);
  const root = await pki.createCertificateAuthority({ subject: 'root', key });
  same(root.certificate instanceof crypto.X509, true);
  const control = new AbortController();
  const long = rejection(() =>
    pki
      .with({ signal: control.signal, onProgress: () => control.abort(new Error('enough')) })
      .createKey({ type: 'RSA', bits: 16_384 }),
  );
  same((await long).message, 'enough');
  same((await pki.readCertificate(root.certificate)).der.length, root.der.length);
  const refused = await rejection(() => pki.readCertificate(new Uint8Array(4)));
  same(refused instanceof crypto.Error, true);
  const pieces = async function* () {
    for (let i = 0; i < 8; i++) yield new Uint8Array(10_000);
  };
  let length = 0;
  const sealed = await pki.encryptStream(pieces(), { recipients: [{ certificate: root.certificate }] });
  for await (const piece of await pki.decryptStream(sealed, { key })) length += piece.length;
  same(length, 80_000);
}

/** A worker whose script is not there. */
function startMissing() {
  const threads = /** @type {any} */ (globalThis).process?.getBuiltinModule?.('node:worker_threads');
  // Not by the address of this file alone: a bundler would look for it.
  const base = globalThis.location?.href ?? import.meta.url;
  const url = new URL('no-such-script.mjs', base);
  return threads ? new threads.Worker(url) : new Worker(url, { type: 'module' });
}
