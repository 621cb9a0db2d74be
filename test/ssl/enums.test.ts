import { describe, expect, it } from 'vitest';
import { ssl } from '../../src/index.js';
import { askPython } from '../support/python.js';

/** What Python's module has: each name with its value, and the members of each enumeration. */
const python = askPython<{ values: Record<string, unknown>; enums: Record<string, Record<string, number>> }>(`
import enum
plain = lambda value: list(value) if isinstance(value, tuple) else value
values = {name: plain(getattr(ssl, name)) for name in dir(ssl)
  if isinstance(getattr(ssl, name), (int, str, bool, list, tuple)) and not name.startswith('_')}
enums = {name: {key: int(member) for key, member in getattr(ssl, name).__members__.items()}
  for name in ['AlertDescription', 'SSLErrorNumber', 'Options', 'VerifyFlags', 'VerifyMode', 'TLSVersion']}
print(json.dumps({'values': values, 'enums': enums}))
`);

/** Python 3.11 keeps options in C's signed long; ours are positive. */
const unsigned = (value: unknown) => (typeof value === 'number' && value < -2 ? value >>> 0 : value);
const here = ssl as unknown as Record<string, unknown>;
const namesOf = (pattern: RegExp) => Object.keys(python.values).filter((name) => pattern.test(name));

