import { afterAll, describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';
import { Scratch } from '../support/scratch.js';

const { ca, server } = localPki();
const scratch = new Scratch();
const file = scratch.file.bind(scratch);
afterAll(() => scratch.remove());

describe('trust', () => {
  it('comes from a file or a folder [SSL.Context.load_verify_locations]', () => {
    const cafile = file('ca.pem', ca.certPem);
    const hash = ca.cert.subjectNameHash().toString(16).padStart(8, '0');
    file(`${hash}.0`, ca.certPem);
    for (const locations of [[cafile], [undefined, scratch.folder], [cafile, scratch.folder]] as const) {
      const context = new SSL.Context(SSL.TLS_METHOD);
      context.loadVerifyLocations(...locations);
      context.setVerify(SSL.VERIFY_PEER);
      const sides = pair(context, contextOf(SSL.TLS_METHOD, { cert: server }));
      handshake(sides.client, sides.server);
      expect(sides.client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
    }
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(() => context.loadVerifyLocations(scratch.path('none'))).toThrow(SSL.Error);
    expect(() => context.loadVerifyLocations(null)).toThrow(SSL.Error);
    expect(() => context.loadVerifyLocations({} as unknown as string)).toThrow(TypeError);
  });

  it('comes from the system [SSL.Context.set_default_verify_paths]', () => {
    const cafile = file('system.pem', ca.certPem);
    const before = process.env['SSL_CERT_FILE'];
    process.env['SSL_CERT_FILE'] = cafile;
    try {
      const context = new SSL.Context(SSL.TLS_METHOD);
      context.setDefaultVerifyPaths();
      context.setVerify(SSL.VERIFY_PEER);
      const sides = pair(context, contextOf(SSL.TLS_METHOD, { cert: server }));
      handshake(sides.client, sides.server);
    } finally {
      if (before === undefined) delete process.env['SSL_CERT_FILE'];
      else process.env['SSL_CERT_FILE'] = before;
    }
  });

  it('is a store of the context [SSL.Context.get_cert_store]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(context.getCertStore()).toBeInstanceOf(crypto.X509Store);
    context.getCertStore().addCert(ca.cert);
    context.setVerify(SSL.VERIFY_PEER);
    const sides = pair(context, contextOf(SSL.TLS_METHOD, { cert: server }));
    handshake(sides.client, sides.server);
  });

  it('asks clients for certificates of these issuers [SSL.Context.set_client_ca_list] [SSL.Context.add_client_ca] [SSL.Context.load_client_ca] [SSL.Connection.get_client_ca_list]', () => {
    const other = issue('another CA', { ca: true });
    const asked = (prepare: (context: SSL.Context) => void) => {
      const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server, verify: SSL.VERIFY_PEER });
      prepare(there);
      const sides = pair(contextOf(SSL.TLS_CLIENT_METHOD), there);
      expect(sides.client.getClientCaList()).toEqual([]);
      const own = sides.server.getClientCaList().map((name) => name.CN);
      handshake(sides.client, sides.server);
      expect(sides.client.getClientCaList().map((name) => name.CN)).toEqual(own);
      return own;
    };
    expect(asked(() => undefined)).toEqual([]);
    expect(asked((context) => context.setClientCaList([other.cert.getSubject(), ca.cert.getSubject()]))).toEqual([
      'another CA',
      'tsopenssl test CA',
    ]);
    expect(
      asked((context) => {
        context.addClientCa(ca.cert);
        context.addClientCa(other.cert);
      }),
    ).toEqual(['tsopenssl test CA', 'another CA']);
    expect(asked((context) => context.loadClientCa(file('issuers.pem', ca.certPem + other.certPem)))).toEqual([
      'tsopenssl test CA',
      'another CA',
    ]);
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(() => context.setClientCaList(['x'] as unknown as crypto.X509Name[])).toThrow(TypeError);
    expect(() => context.addClientCa('x' as unknown as crypto.X509)).toThrow(TypeError);
    expect(() => context.loadClientCa(scratch.path('none'))).toThrow(SSL.Error);
  });
});
