import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';
import { Scratch } from '../support/scratch.js';

const { ca, server } = localPki();
const intermediate = issue('intermediate', { issuer: ca, ca: true });
const behind = issue('localhost', { issuer: intermediate, san: 'DNS:localhost' });
const scratch = new Scratch();
const file = scratch.file.bind(scratch);
afterAll(() => scratch.remove());

const names = (chain: readonly crypto.X509[] | null) => chain?.map((cert) => cert.getSubject().CN);

describe('credentials', () => {
  it('come from objects [SSL.Context.use_certificate] [SSL.Context.use_privatekey] [SSL.Context.check_privatekey]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(() => context.checkPrivatekey()).toThrow(SSL.Error);
    context.useCertificate(server.cert);
    expect(() => context.usePrivatekey(ca.key)).toThrow(/key values mismatch/);
    context.usePrivatekey(server.key);
    context.checkPrivatekey();
    expect(() => context.useCertificate('x' as unknown as crypto.X509)).toThrow(TypeError);
    expect(() => context.usePrivatekey(server.cert as unknown as crypto.PKey)).toThrow(TypeError);
  });

  it.each([
    ['PEM', SSL.FILETYPE_PEM],
    ['DER', SSL.FILETYPE_ASN1],
  ])('come from %s files [SSL.Context.use_certificate_file] [SSL.Context.use_privatekey_file]', (name, type) => {
    const certfile = file(`cert.${name}`, crypto.dumpCertificate(type, server.cert));
    const keyfile = file(`key.${name}`, crypto.dumpPrivatekey(type, server.key));
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.useCertificateFile(certfile, type);
    context.usePrivatekeyFile(pathToFileURL(keyfile), type);
    context.checkPrivatekey();
    const sides = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), context);
    handshake(sides.client, sides.server);
    expect(() => context.useCertificateFile(certfile)).toThrow(SSL.Error);
    const fresh = new SSL.Context(SSL.TLS_METHOD);
    expect(() => fresh.useCertificateFile(scratch.path('none'), type)).toThrow(SSL.Error);
    expect(() => fresh.useCertificateFile(certfile, 77)).toThrow(RangeError);
    expect(() => fresh.usePrivatekeyFile(certfile, type)).toThrow(SSL.Error);
  });

  it('come with a chain [SSL.Context.use_certificate_chain_file] [SSL.Context.add_extra_chain_cert] [SSL.Connection.get_peer_cert_chain] [SSL.Connection.get_verified_chain] [SSL.Connection.get_certificate]', () => {
    const fromFile = new SSL.Context(SSL.TLS_METHOD);
    fromFile.useCertificateChainFile(file('chain.pem', behind.certPem + intermediate.certPem));
    fromFile.usePrivatekey(behind.key);
    const fromObjects = contextOf(SSL.TLS_METHOD, { cert: behind });
    fromObjects.addExtraChainCert(intermediate.cert);
    for (const context of [fromFile, fromObjects]) {
      const sides = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), context);
      handshake(sides.client, sides.server);
      expect(names(sides.client.getPeerCertChain())).toEqual(['localhost', 'intermediate']);
      expect(names(sides.client.getVerifiedChain())).toEqual(['localhost', 'intermediate', 'tsopenssl test CA']);
      expect(sides.server.getPeerCertChain()).toBeNull();
      expect(sides.server.getVerifiedChain()).toBeNull();
      expect(sides.server.getCertificate()?.getSubject().CN).toBe('localhost');
      expect(sides.client.getCertificate()).toBeNull();
    }
    expect(() => new SSL.Context(SSL.TLS_METHOD).useCertificateChainFile(scratch.path('none'))).toThrow(SSL.Error);
  });

  it('ask for the passphrase [SSL.Context.set_passwd_cb]', () => {
    const encrypted = file(
      'encrypted.pem',
      crypto.dumpPrivatekey(crypto.FILETYPE_PEM, server.key, 'aes256', 'open sesame'),
    );
    const use = (callback: SSL.PasswdCallback) => {
      const context = new SSL.Context(SSL.TLS_METHOD);
      context.setPasswdCb(callback, 'user data');
      context.useCertificate(server.cert);
      context.usePrivatekeyFile(encrypted);
      return context;
    };
    const calls: unknown[][] = [];
    use((...args) => {
      calls.push(args);
      return 'open sesame';
    }).checkPrivatekey();
    expect(calls).toEqual([[1024, false, 'user data']]);
    use(() => new TextEncoder().encode('open sesame')).checkPrivatekey();
    expect(() => use(() => 'wrong')).toThrow(SSL.Error);
    expect(() => use(() => '')).toThrow(SSL.Error);
    expect(() => use(() => false)).toThrow(SSL.Error);
    expect(() => use(() => 7 as unknown as string)).toThrow(TypeError);
    expect(() =>
      use(() => {
        throw new RangeError('from the callback');
      }),
    ).toThrow(new RangeError('from the callback'));
    const silent = new SSL.Context(SSL.TLS_METHOD);
    expect(() => silent.usePrivatekeyFile(encrypted)).toThrow(/passphrase/);
    expect(() => silent.setPasswdCb('no' as unknown as SSL.PasswdCallback)).toThrow(TypeError);
  });
});
