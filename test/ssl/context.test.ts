import { readFileSync, statSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { ReleasedError, ssl } from '../../src/index.js';
import { issue, localPki } from '../support/pki.js';
import { askPython } from '../support/python.js';
import { Scratch } from '../support/scratch.js';
import { clientContext, connectedPair, finishes, serverContext, shakeHands, wrapPair } from '../support/ssl-pair.js';

const { ca, server: identity } = localPki();
const scratch = new Scratch();
afterAll(() => scratch.remove());
const file = scratch.file.bind(scratch);
const encode = (text: string) => new TextEncoder().encode(text);
const PROTOCOLS = [ssl.PROTOCOL_TLS, ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER] as const;

describe('SSLContext', () => {
  it('has the settings of Python from the start [ssl.SSLContext] [ssl.SSLContext.protocol] [ssl.SSLContext.options] [ssl.SSLContext.verify_mode] [ssl.SSLContext.check_hostname] [ssl.SSLContext.security_level] [ssl.SSLContext.hostname_checks_common_name]', () => {
    const names =
      'protocol options verify_mode verify_flags check_hostname minimum_version maximum_version security_level num_tickets post_handshake_auth hostname_checks_common_name sni_callback keylog_filename';
    const python = askPython<Record<string, unknown>[]>(`
def plain(value): return int(value) if not isinstance(value, (bool, type(None))) else value
print(json.dumps([{name: plain(getattr(ssl.SSLContext(p), name)) for name in '${names}'.split()} for p in ${JSON.stringify(PROTOCOLS)}]))`);
    const here = PROTOCOLS.map((protocol) => {
      const context = new ssl.SSLContext(protocol) as unknown as Record<string, unknown>;
      return Object.fromEntries(names.split(' ').map((name) => [name, context[name]]));
    });
    // A server here lets clients have ChaCha20 first that ask for it so.
    const prioritizeChacha = 2 ** 21;
    expect(here).toEqual(
      python.map((settings) => ({ ...settings, options: (Number(settings['options']) >>> 0) + prioritizeChacha })),
    );
    expect(new ssl.SSLContext().protocol).toBe(ssl.PROTOCOL_TLS);
  });

  it('turns verification and host name checks on and off together', () => {
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    expect(() => {
      context.verify_mode = ssl.CERT_NONE;
    }).toThrow(RangeError);
    context.check_hostname = false;
    context.verify_mode = ssl.CERT_NONE;
    context.check_hostname = true;
    expect(context.verify_mode).toBe(ssl.CERT_REQUIRED);
    context.verify_mode = ssl.CERT_OPTIONAL;
    expect(context.verify_mode).toBe(ssl.CERT_OPTIONAL);
    expect(() => {
      context.verify_mode = 7 as never;
    }).toThrow(RangeError);
    expect(() => {
      context.verify_mode = 'CERT_NONE' as never;
    }).toThrow(TypeError);
  });

  it('takes options one by one and all at once', () => {
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    const before = context.options;
    context.options |= ssl.OP_NO_TICKET | ssl.OP_NO_RENEGOTIATION;
    expect(context.options).toBe(before + ssl.OP_NO_TICKET + ssl.OP_NO_RENEGOTIATION);
    context.options &= ~ssl.OP_NO_TICKET;
    expect(context.options).toBe(before + ssl.OP_NO_RENEGOTIATION);
    // Bit 33 is above what |= reaches, and stays.
    const setAll = (bits: bigint) => Object.assign(context, { options: bits });
    setAll(BigInt(before) | (1n << 33n));
    context.options |= ssl.OP_NO_TICKET;
    expect(BigInt(context.options)).toBe(BigInt(before) | (1n << 33n) | BigInt(ssl.OP_NO_TICKET));
    setAll(0n);
    expect(context.options).toBe(0);
  });

  it('takes verification flags [ssl.SSLContext.verify_flags]', () => {
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF;
    expect(context.verify_flags).toBe(ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_CRL_CHECK_LEAF);
    context.loadVerifyLocations(null, null, ca.certPem);
    const failing = wrapPair(context, serverContext(identity));
    expect(() => shakeHands(failing)).toThrow(/unable to get certificate CRL/);
    context.verify_flags = ssl.VERIFY_X509_STRICT;
    expect(context.verify_flags).toBe(ssl.VERIFY_X509_STRICT);
    shakeHands(wrapPair(context, serverContext(identity)));
  });

  it('bounds the versions [ssl.SSLContext.minimum_version] [ssl.SSLContext.maximum_version]', () => {
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    const { MINIMUM_SUPPORTED, MAXIMUM_SUPPORTED, TLSv1, TLSv1_2, TLSv1_3 } = ssl.TLSVersion;
    context.minimum_version = TLSv1_3;
    expect(context.minimum_version).toBe(TLSv1_3);
    context.maximum_version = TLSv1_2;
    expect(context.maximum_version).toBe(TLSv1_2);
    context.minimum_version = MINIMUM_SUPPORTED;
    context.maximum_version = MAXIMUM_SUPPORTED;
    expect([context.minimum_version, context.maximum_version]).toEqual([MINIMUM_SUPPORTED, MAXIMUM_SUPPORTED]);
    context.minimum_version = MAXIMUM_SUPPORTED;
    context.maximum_version = MINIMUM_SUPPORTED;
    expect([context.minimum_version, context.maximum_version]).toEqual([TLSv1_3, TLSv1]);
    for (const bad of [5, 0, 0x305])
      expect(() => {
        context.minimum_version = bad as never;
      }).toThrow(RangeError);
    expect(() => {
      new ssl.SSLContext(ssl.PROTOCOL_TLSv1_2).minimum_version = TLSv1_3;
    }).toThrow(RangeError);
  });

  it('speaks TLS 1.0 and 1.1 where they are asked for', () => {
    for (const [protocol, name] of [
      [ssl.PROTOCOL_TLSv1, 'TLSv1'],
      [ssl.PROTOCOL_TLSv1_1, 'TLSv1.1'],
    ] as const) {
      const [client, there] = [new ssl.SSLContext(protocol), new ssl.SSLContext(protocol)];
      for (const side of [client, there]) side.setCiphers('DEFAULT:@SECLEVEL=0');
      there.loadCertChain(encode(identity.certPem), encode(identity.keyPem));
      expect(connectedPair(client, there).client.version()).toBe(name);
    }
  });

  it('checks the common name only as far as it may', () => {
    const plain = issue('localhost', { issuer: ca });
    const context = clientContext(ca);
    shakeHands(wrapPair(context, serverContext(plain)));
    context.hostname_checks_common_name = false;
    expect(context.hostname_checks_common_name).toBe(false);
    expect(() => shakeHands(wrapPair(context, serverContext(plain)))).toThrow(ssl.SSLCertVerificationError);
    context.hostname_checks_common_name = true;
    shakeHands(wrapPair(context, serverContext(plain)));
  });

  it('sends as many tickets as it is told [ssl.SSLContext.num_tickets]', () => {
    const context = serverContext(identity);
    context.num_tickets = 5;
    expect(context.num_tickets).toBe(5);
    const few = serverContext(identity);
    few.num_tickets = 0;
    const sizes = [context, few].map((side) => {
      const pair = wrapPair(clientContext(ca), side);
      finishes(() => pair.client.doHandshake());
      finishes(() => pair.server.doHandshake());
      finishes(() => pair.client.doHandshake());
      expect(pair.toClient.pending).toBe(0);
      finishes(() => pair.server.doHandshake());
      return pair.toClient.pending;
    });
    expect(sizes[1]).toBe(0);
    expect(sizes[0]).toBeGreaterThan(5 * 100);
    for (const [side, value] of [
      [new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), 1],
      [context, -1],
    ] as const)
      expect(() => {
        side.num_tickets = value;
      }).toThrow(RangeError);
  });

  it('can be changed while connections use it, and freed before they end', () => {
    const there = serverContext(identity);
    const client = clientContext(ca);
    const first = connectedPair(client, there);
    const renewed = issue('renewed', { issuer: ca, san: 'DNS:localhost' });
    there.loadCertChain(encode(renewed.certPem), encode(renewed.keyPem));
    const second = connectedPair(client, there);
    expect(second.client.getpeercert()?.subject).toEqual([[['commonName', 'renewed']]]);
    there.free();
    client.free();
    first.server.write('still here');
    expect(new TextDecoder().decode(first.client.read())).toBe('still here');
    expect(() => there.setCiphers('DEFAULT')).toThrow(ReleasedError);
  });
});

