/** Each option of node:tls acts, or is refused by its name; those of contexts are shown here to act. */
import { once } from 'node:events';
import tls from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import { CONTEXT_RULES } from '../../../src/adapters/checked-options.js';
import * as ours from '../../../src/adapters/node/index.js';
import { crypto, SSL } from '../../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../../support/loopback.js';
import { issue, localPki, newKey } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const { ca, server } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };
const rsa = issue('localhost', { issuer: ca, san: 'DNS:localhost', key: newKey(crypto.TYPE_RSA, 2048) });
const byRsa = { cert: rsa.certPem, key: rsa.keyPem };
type Api = Pick<typeof ours, 'connect' | 'createServer'>;
const native = tls as unknown as Api;

/** Shakes hands. @returns the client's side */
async function visit(serverOptions: object, clientOptions: object, [one, two]: [Api, Api] = [ours, ours]) {
  const port = await listenOnLoopback(one.createServer({ ...credentials, ...serverOptions }), closers);
  return dial(port, clientOptions, two);
}

async function dial(port: number, options: object, api: Api = ours): Promise<ours.TLSSocket> {
  const near = api.connect({ port, host: 'localhost', ca: ca.certPem, ...options });
  closers.push(() => near.destroy());
  await once(near, 'secureConnect');
  return near;
}

/** The options of `tls.createSecureContext` in Node 26. */
const OF_CONTEXTS =
  'allowPartialTrustChain ca cert certificateCompression sigalgs ciphers clientCertEngine crl dhparam ecdhCurve honorCipherOrder key privateKeyEngine privateKeyIdentifier maxVersion minVersion passphrase pfx secureOptions secureProtocol sessionIdContext ticketKeys sessionTimeout'.split(
    ' ',
  );

describe('an option of createSecureContext', () => {
  it.each(OF_CONTEXTS)('is read: %s', (name) => {
    expect(Object.keys(CONTEXT_RULES)).toContain(name);
    // What it cannot be is refused by each that takes it, so that none is ignored.
    const wrong = { [name]: Symbol('wrong') };
    for (const call of [
      () => ours.createSecureContext(wrong),
      () => ours.createServer(wrong),
      () => ours.connect({ port: 1, ...wrong }),
      () => ours.createServer({}).setSecureContext(wrong),
      () => ours.createServer({}).addContext('x', wrong),
    ])
      expect(thrownBy(call)).toMatchObject({
        code: expect.stringMatching(/^ERR_/),
        message: expect.stringContaining(name),
      });
  });

  it('that Node does not know is ignored, as Node ignores it', () => {
    expect(ours.createSecureContext({ ...credentials, nonsense: 1 } as never)).toBeInstanceOf(ours.SecureContext);
  });

  it.each(['privateKeyEngine', 'privateKeyIdentifier', 'clientCertEngine'])(
    'is refused: %s [tls.createSecureContext.privateKeyEngine] [tls.createSecureContext.privateKeyIdentifier] [tls.createSecureContext.clientCertEngine] [tls.createServer.clientCertEngine]',
    (name) => {
      const error = thrownBy(() => ours.createSecureContext({ [name]: 'x' }));
      expect(error).toMatchObject({ code: 'ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED' });
    },
  );

  it('is refused: certificateCompression, unless it asks for nothing [tls.createSecureContext.certificateCompression]', () => {
    expect(ours.createSecureContext({ certificateCompression: [] })).toBeInstanceOf(ours.SecureContext);
    for (const algorithm of ['zlib', 'brotli', 'nonsense'])
      expect(thrownBy(() => ours.createSecureContext({ certificateCompression: [algorithm] }))).toMatchObject({
        code: 'ERR_INVALID_ARG_VALUE',
      });
    expect(ours.getCertificateCompressionAlgorithms()).toEqual([]);
  });

  it('that is empty or null was not given, where Node has it so', () => {
    for (const name of OF_CONTEXTS)
      expect(ours.createSecureContext({ ...credentials, [name]: null, ...credentials })).toBeDefined();
    for (const name of ['ca', 'cert', 'key', 'ciphers', 'ecdhCurve', 'dhparam', 'secureOptions', 'passphrase'])
      expect(ours.createSecureContext({ [name]: '' })).toBeDefined();
    for (const name of [
      'crl',
      'sigalgs',
      'minVersion',
      'maxVersion',
      'secureProtocol',
      'sessionTimeout',
      'ticketKeys',
    ]) {
      const code = (thrownBy(() => tls.createSecureContext({ [name]: '' })) as NodeJS.ErrnoException).code;
      expect(thrownBy(() => ours.createSecureContext({ [name]: '' }))).toMatchObject({ code });
    }
  });
});

