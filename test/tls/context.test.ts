import { afterAll, describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';
import { Scratch } from '../support/scratch.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server } = localPki();
const intermediate = issue('intermediate', { issuer: ca, ca: true });
const behind = issue('localhost', { issuer: intermediate, san: 'DNS:localhost' });
const scratch = new Scratch();
const file = scratch.file.bind(scratch);
afterAll(() => scratch.remove());

describe('Context', () => {
  it('is its own type [SSL.Context] [SSL.ContextType]', () => {
    expect(SSL.ContextType).toBe(SSL.Context);
    expect(new SSL.Context(SSL.TLS_METHOD)).toBeInstanceOf(SSL.ContextType);
    expect(() => new SSL.Context(1000)).toThrow(RangeError);
  });

  it('adds options and gives them all [SSL.Context.set_options]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    const before = context.getOptions();
    const after = context.setOptions(SSL.OP_NO_TICKET);
    expect(after).toBe(before + SSL.OP_NO_TICKET);
    expect(context.getOptions()).toBe(after);
    expect(context.clearOptions(SSL.OP_NO_TICKET)).toBe(before);
    expect(() => context.setOptions('x' as unknown as number)).toThrow(TypeError);
  });

  it('adds and removes modes [SSL.Context.set_mode] [SSL.Context.clear_mode]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(context.setMode(SSL.MODE_RELEASE_BUFFERS) & SSL.MODE_RELEASE_BUFFERS).toBe(SSL.MODE_RELEASE_BUFFERS);
    expect(context.clearMode(SSL.MODE_RELEASE_BUFFERS) & SSL.MODE_RELEASE_BUFFERS).toBe(0);
  });

  it('has a time-out and a mode for sessions [SSL.Context.set_timeout] [SSL.Context.get_timeout] [SSL.Context.set_session_cache_mode] [SSL.Context.get_session_cache_mode]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    const before = context.getTimeout();
    expect(context.setTimeout(1234)).toBe(before);
    expect(context.getTimeout()).toBe(1234);
    expect(context.getSessionCacheMode()).toBe(SSL.SESS_CACHE_SERVER);
    expect(context.setSessionCacheMode(SSL.SESS_CACHE_OFF)).toBe(SSL.SESS_CACHE_SERVER);
    expect(context.getSessionCacheMode()).toBe(SSL.SESS_CACHE_OFF);
  });

  it('keeps any value [SSL.Context.set_app_data] [SSL.Context.get_app_data]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(context.getAppData()).toBeNull();
    const value = { any: 'thing' };
    context.setAppData(value);
    expect(context.getAppData()).toBe(value);
  });

  it('says how it verifies [SSL.Context.get_verify_mode] [SSL.Context.set_verify_depth] [SSL.Context.get_verify_depth]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_CLIENT_ONCE);
    expect(context.getVerifyMode()).toBe(SSL.VERIFY_PEER | SSL.VERIFY_CLIENT_ONCE);
    expect(() => context.setVerify(SSL.VERIFY_PEER, 'no' as unknown as SSL.VerifyCallback)).toThrow(TypeError);
    expect(context.getVerifyDepth()).toBe(-1);
    context.setVerifyDepth(11);
    expect(context.getVerifyDepth()).toBe(11);
  });

  it('ends a chain that is deeper than allowed [SSL.X509VerificationCodes.ERR_CERT_CHAIN_TOO_LONG]', () => {
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: behind });
    there.addExtraChainCert(intermediate.cert);
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
    here.setVerifyDepth(0);
    const sides = pair(here, there);
    expect(() => handshake(sides.client, sides.server)).toThrow(/certificate verify failed/);
    expect([
      SSL.X509VerificationCodes.ERR_CERT_CHAIN_TOO_LONG,
      SSL.X509VerificationCodes.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      SSL.X509VerificationCodes.ERR_UNABLE_TO_GET_ISSUER_CERT,
    ]).toContain(sides.client.getVerifyResult());
  });

  it('restricts versions [SSL.Context.set_min_proto_version] [SSL.Context.set_max_proto_version]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.setMinProtoVersion(SSL.TLS1_2_VERSION);
    context.setMaxProtoVersion(SSL.TLS1_2_VERSION);
    expect([context.getMinProtoVersion(), context.getMaxProtoVersion()]).toEqual([
      SSL.TLS1_2_VERSION,
      SSL.TLS1_2_VERSION,
    ]);
    const sides = pair(contextOf(SSL.TLS_METHOD), contextOf(SSL.TLS_METHOD, { cert: server }));
    handshake(sides.client, sides.server);
    const older = new SSL.Context(SSL.TLS_METHOD);
    older.setMaxProtoVersion(SSL.TLS1_2_VERSION);
    const restricted = pair(older, contextOf(SSL.TLS_METHOD, { cert: server }));
    handshake(restricted.client, restricted.server);
    expect(restricted.client.getProtocolVersion()).toBe(SSL.TLS1_2_VERSION);
    expect(() => context.setMinProtoVersion(0x9999)).toThrow(SSL.Error);
  });

  it('restricts ciphers [SSL.Context.set_cipher_list] [SSL.Context.set_tls13_ciphersuites]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.setCipherList('ECDHE-ECDSA-AES256-GCM-SHA384');
    context.setTls13Ciphersuites('TLS_CHACHA20_POLY1305_SHA256');
    expect(new SSL.Connection(context, null).getCipherList()).toEqual([
      'TLS_CHACHA20_POLY1305_SHA256',
      'ECDHE-ECDSA-AES256-GCM-SHA384',
    ]);
    const fresh = new SSL.Context(SSL.TLS_METHOD);
    const error = thrownBy(() => fresh.setCipherList('imaginary-cipher'));
    expect(error).toBeInstanceOf(SSL.Error);
    expect((error as SSL.Error).errors).toEqual([['SSL routines', 'SSL_CTX_set_cipher_list', 'no cipher match']]);
    expect(() => fresh.setCipherList(null as unknown as string)).toThrow(TypeError);
    expect(() => fresh.setTls13Ciphersuites('imaginary')).toThrow(SSL.Error);
  });

  it('cannot be changed once it is used', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    new SSL.Connection(context, null).free();
    expect(() => context.setCipherList('HIGH')).toThrow(/cannot be changed/);
    expect(() => context.useCertificate(server.cert)).toThrow(SSL.Error);
    expect(() => context.setVerify(SSL.VERIFY_NONE)).toThrow(SSL.Error);
  });
});

