import { describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { Verdict } from '../../src/verification/verdict.js';
import { settle } from '../support/connected.js';
import { localPki, newKey } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server, client } = localPki();
const keys = { EC: newKey(), RSA: newKey('RSA'), Ed25519: newKey('ED25519'), 'ML-DSA-65': newKey('ML-DSA-65') };
const [serverKey, clientKey, stranger] = [newKey(), newKey(), newKey()];
const MUST = SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT;

/** A client that takes raw keys alone, of which it expects these. */
function clientOf(expected: crypto.PKey[], version: number, mode = SSL.VERIFY_PEER): SSL.Context {
  const here = contextOf(SSL.TLS_CLIENT_METHOD, { verify: mode });
  here.setMaxProtoVersion(version);
  here.setServerCertificateTypes(['rawPublicKey']);
  here.setExpectedRawKeys(expected);
  return here;
}

function serverOf(key: crypto.PKey): SSL.Context {
  const there = new SSL.Context(SSL.TLS_SERVER_METHOD);
  there.usePrivatekey(key);
  there.setServerCertificateTypes(['rawPublicKey']);
  return there;
}

function shake(
  here: SSL.Context,
  there: SSL.Context,
  prepare: (sides: ReturnType<typeof pair>) => void = () => undefined,
) {
  const sides = pair(here, there);
  prepare(sides);
  handshake(sides.client, sides.server);
  settle(sides.client, sides.server);
  return sides;
}

const verdictOf = (connection: SSL.Connection, isServer = false) =>
  Verdict.of(connection, { isServer, mustBeVerified: false });

const spki = (key: crypto.PKey | null) => (key === null ? null : crypto.dumpPublickey(crypto.FILETYPE_ASN1, key));
const UNTRUSTED = SSL.X509VerificationCodes.ERR_RPK_UNTRUSTED;

describe.each([
  ['TLS 1.2', SSL.TLS1_2_VERSION],
  ['TLS 1.3', SSL.TLS1_3_VERSION],
] as const)('raw public keys, %s', (_, version) => {
  it.each(Object.entries(keys).filter(([name]) => name !== 'ML-DSA-65' || version === SSL.TLS1_3_VERSION))(
    'an expected one of %s is authorized',
    async (_name, key) => {
      const sides = shake(clientOf([stranger, key], version), serverOf(key));
      expect(sides.client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
      expect(spki(sides.client.getPeerRawKey())).toEqual(spki(key));
      expect(sides.client.getPeerRawKey()?.isPrivate).toBe(false);
      expect([sides.client.getPeerCertificate(), sides.client.getVerifiedChain()]).toEqual([null, null]);
      expect(sides.client.getServerCertificateType()).toBe('rawPublicKey');
      expect(sides.client.getClientCertificateType()).toBe('x509');
      const verdict = await verdictOf(sides.client);
      expect([verdict.authorized, verdict.authorizationError, verdict.peerChain]).toEqual([true, null, []]);
      expect([sides.server.getPeerRawKey(), sides.server.isRawKeyExpected]).toEqual([null, false]);
    },
  );

  it.each([
    ['another', [stranger]],
    ['none', []],
  ])('where %s is expected, a key ends the handshake, or is unauthorized', async (_name, expected) => {
    expect(() => shake(clientOf(expected, version), serverOf(serverKey))).toThrow('certificate verify failed');
    const lax = shake(clientOf(expected, version, SSL.VERIFY_NONE), serverOf(serverKey)).client;
    expect(lax.getVerifyResult()).toBe(UNTRUSTED);
    const reported = shake(clientOf(expected, version), serverOf(serverKey), (sides) =>
      sides.client.reportVerification(SSL.VERIFY_PEER),
    ).client;
    expect(reported.getVerifyResult()).toBe(UNTRUSTED);
    for (const connection of [lax, reported]) {
      const verdict = await verdictOf(connection);
      expect([verdict.authorized, verdict.authorizationError]).toEqual([false, 'RPK_UNTRUSTED']);
      await expect(Verdict.of(connection, { isServer: false, mustBeVerified: true })).rejects.toMatchObject({
        code: 'RPK_UNTRUSTED',
      });
    }
  });

  it('no callback makes a key a good one', () => {
    const asked: unknown[] = [];
    const here = clientOf([stranger], version);
    here.setVerify(SSL.VERIFY_PEER, (...all) => {
      asked.push(all);
      return true;
    });
    expect(() => shake(here, serverOf(serverKey))).toThrow('certificate verify failed');
    expect(asked).toEqual([]);
  });

  it('a verdict believes no result of a key that is not expected', async () => {
    const sides = shake(clientOf([serverKey], version), serverOf(serverKey));
    const lying = {
      getVerifyMode: () => SSL.VERIFY_PEER,
      getVerifyResult: () => SSL.X509VerificationCodes.OK,
      getPeerCertificate: () => null,
      getPeerCertChain: () => null,
      getVerifiedChain: () => null,
      sessionReused: () => false,
      getPeerRawKey: () => sides.client.getPeerRawKey(),
      isRawKeyExpected: false,
      isSessionOwn: true,
      isProvenByKey: false,
    };
    const verdict = await Verdict.of(lying, { isServer: false, mustBeVerified: false });
    expect([verdict.authorized, verdict.authorizationError]).toEqual([false, 'RPK_UNTRUSTED']);
  });

  it('a weak key is none, though it be expected', () => {
    const weak = newKey(crypto.TYPE_RSA, 1024);
    const here = clientOf([weak], version);
    here.setSecurityLevel(2);
    const there = serverOf(weak);
    there.setSecurityLevel(0);
    expect(() => shake(here, there)).toThrow('certificate verify failed');
  });

  it("a client's, which its server verifies", async () => {
    const make = (expected: crypto.PKey[], verify = MUST) => {
      const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server, verify });
      there.setClientCertificateTypes(['rawPublicKey', 'x509']);
      there.setExpectedRawKeys(expected);
      return there;
    };
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    here.setMaxProtoVersion(version);
    here.usePrivatekey(clientKey);
    here.setClientCertificateTypes(['rawPublicKey']);
    const sides = shake(here, make([clientKey]));
    expect(spki(sides.server.getPeerRawKey())).toEqual(spki(clientKey));
    expect((await verdictOf(sides.server, true)).authorized).toBe(true);
    expect(sides.server.getClientCertificateType()).toBe('rawPublicKey');
    expect(() => shake(here, make([stranger]))).toThrow(SSL.Error);
    const lax = shake(here, make([]), ({ server: there }) => there.reportVerification(SSL.VERIFY_PEER)).server;
    const verdict = await verdictOf(lax, true);
    expect([verdict.authorized, verdict.authorizationError]).toEqual([false, 'RPK_UNTRUSTED']);
  });

  it('give way to certificates where the peer has none, and do not vouch for them', async () => {
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    here.setMaxProtoVersion(version);
    here.setServerCertificateTypes(['rawPublicKey', 'x509']);
    const sides = shake(here, there);
    expect(sides.client.getServerCertificateType()).toBe('x509');
    // A certificate says nothing of whom this side wants: a name must be asked for.
    const named = { isServer: false, mustBeVerified: true, host: () => 'localhost' };
    expect((await Verdict.of(sides.client, named)).authorized).toBe(true);
    expect((await verdictOf(sides.client)).authorized).toBe(false);
    // The same key in a certificate of a CA that is not trusted.
    const untrusting = contextOf(SSL.TLS_CLIENT_METHOD, { trust: client });
    untrusting.setMaxProtoVersion(version);
    untrusting.setServerCertificateTypes(['rawPublicKey', 'x509']);
    untrusting.setExpectedRawKeys([server.key]);
    expect(() => shake(untrusting, there)).toThrow('certificate verify failed');
    // Nothing in common.
    expect(() => shake(clientOf([server.key], version), there)).toThrow(SSL.Error);
  });

  it('are part of what a session is good for', async () => {
    const there = serverOf(serverKey);
    const here = clientOf([serverKey], version);
    const { session } = visit(here, there);
    const again = visit(here, there, session);
    expect([again.connection.sessionReused(), spki(again.connection.getPeerRawKey())]).toEqual([true, spki(serverKey)]);
    expect((await verdictOf(again.connection)).authorized).toBe(true);
    // Whoever expects another key, or takes certificates too, begins anew.
    expect(() => visit(clientOf([stranger], version), there, session)).toThrow('certificate verify failed');
    const both = clientOf([serverKey], version);
    both.setServerCertificateTypes(['rawPublicKey', 'x509']);
    expect(visit(both, there, session).connection.sessionReused()).toBe(false);
    const lax = clientOf([], version, SSL.VERIFY_NONE);
    expect(visit(here, there, visit(lax, there).session).connection.sessionReused()).toBe(false);
    // On the connection alone.
    const own = visit(here, there, session, (connection) => connection.setExpectedRawKeys([stranger, serverKey]));
    expect(own.connection.sessionReused()).toBe(false);
    expect(() => visit(here, there, session, (connection) => connection.setExpectedRawKeys([]))).toThrow(SSL.Error);
  });
});

