import { mkdirSync, symlinkSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { decode, NativeOpenssl } from '../support/native-openssl.js';
import { issue, localPki, newKey } from '../support/pki.js';

const { ca, server } = localPki();
const native = new NativeOpenssl();

afterAll(() => native.remove());

describe('X509Store and X509StoreContext', () => {
  it('verifies a chain and gives it [crypto.X509Store] [crypto.X509Store.add_cert] [crypto.X509StoreContextError] [crypto.X509StoreContext.verify_certificate] [crypto.X509StoreContext.get_verified_chain]', () => {
    const root = issue('root', { ca: true });
    const middle = issue('middle', { ca: true, issuer: root });
    const leaf = issue('leaf', { issuer: middle, san: 'DNS:leaf.example' });
    const store = new crypto.X509Store();
    store.addCert(root.cert);
    const chain = new crypto.X509StoreContext(store, leaf.cert, [middle.cert]).getVerifiedChain();
    expect(chain.map((cert) => cert.getSubject().CN)).toEqual(['leaf', 'middle', 'root']);
    const error = failure(() => new crypto.X509StoreContext(store, leaf.cert).verifyCertificate());
    expect(error).toBeInstanceOf(crypto.X509StoreContextError);
    expect(error).toMatchObject({ code: 20, depth: 0, message: 'unable to get local issuer certificate' });
    expect((error as crypto.X509StoreContextError).certificate?.getSubject().CN).toBe('leaf');
    expect(() =>
      new crypto.X509StoreContext(store, leaf.cert, [middle.cert], { host: 'other.example' }).verifyCertificate(),
    ).toThrow(/hostname/);
    new crypto.X509StoreContext(store, leaf.cert, [middle.cert], { host: 'leaf.example' }).verifyCertificate();
  });

  it('takes flags, depth, level and time with the certificate [crypto.X509StoreContext]', () => {
    const root = issue('root', { ca: true });
    const upper = issue('upper', { ca: true, issuer: root });
    const lower = issue('lower', { ca: true, issuer: upper });
    const leaf = issue('leaf', { issuer: lower, key: newKey(crypto.TYPE_RSA, 1024) });
    const store = new crypto.X509Store();
    store.addCert(root.cert);
    const chain = [lower.cert, upper.cert];
    const verify = (options: crypto.VerifyOptions) =>
      new crypto.X509StoreContext(store, leaf.cert, chain, options).verifyCertificate();
    verify({ depth: 2, authLevel: 1, flags: 0, time: new Date() });
    expect(failure(() => verify({ depth: 1 }))).toMatchObject({ code: 22 });
    expect(failure(() => verify({ authLevel: 2 }))).toMatchObject({ code: 66, message: 'EE certificate key too weak' });
    expect(failure(() => verify({ flags: crypto.X509StoreFlags.CRL_CHECK }))).toMatchObject({ code: 3 });
    expect(failure(() => verify({ time: new Date('2100-01-01') }))).toMatchObject({ code: 10 });
    verify({});
    expect(() => verify({ time: 5 as never })).toThrow(TypeError);
    expect(() => verify({ time: new Date(Number.NaN) })).toThrow(RangeError);
    expect(() => verify({ depth: -1 })).toThrow(RangeError);
    expect(() => verify({ authLevel: 6 })).toThrow(RangeError);
    expect(() => verify({ flags: 'x' as never })).toThrow(TypeError);
    expect(() => new crypto.X509StoreContext(store, leaf.cert, [5 as never])).toThrow(TypeError);
    expect(() => new crypto.X509StoreContext(store, 5 as never)).toThrow(TypeError);
    expect(() => new crypto.X509StoreContext(5 as never, leaf.cert)).toThrow(TypeError);
  });

  it('loads files and folders [crypto.X509Store.load_locations]', () => {
    const victim = issue('victim', { issuer: ca });
    const revoked = new crypto.Revoked();
    revoked.setSerial(victim.cert.getSerialNumber().toString(16));
    revoked.setRevDate(new Date());
    const crl = new crypto.CRL();
    crl.addRevoked(revoked);
    native.file('both.pem', `${ca.certPem}${decode(crl.export(ca.cert, ca.key))}`);
    mkdirSync(native.path('hashed'));
    native.file('hashed/ca.pem', ca.certPem);
    native.file('hashed/ca.crl', crl.export(ca.cert, ca.key));
    native.line('rehash hashed');
    native.file('hashed/12345678.0', 'broken');
    symlinkSync('nowhere', native.path('hashed/12345678.1'));
    for (const locations of [[native.path('both.pem')], [null, native.path('hashed')]]) {
      const store = new crypto.X509Store();
      store.loadLocations(...locations);
      new crypto.X509StoreContext(store, victim.cert).verifyCertificate();
      const flags = crypto.X509StoreFlags.CRL_CHECK;
      expect(
        failure(() => new crypto.X509StoreContext(store, victim.cert, [], { flags }).verifyCertificate()),
      ).toMatchObject({ message: 'certificate revoked' });
    }
    const store = new crypto.X509Store();
    store.loadLocations(pathToFileURL(native.path('both.pem')), pathToFileURL(native.path('hashed')));
    store.loadLocations(null, native.path('missing'));
    native.file('empty.pem', '');
    native.file('key.pem', ca.keyPem);
    for (const file of ['missing', 'empty.pem', 'key.pem', 'hashed']) {
      expect(() => store.loadLocations(native.path(file))).toThrow(crypto.Error);
    }
    expect(() => store.loadLocations(null)).toThrow(crypto.Error);
    expect(() => store.loadLocations(5 as never)).toThrow(TypeError);
    expect(() => store.loadLocations(null, 5 as never)).toThrow(TypeError);
    expect(() => store.addCert('cert' as never)).toThrow(TypeError);
    expect(() => store.addCrl('crl' as never)).toThrow(TypeError);
    store.addCert(ca.cert);
  });

  it('takes time, flags and another store [crypto.X509Store.set_time] [crypto.X509Store.set_flags] [crypto.X509StoreContext.set_store] [crypto.X509StoreFlags]', () => {
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    store.setTime(new Date('2100-01-01'));
    const context = new crypto.X509StoreContext(store, server.cert);
    expect(() => context.verifyCertificate()).toThrow(/expired/);
    const fresh = new crypto.X509Store();
    fresh.addCert(ca.cert);
    context.setStore(fresh);
    context.verifyCertificate();
    fresh.setFlags(crypto.X509StoreFlags.CRL_CHECK);
    expect(() => context.verifyCertificate()).toThrow(/CRL/);
  });
});

function failure(body: () => void): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}