describe('createDefaultContext', () => {
  it('verifies on clients and not on servers [ssl.create_default_context]', () => {
    const client = ssl.createDefaultContext(ssl.Purpose.SERVER_AUTH, { cafile: file('ca.pem', ca.certPem) });
    expect(client).toMatchObject({
      protocol: ssl.PROTOCOL_TLS_CLIENT,
      check_hostname: true,
      verify_mode: ssl.CERT_REQUIRED,
      minimum_version: ssl.TLSVersion.TLSv1_2,
    });
    expect(client.verify_flags & ssl.VERIFY_X509_STRICT).not.toBe(0);
    expect(client.certStoreStats()).toEqual({ x509: 1, crl: 0, x509_ca: 1 });
    for (const positional of [[scratch.path('ca.pem')], [encode(ca.certPem)], [null, null, ca.certPem]] as const)
      expect(ssl.createDefaultContext(ssl.Purpose.SERVER_AUTH, ...positional).certStoreStats().x509).toBe(1);
    const there = ssl.createDefaultContext(ssl.Purpose.CLIENT_AUTH);
    expect(there).toMatchObject({ protocol: ssl.PROTOCOL_TLS_SERVER, verify_mode: ssl.CERT_NONE });
    expect(there.certStoreStats().x509).toBe(0);
  });

  it('has a counterpart that verifies nothing', () => {
    const context = ssl._createUnverifiedContext();
    expect(context).toMatchObject({ check_hostname: false, verify_mode: ssl.CERT_NONE });
    const names = ssl._createUnverifiedContext(null, { certReqs: null, checkHostname: true, cadata: ca.certPem });
    // As in Python: the two contradict each other.
    expect(() => ssl._createUnverifiedContext(null, { checkHostname: true })).toThrow(RangeError);
    expect(names).toMatchObject({ check_hostname: true, verify_mode: ssl.CERT_REQUIRED });
    const pem = encode(identity.certPem + identity.keyPem);
    const there = ssl._createUnverifiedContext(null, { purpose: ssl.Purpose.CLIENT_AUTH, certfile: pem });
    expect(connectedPair(context, there).client.getpeercert()).toEqual({});
    expect(() => ssl._createUnverifiedContext(null, { keyfile: pem })).toThrow(RangeError);
  });
});

describe('secrets go to a file', () => {
  it('as Wireshark reads them [ssl.SSLContext.keylog_filename]', () => {
    const path = scratch.path('keys.log');
    const context = clientContext(ca);
    context.keylog_filename = path;
    expect(context.keylog_filename).toBe(path);
    connectedPair(context, serverContext(identity));
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^# /);
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toContain('CLIENT_TRAFFIC_SECRET_0');
    expect(lines.slice(1).every((line) => /^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]+$/.test(line))).toBe(true);
    expect(statSync(path).mode & 0o077).toBe(0);
    context.keylog_filename = null;
    connectedPair(context, serverContext(identity));
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toEqual(lines);
    expect(() => {
      context.keylog_filename = scratch.path('none/keys.log');
    }).toThrow(/ENOENT/);
    expect(() => {
      context.keylog_filename = 5 as never;
    }).toThrow(TypeError);
  });

  it('that the environment names', () => {
    process.env['SSLKEYLOGFILE'] = scratch.path('env.log');
    try {
      expect(clientContext(ca).keylog_filename).toBe(scratch.path('env.log'));
    } finally {
      delete process.env['SSLKEYLOGFILE'];
    }
    expect(clientContext(ca).keylog_filename).toBeNull();
  });
});