describe('key exchange', () => {
  it('takes parameters for Diffie-Hellman from a file [SSL.Context.load_tmp_dh]', () => {
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: issueRsa() });
    // ffdhe2048 of RFC 7919, made by: openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048
    there.loadTmpDh(file('dh.pem', FFDHE2048));
    there.setCipherList('DHE-RSA-AES256-GCM-SHA384');
    const here = contextOf(SSL.TLS_CLIENT_METHOD);
    here.setMaxProtoVersion(SSL.TLS1_2_VERSION);
    const sides = pair(here, there);
    handshake(sides.client, sides.server);
    expect(sides.client.getCipherName()).toBe('DHE-RSA-AES256-GCM-SHA384');
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(() => context.loadTmpDh(scratch.path('none'))).toThrow(SSL.Error);
    expect(() => context.loadTmpDh(file('no-dh.pem', 'nothing'))).toThrow(SSL.Error);
  });

  it('takes one curve [SSL.Context.set_tmp_ecdh] [SSL.Connection.get_group_name]', () => {
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.setTmpEcdh(crypto.getEllipticCurve('secp384r1'));
    const sides = pair(contextOf(SSL.TLS_CLIENT_METHOD), there);
    expect(sides.client.getGroupName()).toBeNull();
    handshake(sides.client, sides.server);
    expect(sides.client.getGroupName()).toBe('secp384r1');
    expect(() => new SSL.Context(SSL.TLS_METHOD).setTmpEcdh('P-256' as never)).toThrow(TypeError);
  });

  it('names the application of its sessions [SSL.Context.set_session_id]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.setSessionId('an application');
    expect(() => context.setSessionId(new Uint8Array(33))).toThrow(SSL.Error);
    expect(() => context.setSessionId(5 as unknown as string)).toThrow(TypeError);
  });
});

function issueRsa() {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_RSA, 2048);
  return issue('localhost', { issuer: ca, key });
}

const FFDHE2048 = `-----BEGIN DH PARAMETERS-----
MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
+8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
-----END DH PARAMETERS-----
`;
