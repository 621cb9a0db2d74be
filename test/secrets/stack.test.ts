/** C's stack after a call: all zeros, however deep the call went and whatever it left untouched between. */
import { describe, expect, it } from 'vitest';
import { wasm } from '../../src/ffi/instance.js';
import { crypto, rand, SSL } from '../../src/index.js';
import { localPki, newKey } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';

const { ca, server: identity } = localPki();
const data = new TextEncoder().encode('some data');

/** Where a byte that is not zero stands, or -1. */
function firstByteLeft(): number {
  return new Uint8Array(wasm().memory.buffer, 0, wasm().stack_left()).findIndex((byte) => byte !== 0);
}

function shake(): { client: SSL.Connection; server: SSL.Connection } {
  const sides = pair(
    contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }),
    contextOf(SSL.TLS_SERVER_METHOD, { cert: identity }),
  );
  handshake(sides.client, sides.server);
  return sides;
}

const work: Record<string, () => unknown> = {
  'random bytes': () => rand.bytes(1000),
  'a certificate that is read': () => crypto.loadCertificate(crypto.FILETYPE_PEM, identity.certPem).free(),
  'a certificate that is refused': () => {
    expect(() => crypto.loadCertificate(crypto.FILETYPE_ASN1, data)).toThrow(crypto.Error);
  },
  'a chain that is verified': () => {
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    new crypto.X509StoreContext(store, identity.cert).verifyCertificate();
  },
  'an encrypted key': () => {
    const pem = crypto.dumpPrivatekey(crypto.FILETYPE_PEM, identity.key, 'aes-256-cbc', 'a passphrase');
    crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem, 'a passphrase').free();
  },
  'a PKCS #12 file': () => {
    const file = new crypto.PKCS12();
    file.setPrivatekey(identity.key);
    file.setCertificate(identity.cert);
    crypto.loadPkcs12(file.export('a passphrase'), 'a passphrase');
  },
  'a signed message': () => crypto.PKCS7.sign(identity.cert, identity.key, data),
  'a handshake': shake,
  'records both ways': () => {
    const { client, server } = shake();
    client.send(data);
    transfer(client, server);
    server.recv(100);
    server.send(new Uint8Array(16_384));
    transfer(server, client);
    client.recv(16_384);
  },
  'a connection that is freed': () => shake().client.free(),
  'a callback that calls back in': () => {
    const context = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    context.setInfoCallback(() => void newKey('X25519').free());
    const sides = pair(context, contextOf(SSL.TLS_SERVER_METHOD, { cert: identity }));
    handshake(sides.client, sides.server);
  },
};

describe('the stack is zeros after', () => {
  it.each(Object.entries(work))('%s', (_, run) => {
    run();
    expect(firstByteLeft()).toBe(-1);
  });

  // Their frames are the largest: matrices, tables of multiples, hash trees.
  it.each([
    ['RSA', 1024],
    ['EC', 'prime256v1'],
    ['EC', 'secp384r1'],
    ['EC', 'secp521r1'],
    ['EC', 'brainpoolP256r1'],
    ['ED25519', undefined],
    ['ED448', undefined],
    ['ML-DSA-44', undefined],
    ['ML-DSA-87', undefined],
    ['SLH-DSA-SHAKE-128f', undefined],
  ] as const)('a pair of %s %s that is made, dumped, and signs', (name, parameter) => {
    const type = name === 'RSA' ? crypto.TYPE_RSA : name === 'EC' ? crypto.TYPE_EC : name;
    const key = newKey(type, parameter);
    expect(firstByteLeft()).toBe(-1);
    crypto.dumpPrivatekey(crypto.FILETYPE_TEXT, key);
    expect(firstByteLeft()).toBe(-1);
    crypto.sign(key, data, parameter === undefined ? null : 'sha256');
    expect(firstByteLeft()).toBe(-1);
    key.free();
  });

  it.each(['X25519', 'X448', 'P-256', 'P-384', 'X25519MLKEM768', 'SecP256r1MLKEM768', 'ffdhe2048'])(
    'a handshake with %s',
    (group) => {
      const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
      const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: identity });
      for (const context of [here, there]) context.setGroups(group);
      const { client, server } = pair(here, there);
      handshake(client, server);
      expect(client.getGroupName()?.toLowerCase()).toBe(
        group === 'P-256' ? 'secp256r1' : group === 'P-384' ? 'secp384r1' : group.toLowerCase(),
      );
      expect(firstByteLeft()).toBe(-1);
    },
  );
});
