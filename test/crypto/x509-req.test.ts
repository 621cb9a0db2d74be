import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { decode, NativeOpenssl } from '../support/native-openssl.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const native = new NativeOpenssl();
native.file('ca.pem', ca.certPem);
native.file('server.pem', server.certPem);
native.file('server.key', server.keyPem);

afterAll(() => native.remove());

function request(): crypto.X509Req {
  const req = new crypto.X509Req();
  req.getSubject().CN = 'request.example';
  req.setPubkey(server.key);
  req.addExtensions([new crypto.X509Extension('subjectAltName', false, 'DNS:request.example')]);
  req.sign(server.key, 'sha256');
  return req;
}

describe('X509Req', () => {
  it('is made, signed, dumped and loaded [crypto.X509Req] [crypto.X509Req.get_subject] [crypto.X509Req.set_pubkey] [crypto.X509Req.get_pubkey] [crypto.X509Req.sign] [crypto.X509Req.verify] [crypto.load_certificate_request] [crypto.dump_certificate_request]', () => {
    const req = request();
    for (const type of [PEM, DER]) {
      const loaded = crypto.loadCertificateRequest(type, crypto.dumpCertificateRequest(type, req));
      expect(loaded.getSubject().CN).toBe('request.example');
      expect(loaded.getPubkey().equals(server.key)).toBe(true);
      expect(loaded.getPubkey().isPrivate).toBe(false);
      expect(loaded.verify(server.key)).toBe(true);
      expect(() => loaded.verify(ca.key)).toThrow(crypto.Error);
      expect(loaded.getExtensions().map(String)).toEqual(['DNS:request.example']);
    }
    expect(decode(crypto.dumpCertificateRequest(crypto.FILETYPE_TEXT, req))).toContain('CN=request.example');
    expect(new crypto.X509Req().getExtensions()).toEqual([]);
  });

  it('keeps its version [crypto.X509Req.get_version] [crypto.X509Req.set_version]', () => {
    const req = new crypto.X509Req();
    expect(req.getVersion()).toBe(0);
    req.setVersion(0);
    expect(req.getVersion()).toBe(0);
    expect(() => req.setVersion(3)).toThrow(crypto.Error);
    expect(() => req.setVersion('0' as never)).toThrow(TypeError);
  });

  it('is read by openssl, and reads its requests', () => {
    native.file('ours.csr', crypto.dumpCertificateRequest(PEM, request()));
    expect(native.run('req', '-in', 'ours.csr', '-noout', '-verify', '-subject')).toContain('request.example');
    native.run('req', '-new', '-key', 'server.key', '-subj', '/CN=from openssl/O=Größe', '-utf8', '-out', 'theirs.csr');
    const theirs = crypto.loadCertificateRequest(PEM, native.read('theirs.csr'));
    expect([theirs.getSubject().CN, theirs.getSubject().O]).toEqual(['from openssl', 'Größe']);
  });
});
