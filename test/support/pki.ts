/** Certificates for the tests, made with the library itself. */
import { crypto } from '../../src/index.js';

export interface Identity {
  readonly key: crypto.PKey;
  readonly cert: crypto.X509;
  readonly keyPem: string;
  readonly certPem: string;
}

export interface IssueOptions {
  readonly issuer?: Identity;
  readonly ca?: boolean;
  readonly key?: crypto.PKey;
  readonly san?: string;
  readonly notAfter?: string;
  readonly serial?: number;
  /** The common name, where it is not what the first argument says. */
  readonly cn?: string;
  readonly extensions?: readonly crypto.X509Extension[];
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

let serial = 1000;

export function newKey(type: number | string = crypto.TYPE_EC, parameter: number | string = 'prime256v1'): crypto.PKey {
  const key = new crypto.PKey();
  if (typeof type === 'string') key.generateKey(type);
  else key.generateKey(type, parameter);
  return key;
}

/** Issues a certificate: self-signed without an issuer. */
export function issue(commonName: string, options: IssueOptions = {}): Identity {
  const key = options.key ?? newKey();
  const cert = new crypto.X509();
  cert.setVersion(2);
  cert.setSerialNumber(options.serial ?? serial++);
  cert.getSubject().commonName = options.cn ?? commonName;
  cert.setIssuer((options.issuer?.cert ?? cert).getSubject());
  cert.setPubkey(key);
  cert.gmtimeAdjNotBefore(-3600);
  if (options.notAfter === undefined) cert.gmtimeAdjNotAfter(86_400);
  else cert.setNotAfter(options.notAfter);
  cert.addExtensions([new crypto.X509Extension('basicConstraints', true, options.ca ? 'CA:TRUE' : 'CA:FALSE')]);
  if (options.ca) cert.addExtensions([new crypto.X509Extension('keyUsage', true, 'keyCertSign,cRLSign')]);
  cert.addExtensions([new crypto.X509Extension('subjectKeyIdentifier', false, 'hash', cert)]);
  if (options.issuer) {
    cert.addExtensions([new crypto.X509Extension('authorityKeyIdentifier', false, 'keyid', cert, options.issuer.cert)]);
  }
  if (options.san !== undefined) cert.addExtensions([new crypto.X509Extension('subjectAltName', false, options.san)]);
  cert.addExtensions(options.extensions ?? []);
  const signer = options.issuer?.key ?? key;
  cert.sign(signer, hashesItself(signer) ? null : 'sha256');
  return {
    key,
    cert,
    keyPem: text(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key)),
    certPem: text(crypto.dumpCertificate(crypto.FILETYPE_PEM, cert)),
  };
}

function hashesItself(key: crypto.PKey): boolean {
  return !['RSA', 'DSA', 'EC'].includes(key.typeName);
}

/** A CA, and a server certificate for localhost under it. */
export function localPki(): { ca: Identity; server: Identity; client: Identity } {
  const ca = issue('tsopenssl test CA', { ca: true });
  const server = issue('localhost', { issuer: ca, san: 'DNS:localhost,IP:127.0.0.1' });
  const client = issue('test client', { issuer: ca });
  return { ca, server, client };
}