describe('constants', () => {
  it.each([
    [
      'alerts',
      /^ALERT_DESCRIPTION_/,
      '[ssl.ALERT_DESCRIPTION_ACCESS_DENIED] [ssl.ALERT_DESCRIPTION_BAD_CERTIFICATE] [ssl.ALERT_DESCRIPTION_BAD_CERTIFICATE_HASH_VALUE] [ssl.ALERT_DESCRIPTION_BAD_CERTIFICATE_STATUS_RESPONSE] [ssl.ALERT_DESCRIPTION_BAD_RECORD_MAC] [ssl.ALERT_DESCRIPTION_CERTIFICATE_EXPIRED] [ssl.ALERT_DESCRIPTION_CERTIFICATE_REVOKED] [ssl.ALERT_DESCRIPTION_CERTIFICATE_UNKNOWN] [ssl.ALERT_DESCRIPTION_CERTIFICATE_UNOBTAINABLE] [ssl.ALERT_DESCRIPTION_CLOSE_NOTIFY] [ssl.ALERT_DESCRIPTION_DECODE_ERROR] [ssl.ALERT_DESCRIPTION_DECOMPRESSION_FAILURE] [ssl.ALERT_DESCRIPTION_DECRYPT_ERROR] [ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE] [ssl.ALERT_DESCRIPTION_ILLEGAL_PARAMETER] [ssl.ALERT_DESCRIPTION_INSUFFICIENT_SECURITY] [ssl.ALERT_DESCRIPTION_INTERNAL_ERROR] [ssl.ALERT_DESCRIPTION_NO_RENEGOTIATION] [ssl.ALERT_DESCRIPTION_PROTOCOL_VERSION] [ssl.ALERT_DESCRIPTION_RECORD_OVERFLOW] [ssl.ALERT_DESCRIPTION_UNEXPECTED_MESSAGE] [ssl.ALERT_DESCRIPTION_UNKNOWN_CA] [ssl.ALERT_DESCRIPTION_UNKNOWN_PSK_IDENTITY] [ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME] [ssl.ALERT_DESCRIPTION_UNSUPPORTED_CERTIFICATE] [ssl.ALERT_DESCRIPTION_UNSUPPORTED_EXTENSION] [ssl.ALERT_DESCRIPTION_USER_CANCELLED]',
    ],
    ['requirements', /^CERT_/, '[ssl.CERT_NONE] [ssl.CERT_OPTIONAL] [ssl.CERT_REQUIRED]'],
    [
      'protocols',
      /^PROTOCOL_/,
      '[ssl.PROTOCOL_SSLv23] [ssl.PROTOCOL_TLSv1] [ssl.PROTOCOL_TLS] [ssl.PROTOCOL_TLS_CLIENT] [ssl.PROTOCOL_TLS_SERVER] [ssl.PROTOCOL_TLSv1_1] [ssl.PROTOCOL_TLSv1_2]',
    ],
    [
      'verification flags',
      /^VERIFY_/,
      '[ssl.VERIFY_ALLOW_PROXY_CERTS] [ssl.VERIFY_CRL_CHECK_CHAIN] [ssl.VERIFY_CRL_CHECK_LEAF] [ssl.VERIFY_DEFAULT] [ssl.VERIFY_X509_PARTIAL_CHAIN] [ssl.VERIFY_X509_STRICT] [ssl.VERIFY_X509_TRUSTED_FIRST]',
    ],
    [
      'error numbers',
      /^SSL_ERROR_/,
      '[ssl.SSL_ERROR_EOF] [ssl.SSL_ERROR_INVALID_ERROR_CODE] [ssl.SSL_ERROR_SSL] [ssl.SSL_ERROR_SYSCALL] [ssl.SSL_ERROR_WANT_CONNECT] [ssl.SSL_ERROR_WANT_READ] [ssl.SSL_ERROR_WANT_WRITE] [ssl.SSL_ERROR_WANT_X509_LOOKUP] [ssl.SSL_ERROR_ZERO_RETURN]',
    ],
    [
      'options',
      /^OP_/,
      '[ssl.OP_ALL] [ssl.OP_CIPHER_SERVER_PREFERENCE] [ssl.OP_ENABLE_MIDDLEBOX_COMPAT] [ssl.OP_IGNORE_UNEXPECTED_EOF] [ssl.OP_NO_COMPRESSION] [ssl.OP_NO_RENEGOTIATION] [ssl.OP_NO_SSLv2] [ssl.OP_NO_SSLv3] [ssl.OP_NO_TICKET] [ssl.OP_NO_TLSv1] [ssl.OP_NO_TLSv1_1] [ssl.OP_NO_TLSv1_2] [ssl.OP_NO_TLSv1_3] [ssl.OP_SINGLE_DH_USE] [ssl.OP_SINGLE_ECDH_USE]',
    ],
    [
      'features',
      /^HAS_/,
      '[ssl.HAS_ALPN] [ssl.HAS_ECDH] [ssl.HAS_NEVER_CHECK_COMMON_NAME] [ssl.HAS_NPN] [ssl.HAS_SNI] [ssl.HAS_SSLv2] [ssl.HAS_SSLv3] [ssl.HAS_TLSv1] [ssl.HAS_TLSv1_1] [ssl.HAS_TLSv1_2] [ssl.HAS_TLSv1_3]',
    ],
    ['PEM borders', /^PEM_/, '[ssl.PEM_FOOTER] [ssl.PEM_HEADER]'],
  ])('%s are as in Python', (_what, pattern, markers) => {
    const names = namesOf(pattern);
    const marked = [...markers.matchAll(/\[ssl\.(\w+)\]/g)].map(([, name]) => name);
    expect([...names].sort()).toEqual([...marked].sort());
    const expected = Object.fromEntries(names.map((name) => [name, unsigned(python.values[name])]));
    expect(Object.fromEntries(names.map((name) => [name, here[name]]))).toEqual(expected);
  });

  it('withdrawn protocols keep their names, and make no context [ssl.PROTOCOL_SSLv2] [ssl.PROTOCOL_SSLv3]', () => {
    expect([ssl.PROTOCOL_SSLv2, ssl.PROTOCOL_SSLv3]).toEqual([0, 1]);
    expect(() => new ssl.SSLContext(ssl.PROTOCOL_SSLv2)).toThrow(RangeError);
    expect(() => new ssl.SSLContext(ssl.PROTOCOL_SSLv3)).toThrow(RangeError);
    expect(() => new ssl.SSLContext(99 as never)).toThrow(RangeError);
  });

  it('enumerations hold the constants [ssl.AlertDescription] [ssl.SSLErrorNumber] [ssl.Options] [ssl.VerifyFlags] [ssl.VerifyMode] [ssl.TLSVersion]', () => {
    for (const [name, members] of Object.entries(python.enums)) {
      const expected = Object.fromEntries(Object.entries(members).map(([key, value]) => [key, unsigned(value)]));
      expect(here[name], name).toMatchObject(expected);
    }
  });

  it('names protocols [ssl.get_protocol_name]', () => {
    const codes = [0, 2, 3, 4, 5, 16, 17, 99];
    const names = askPython<string[]>(
      `print(json.dumps([ssl.get_protocol_name(c) for c in ${JSON.stringify(codes)}]))`,
    );
    expect(codes.map((code) => ssl.getProtocolName(code))).toEqual(names);
  });

  it('tells which OpenSSL it is [ssl.OPENSSL_VERSION] [ssl.OPENSSL_VERSION_INFO] [ssl.OPENSSL_VERSION_NUMBER]', () => {
    const [major, minor, , patch, status] = ssl.OPENSSL_VERSION_INFO;
    expect(ssl.OPENSSL_VERSION).toMatch(new RegExp(`^OpenSSL ${major}\\.${minor}\\.${patch} \\d+ \\w{3} \\d{4}$`));
    expect(ssl.OPENSSL_VERSION_NUMBER).toBe(major * 2 ** 28 + minor * 2 ** 20 + patch * 16 + status);
    const shape = python.values as { OPENSSL_VERSION_INFO: number[]; OPENSSL_VERSION_NUMBER: number };
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = shape.OPENSSL_VERSION_INFO;
    expect(shape.OPENSSL_VERSION_NUMBER).toBe(a * 2 ** 28 + b * 2 ** 20 + c * 2 ** 12 + d * 16 + e);
  });

  it('says what a context is for [ssl.Purpose]', () => {
    const objects = askPython<unknown>(
      `print(json.dumps({p.name: dict(nid=p.nid, shortname=p.shortname, longname=p.longname, oid=p.oid) for p in ssl.Purpose}))`,
    );
    expect(ssl.Purpose).toEqual(objects);
    expect(() => ssl.createDefaultContext({ oid: '1.2' } as never)).toThrow(TypeError);
  });
});
