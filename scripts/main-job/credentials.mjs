/** A CA and a server certificate for localhost, made with the library, in files for the foreign peers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DAY = 24 * 60 * 60;

/** @typedef {Awaited<ReturnType<typeof makeCredentials>>} Credentials */

/** @param {typeof import('../../src/index.js').crypto} crypto */
export async function makeCredentials(crypto) {
  const ca = issue(crypto, 'tsopenssl demo CA', undefined, [
    new crypto.X509Extension('basicConstraints', true, 'CA:TRUE, pathlen:0'),
    new crypto.X509Extension('keyUsage', true, 'keyCertSign, cRLSign'),
  ]);
  const server = issue(crypto, 'localhost', ca, [
    new crypto.X509Extension('basicConstraints', true, 'CA:FALSE'),
    new crypto.X509Extension('subjectAltName', false, 'DNS:localhost, IP:127.0.0.1'),
    new crypto.X509Extension('extendedKeyUsage', false, 'serverAuth'),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-'));
  const pem = crypto.FILETYPE_PEM;
  const files = {
    ca: join(folder, 'ca.pem'),
    cert: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
  };
  await writeFile(files.ca, crypto.dumpCertificate(pem, ca.cert));
  await writeFile(files.cert, crypto.dumpCertificate(pem, server.cert));
  await writeFile(files.key, crypto.dumpPrivatekey(pem, server.key), { mode: 0o600 });
  return { ca, server, files, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * @param {typeof import('../../src/index.js').crypto} crypto
 * @param {string} commonName
 * @param {{ key: import('../../src/index.js').crypto.PKey, cert: import('../../src/index.js').crypto.X509 } | undefined} issuer
 * @param {import('../../src/index.js').crypto.X509Extension[]} extensions
 */
function issue(crypto, commonName, issuer, extensions) {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_EC, 'prime256v1');
  const cert = new crypto.X509();
  cert.setVersion(2);
  cert.setSerialNumber(issuer ? 2 : 1);
  cert.getSubject().commonName = commonName;
  cert.setIssuer((issuer?.cert ?? cert).getSubject());
  cert.setPubkey(key);
  cert.gmtimeAdjNotBefore(-DAY);
  cert.gmtimeAdjNotAfter(30 * DAY);
  cert.addExtensions([...extensions, new crypto.X509Extension('subjectKeyIdentifier', false, 'hash', cert)]);
  if (issuer)
    cert.addExtensions([new crypto.X509Extension('authorityKeyIdentifier', false, 'keyid', cert, issuer.cert)]);
  cert.sign(issuer?.key ?? key, 'sha256');
  return { key, cert };
}