/** Shakes hands, and reads what comes after it. */
function visit(
  here: SSL.Context,
  there: SSL.Context,
  session?: SSL.Session,
  prepare: (connection: SSL.Connection) => void = () => undefined,
) {
  const sides = shake(here, there, ({ client: connection }) => {
    if (session !== undefined) connection.setSession(session);
    prepare(connection);
  });
  sides.server.send('x');
  settle(sides.client, sides.server);
  sides.client.recv(1);
  const next = sides.client.getSession();
  if (next === null) throw new Error('there is no session');
  return { connection: sides.client, session: next };
}

describe('what cannot be', () => {
  it('types and keys', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    const connection = new SSL.Connection(new SSL.Context(SSL.TLS_METHOD), null, 'client');
    for (const subject of [context, connection]) {
      for (const set of [
        subject.setClientCertificateTypes.bind(subject),
        subject.setServerCertificateTypes.bind(subject),
      ]) {
        expect(() => set([])).toThrow(/types must not be empty/);
        expect(() => set(['x509', 'x509'])).toThrow(/must not name one twice/);
        for (const wrong of [['RawPublicKey'], [2], [undefined], 'x509', undefined, 0])
          expect(() => set(wrong as SSL.CertificateType[])).toThrow(/types/);
        set(null);
      }
      for (const wrong of [null, [null], server.key, [server.cert], ['x']])
        expect(() => subject.setExpectedRawKeys(wrong as unknown as crypto.PKey[])).toThrow(TypeError);
      subject.setExpectedRawKeys([]);
    }
    const { client: done } = shake(
      contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }),
      contextOf(SSL.TLS_SERVER_METHOD, { cert: server }),
    );
    expect(() => done.setExpectedRawKeys([server.key])).toThrow(/for the time before the handshake/);
    expect(() => done.setServerCertificateTypes(null)).toThrow(/for the time before the handshake/);
  });
});
