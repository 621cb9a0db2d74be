/** What the tests against openssl(1) and curl(1) share: an identity for each side, on disk too. */
import { afterAll } from 'vitest';
import type { SSL } from '../../src/index.js';
import { run } from './native.js';
import { issue, localPki } from './pki.js';
import { Scratch } from './scratch.js';

export const { ca, server, client } = localPki();
export const other = issue('other.example', { issuer: ca, san: 'DNS:other.example' });
export const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
export const scratch = new Scratch();
afterAll(() => scratch.remove());

export const files = {
  ca: scratch.file('ca.pem', ca.certPem),
  caKey: scratch.file('ca.key', ca.keyPem),
  cert: scratch.file('server.pem', server.certPem),
  key: scratch.file('server.key', server.keyPem),
  otherCert: scratch.file('other.pem', other.certPem),
  otherKey: scratch.file('other.key', other.keyPem),
  clientCert: scratch.file('client.pem', client.certPem),
  clientKey: scratch.file('client.key', client.keyPem),
};
/** A key that both sides have before, in hexadecimal and as bytes. */
export const PSK = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
export const pskBytes = Uint8Array.from(Buffer.from(PSK, 'hex'));

/** A good OCSP response about the server, as a responder of the CA gives it. */
export function ocspResponse(): string {
  const serial = server.cert.getSerialNumber().toString(16).toUpperCase().padStart(4, '0');
  const index = scratch.file('index.txt', `V\t491231235959Z\t\t${serial}\tunknown\t/CN=localhost\n`);
  const [request, response] = [scratch.path('request.der'), scratch.path('response.der')];
  run('openssl', ['ocsp', '-issuer', files.ca, '-cert', files.cert, '-reqout', request]);
  const signer = ['-CA', files.ca, '-rsigner', files.ca, '-rkey', files.caKey];
  run('openssl', ['ocsp', '-index', index, ...signer, '-reqin', request, '-respout', response, '-ndays', '1']);
  return response;
}

/** Closes a session and its socket. */
export async function end(connection: SSL.SocketConnection): Promise<void> {
  await connection.shutdown().catch(() => false);
  connection.close();
}
