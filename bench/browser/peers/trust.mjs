/**
 * A certificate that every peer can be told to trust. libcurl.js trusts the list that is compiled into it, and takes no other:
 * one of the list is written over, in the copy that the benchmark serves, by a CA of exactly its length.
 */
import { X509Certificate } from 'node:crypto';
import * as pki from 'tsopenssl/pki';

/** Any that nobody needs: what is padded must be longer than what pads it. */
const MOST = 2000;

/** The longest certificate in a module, where it stands. @param {Buffer} module */
function certificateIn(module) {
  for (let at = module.indexOf('3082', 0, 'hex'); at >= 0; at = module.indexOf('3082', at + 1, 'hex')) {
    const length = module.readUInt16BE(at + 2) + 4;
    if (length < 800 || length > MOST || module.readUInt16BE(at + 4) !== 0x3082) continue;
    try {
      return { at, length: new X509Certificate(module.subarray(at, at + length)).raw.length };
    } catch {
      // Something else that begins alike.
    }
  }
  throw new Error('libcurl.js has no list of certificates where it had one');
}

/** @param {number} length - of its DER */
function authorityOf(length) {
  let padding = 300;
  for (let tries = 0; tries < 20; tries += 1) {
    const der = Uint8Array.of(4, 0x82, padding >> 8, padding & 255, ...new Uint8Array(padding));
    const authority = pki.createCertificateAuthority({
      subject: 'Benchmark CA',
      extensions: [{ oid: '1.3.6.1.4.1.55555.1', value: der }],
    });
    if (authority.der.length === length) return authority;
    // Signatures of ECDSA are of several lengths.
    padding += length - authority.der.length;
  }
  throw new Error(`no certificate of ${length} bytes could be made`);
}

/**
 * @param {Buffer} libcurl - the module as it is published
 * @returns what a server shows, what is trusted, and the module that trusts it
 */
export function trustedByAll(libcurl) {
  const { at, length } = certificateIn(libcurl);
  const authority = authorityOf(length);
  const server = pki.issueCertificate({ issuer: authority, names: ['localhost', '127.0.0.1'] });
  const patched = Buffer.from(libcurl);
  patched.set(authority.der, at);
  return { ca: authority.pem, cert: server.pem, key: pki.writeKey(server.key), libcurl: patched };
}
