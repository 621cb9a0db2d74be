import { afterAll, describe, expect, it } from 'vitest';
import { crypto, ssl } from '../../src/index.js';
import { issue, localPki, newKey } from '../support/pki.js';
import { askPython } from '../support/python.js';
import { Scratch } from '../support/scratch.js';
import { clientContext, serverContext, shakeHands, wrapPair } from '../support/ssl-pair.js';

const { ca, server: identity } = localPki();
const scratch = new Scratch();
afterAll(() => scratch.remove());
const file = (name: string, text: string) => {
  scratch.file(name, text);
  return scratch.path(name);
};
const encode = (text: string) => new TextEncoder().encode(text);

describe('what is trusted', () => {
  it('can be counted and listed [ssl.SSLContext.cert_store_stats] [ssl.SSLContext.get_ca_certs]', () => {
    const crl = new crypto.CRL();
    crl.setLastUpdate(encode('20200101000000Z'));
    crl.setNextUpdate(encode('20990101000000Z'));
    crl.sign(ca.cert, ca.key, encode('sha256'));
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const path = file('trust.pem', ca.certPem + identity.certPem + text(crypto.dumpCrl(crypto.FILETYPE_PEM, crl)));
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    context.loadVerifyLocations(path);
    expect(context.certStoreStats()).toEqual({ x509: 2, crl: 1, x509_ca: 1 });
    expect(context.getCaCerts(true)).toEqual([crypto.dumpCertificate(crypto.FILETYPE_ASN1, ca.cert)]);
    const python = askPython(
      `c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT); c.load_verify_locations('trust.pem'); print(json.dumps([c.cert_store_stats(), c.get_ca_certs()]))`,
      { cwd: scratch.folder },
    );
    expect([context.certStoreStats(), context.getCaCerts()]).toEqual(python);
  });

  it('comes from DER one behind the other, and from folders', () => {
    const der = [ca, identity].map(({ cert }) => crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert));
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    context.loadVerifyLocations(null, null, new Uint8Array(Buffer.concat(der)));
    expect(context.certStoreStats().x509).toBe(2);
    const hashed = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    file(`${ca.cert.subjectNameHash().toString(16).padStart(8, '0')}.0`, ca.certPem);
    hashed.loadVerifyLocations(null, scratch.folder);
    shakeHands(wrapPair(hashed, serverContext(identity)));
  });

  it('is what the system trusts, or what the environment names [ssl.SSLContext.load_default_certs] [ssl.SSLContext.set_default_verify_paths] [ssl.get_default_verify_paths] [ssl.DefaultVerifyPaths]', () => {
    const { SSL_CERT_FILE, SSL_CERT_DIR } = process.env;
    try {
      delete process.env['SSL_CERT_DIR'];
      process.env['SSL_CERT_FILE'] = file('mine.pem', ca.certPem);
      const paths = ssl.getDefaultVerifyPaths();
      expect(paths).toBeInstanceOf(ssl.DefaultVerifyPaths);
      expect(paths).toMatchObject({ cafile: scratch.path('mine.pem'), openssl_cafile_env: 'SSL_CERT_FILE' });
      const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
      context.loadDefaultCerts();
      expect(context.certStoreStats()).toEqual({ x509: 1, crl: 0, x509_ca: 1 });
      shakeHands(wrapPair(context, serverContext(identity)));
      expect(() => context.loadDefaultCerts({} as never)).toThrow(TypeError);
      process.env['SSL_CERT_FILE'] = scratch.path('none.pem');
      process.env['SSL_CERT_DIR'] = scratch.folder;
      expect(ssl.getDefaultVerifyPaths()).toMatchObject({ cafile: null, capath: scratch.folder });
      const other = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
      other.setDefaultVerifyPaths();
      expect(other.certStoreStats().x509).toBe(1);
    } finally {
      for (const [name, value] of Object.entries({ SSL_CERT_FILE, SSL_CERT_DIR })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe('two certificates of one server', () => {
  it('go with their own issuers each', () => {
    const intermediate = (name: string) => issue(name, { issuer: ca, ca: true });
    const [first, second] = [intermediate('first'), intermediate('second')];
    const ec = issue('localhost', { issuer: first, san: 'DNS:localhost' });
    const rsa = issue('localhost', { issuer: second, san: 'DNS:localhost', key: newKey(crypto.TYPE_RSA, 2048) });
    const there = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    there.loadCertChain(encode(ec.certPem + first.certPem), encode(ec.keyPem));
    there.loadCertChain(encode(rsa.certPem + second.certPem), encode(rsa.keyPem));
    const der = ({ cert }: { cert: crypto.X509 }) => crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert);
    const sent = (cipher: string) => {
      const client = clientContext(ca);
      client.maximum_version = ssl.TLSVersion.TLSv1_2;
      client.setCiphers(cipher);
      const pair = wrapPair(client, there);
      shakeHands(pair);
      expect(pair.client.getVerifiedChain().length).toBe(3);
      return pair.client.getUnverifiedChain();
    };
    expect(sent('ECDHE-ECDSA-AES128-GCM-SHA256')).toEqual([der(ec), der(first)]);
    expect(sent('ECDHE-RSA-AES128-GCM-SHA256')).toEqual([der(rsa), der(second)]);
  });
});

describe('private keys', () => {
  const encrypted = new TextDecoder().decode(
    crypto.dumpPrivatekey(crypto.FILETYPE_PEM, identity.key, 'aes-256-cbc', 'secret'),
  );

  it('open with a password, text, bytes or a function', () => {
    const chain = file('chain.pem', identity.certPem);
    const key = file('encrypted.pem', encrypted);
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    for (const password of ['secret', encode('secret'), () => 'secret', () => encode('secret')])
      context.loadCertChain(chain, key, password);
    shakeHands(wrapPair(clientContext(ca), context));
    for (const password of ['wrong', null, () => 'wrong'])
      expect(() => context.loadCertChain(chain, key, password)).toThrow(ssl.SSLError);
    expect(() => context.loadCertChain(chain, key, () => 5 as never)).toThrow(TypeError);
    expect(() => context.loadCertChain(chain, key, 'x'.repeat(1025))).toThrow(RangeError);
    expect(() =>
      context.loadCertChain(chain, key, () => {
        throw new RangeError('mine');
      }),
    ).toThrow('mine');
  });
});