describe('TLS 1.0 and 1.1', () => {
  it.each([
    ['TLSv1', { minVersion: 'TLSv1', maxVersion: 'TLSv1' }],
    ['TLSv1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }],
    ['TLSv1', { secureProtocol: 'TLSv1_method' }],
    ['TLSv1.1', { secureProtocol: 'TLSv1_1_method' }],
  ])(
    'are spoken when they are asked for: %s by %j [tls.createSecureContext.minVersion] [tls.createSecureContext.maxVersion]',
    async (version, options) => {
      expect((await visit({ minVersion: 'TLSv1' }, options)).getProtocol()).toBe(version);
      expect((await visit(options, { minVersion: 'TLSv1' })).getProtocol()).toBe(version);
      // With Node's own on the other side, which wants the security level to be said.
      const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
      expect((await visit(old, options, [native, ours])).getProtocol()).toBe(version);
      expect((await visit(options, old, [ours, native])).getProtocol()).toBe(version);
    },
  );

  it('are not spoken by default, nor by a highest version that is below the lowest', async () => {
    await expect(visit({ minVersion: 'TLSv1' }, { maxVersion: 'TLSv1.1' })).rejects.toMatchObject({
      code: 'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
    });
    await expect(visit({}, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
    expect((await visit({ minVersion: 'TLSv1' }, { minVersion: 'TLSv1' })).getProtocol()).toBe('TLSv1.3');
  });

  it('bring their security level to their own context alone, unless another one is said', () => {
    const level = (options: object) => ours.createSecureContext(options).sslContext('server').getSecurityLevel();
    const usual = level({});
    expect(usual).toBeGreaterThan(0);
    expect(level({ minVersion: 'TLSv1' })).toBe(0);
    expect(level({ secureProtocol: 'TLSv1_1_method' })).toBe(0);
    expect(level({ minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=1' })).toBe(1);
    expect(level({ minVersion: 'TLSv1.2' })).toBe(usual);
    expect(level({})).toBe(usual);
  });
});

describe('secureProtocol', () => {
  it.each([
    ['TLS_method', SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION],
    ['TLS_client_method', SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION],
    ['TLS_server_method', SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION],
    ['SSLv23_method', SSL.TLS1_2_VERSION, SSL.TLS1_2_VERSION],
    ['TLSv1_method', SSL.TLS1_VERSION, SSL.TLS1_VERSION],
    ['TLSv1_1_server_method', SSL.TLS1_1_VERSION, SSL.TLS1_1_VERSION],
    ['TLSv1_2_client_method', SSL.TLS1_2_VERSION, SSL.TLS1_2_VERSION],
  ])('%s sets the versions [tls.createSecureContext.secureProtocol]', (secureProtocol, min, max) => {
    const { context } = ours.createSecureContext({ secureProtocol });
    expect([context.getMinProto(), context.getMaxProto()]).toEqual([min, max]);
  });

  it.each(['SSLv2_method', 'SSLv3_server_method', 'TLSv1_3_method', 'DTLS_method', '', 'tls_method'])(
    '%j is refused with the code and the words of Node',
    (secureProtocol) => {
      const { code, message } = thrownBy(() => tls.createSecureContext({ secureProtocol })) as NodeJS.ErrnoException;
      expect(thrownBy(() => ours.createSecureContext({ secureProtocol }))).toMatchObject({ code, message });
    },
  );

  it('of one side makes a context of that side alone', async () => {
    const secureContext = ours.createSecureContext({ ...credentials, secureProtocol: 'TLS_client_method' });
    await expect(visit({ secureContext }, {})).rejects.toThrow();
  });
});

describe('dhparam', () => {
  const ciphers = 'DHE-RSA-AES128-GCM-SHA256';
  const two = { ...byRsa, ciphers, maxVersion: 'TLSv1.2' };
  const GROUP_1024 = [
    '-----BEGIN DH PARAMETERS-----',
    'MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR',
    'Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL',
    '/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC',
    '-----END DH PARAMETERS-----',
  ].join('\n');
  const GROUP_768 =
    '-----BEGIN DH PARAMETERS-----\nMGYCYQD//////////8kP2qIhaMI0xMZii4DcHNEpAk4IimfMdAILvqY7E5siUUoI\neY40BN3vlRmzzTpDGzArCm3yXxQ3T+E1bW1RwkXkhbV2Yl5+xvRMQummOjYg////\n//////8CAQI=\n-----END DH PARAMETERS-----\n';

  it('auto gives a server a group; without it there is none, as in node:tls [tls.createSecureContext.dhparam]', async () => {
    for (const api of [native, ours]) {
      expect((await visit({ ...two, dhparam: 'auto' }, { ciphers }, [api, ours])).getCipher()?.name).toBe(ciphers);
      await expect(visit(two, { ciphers, maxVersion: 'TLSv1.2' }, [api, ours])).rejects.toMatchObject({
        code: expect.stringMatching(/ALERT_HANDSHAKE_FAILURE$/),
      });
    }
  });

  it('below 1024 bits is refused as in node:tls', () => {
    const judge = thrownBy(() => tls.createSecureContext({ dhparam: GROUP_768 })) as NodeJS.ErrnoException;
    const error = thrownBy(() => ours.createSecureContext({ dhparam: GROUP_768 })) as NodeJS.ErrnoException;
    expect([error.code, error.message]).toEqual([judge.code, judge.message]);
    expect(error.message).toBe('DH parameter is less than 1024 bits');
  });

  it('below 2048 bits is refused by the security level; below that, Node is told', async () => {
    expect(thrownBy(() => ours.createSecureContext({ dhparam: GROUP_1024 }))).toMatchObject({
      code: 'ERR_SSL_DH_KEY_TOO_SMALL',
    });
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      const weak = `${ciphers}@SECLEVEL=0`;
      const near = await visit({ ...two, dhparam: GROUP_1024, ciphers: weak }, { ciphers: weak });
      expect(near.getCipher()?.name).toBe(ciphers);
      expect(near.connection.peerDiffieHellmanBits()).toBe(1024);
      expect(warned).toHaveBeenCalledWith('DH parameter is less than 2048 bits', 'SecurityWarning');
    } finally {
      warned.mockRestore();
    }
  });

  it.each(['junk', '-----BEGIN DH PARAMETERS-----\n!!!\n-----END DH PARAMETERS-----\n', server.keyPem])(
    'that is none is refused',
    (dhparam) => {
      expect(thrownBy(() => ours.createSecureContext({ dhparam }))).toMatchObject({
        code: expect.stringMatching(/^ERR_/),
      });
    },
  );
});

describe('sessions of a server', () => {
  function sessionOf(server: object, maxVersion: string): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      visit(server, { maxVersion, onSession: resolve }).catch(reject);
    });
  }

  /** Whether a session of the first server is good for the second. */
  async function resumes(first: object, second: object, version: 'TLSv1.2' | 'TLSv1.3'): Promise<boolean> {
    const session = await sessionOf(first, version);
    return (await visit(second, { maxVersion: version, session })).isSessionReused() === true;
  }
  const ticketKeys = Buffer.alloc(48, 7);

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'are shared by those that have the same ticketKeys: %s [tls.createSecureContext.ticketKeys]',
    async (version) => {
      expect(await resumes({}, {}, version)).toBe(false);
      expect(await resumes({ ticketKeys }, { ticketKeys }, version)).toBe(true);
      for (const byte of [0, 16]) {
        const other = Buffer.from(ticketKeys);
        other[byte] = 8;
        expect(await resumes({ ticketKeys }, { ticketKeys: other }, version)).toBe(false);
      }
    },
  );

  it('are of an application: sessionIdContext tells them apart [tls.createSecureContext.sessionIdContext]', async () => {
    const one = { ticketKeys, sessionIdContext: 'one' };
    expect(await resumes(one, one, 'TLSv1.3')).toBe(true);
    expect(await resumes(one, { ticketKeys, sessionIdContext: 'two' }, 'TLSv1.3')).toBe(false);
    expect(thrownBy(() => ours.createSecureContext({ sessionIdContext: 'x'.repeat(33) }))).toBeInstanceOf(TypeError);
  });

  it('live as long as sessionTimeout says [tls.createSecureContext.sessionTimeout]', async () => {
    const context = ours.createSecureContext({ sessionTimeout: 100 }).sslContext('server');
    expect(context.getTimeout()).toBe(100);
    for (const version of ['TLSv1.2', 'TLSv1.3']) {
      using session = SSL.Session.fromDer(await sessionOf({ sessionTimeout: 100 }, version));
      expect(session.ticketLifetimeHint).toBe(100);
    }
  });

  it.each([new Uint8Array(47), new Uint8Array(0), 'x'.repeat(48)])('are sealed by exactly 48 bytes', (keys) => {
    expect(thrownBy(() => ours.createSecureContext({ ticketKeys: keys as never }))).toMatchObject({
      code: expect.stringMatching(/^ERR_INVALID_ARG_/),
    });
  });
});

describe('allowPartialTrustChain', () => {
  it('ends a chain in a CA that does not sign itself [tls.createSecureContext.allowPartialTrustChain]', async () => {
    const mid = issue('Mid', { issuer: ca, ca: true });
    const leaf = issue('localhost', { issuer: mid, san: 'DNS:localhost' });
    const its = { cert: leaf.certPem, key: leaf.keyPem };
    const client = { ca: mid.certPem };
    await expect(visit(its, client)).rejects.toMatchObject({ code: 'UNABLE_TO_GET_ISSUER_CERT' });
    expect((await visit(its, { ...client, allowPartialTrustChain: true })).authorized).toBe(true);
    await expect(visit(its, { ca: ca.certPem, allowPartialTrustChain: true })).rejects.toThrow();
  });

  it('makes no session good for those who want the whole chain', async () => {
    const mid = issue('Mid', { issuer: ca, ca: true });
    const leaf = issue('localhost', { issuer: mid, san: 'DNS:localhost' });
    const listener = ours.createServer({ cert: leaf.certPem, key: leaf.keyPem });
    const port = await listenOnLoopback(listener, closers);
    const near = await dial(port, { ca: mid.certPem, allowPartialTrustChain: true });
    const [session] = (await once(near, 'session')) as [Buffer];
    await expect(dial(port, { ca: mid.certPem, session })).rejects.toMatchObject({ code: 'UNABLE_TO_GET_ISSUER_CERT' });
    const again = await dial(port, { ca: mid.certPem, allowPartialTrustChain: true, session });
    expect(again.isSessionReused()).toBe(true);
  });
});

describe('a ca', () => {
  it('that is no PEM trusts nobody, as in node:tls: not the default CAs either [tls.createSecureContext.ca]', async () => {
    for (const junk of ['junk', ['junk'], [''], Buffer.from('junk'), []]) {
      const context = ours.createSecureContext({ ca: junk as never }).sslContext('client');
      using store = context.getCertStore();
      expect(() => new crypto.X509StoreContext(store, server.cert).verifyCertificate()).toThrow();
      await expect(visit({}, { ca: junk })).rejects.toMatchObject({ code: expect.stringMatching(/ISSUER|LEAF/) });
    }
  });

  it('counts as far as it can be read', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect((await visit({}, { ca: ca.certPem + broken })).authorized).toBe(true);
    expect((await visit({}, { ca: [broken, ca.certPem] })).authorized).toBe(true);
    expect((await visit({}, { ca: `text before\n${ca.certPem}` })).authorized).toBe(true);
  });
});
