/** SecureContext: one for both sides, what it is made of, what is beneath it, and contexts of the caller's own. */
import { once } from 'node:events';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createFetch } from '../../../src/adapters/fetch/index.js';
import * as ours from '../../../src/adapters/node/index.js';
import { crypto, SSL } from '../../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../../support/loopback.js';
import { issue, localPki, newKey } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const { ca, server, client } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };
const rsa = issue('localhost', { issuer: ca, san: 'DNS:localhost', key: newKey(crypto.TYPE_RSA, 2048) });
const native = tls as unknown as Pick<typeof ours, 'connect' | 'createServer'>;
type Api = Pick<typeof ours, 'connect' | 'createServer'>;

function pfxOf(identity: typeof server, passphrase: string, chain?: crypto.X509[]): Uint8Array {
  const file = new crypto.PKCS12();
  file.setCertificate(identity.cert);
  file.setPrivatekey(identity.key);
  if (chain !== undefined) file.setCaCertificates(chain);
  return file.export(passphrase);
}

function encrypted(identity: typeof server, passphrase: string): string {
  return new TextDecoder().decode(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, identity.key, 'aes-128-cbc', passphrase));
}

/** Shakes hands. @returns both sides, secure */
async function shake(serverOptions: object, clientOptions: object, [one, two]: [Api, Api] = [ours, ours]) {
  const listener = one.createServer({ ...serverOptions });
  const accepted = once(listener, 'secureConnection') as Promise<[ours.TLSSocket]>;
  accepted.catch(() => undefined);
  const port = await listenOnLoopback(listener, closers);
  const near = two.connect({ port, host: 'localhost', ...clientOptions });
  closers.push(() => near.destroy());
  await once(near, 'secureConnect');
  const [far] = await accepted;
  return { near, far };
}

describe('a SecureContext', () => {
  it('serves both sides [tls.createSecureContext]', async () => {
    const secureContext = ours.createSecureContext({ ...credentials, ca: ca.certPem });
    expect(secureContext).toBeInstanceOf(ours.SecureContext);
    expect(secureContext.constructor.name).toBe('SecureContext');
    const { near, far } = await shake({ secureContext, requestCert: true }, { secureContext });
    expect([near.authorized, far.authorized]).toEqual([true, true]);
    expect(near.getPeerCertificate()?.subject).toMatchObject({ CN: 'localhost' });
    expect(far.getPeerCertificate()?.subject).toMatchObject({ CN: 'localhost' });
  });

  it('gives the SSL.Context of a side, the same one each time', () => {
    const context = ours.createSecureContext(credentials);
    expect(context.sslContext('client')).toBeInstanceOf(SSL.Context);
    expect(context.sslContext('client')).toBe(context.sslContext('client'));
    expect(context.sslContext('server')).not.toBe(context.sslContext('client'));
  });

  it('does not trust the default CAs as a server', async () => {
    const secureContext = ours.createSecureContext(credentials);
    const listener = ours.createServer({ secureContext, requestCert: true });
    const refused = once(listener, 'tlsClientError');
    const port = await listenOnLoopback(listener, closers);
    const near = ours.connect({ port, host: 'localhost', ca: ca.certPem, cert: client.certPem, key: client.keyPem });
    near.on('error', () => undefined);
    closers.push(() => near.destroy());
    expect((await refused)[0]).toMatchObject({ code: expect.stringMatching(/ISSUER|LEAF_SIGNATURE/) });
  });

  it('keeps what it was made of, whatever becomes of that', async () => {
    const cert = Buffer.from(server.certPem);
    const key = Buffer.from(server.keyPem);
    const own = localPki();
    const shared = { cert: own.server.cert, key: own.server.key, ca: own.ca.cert };
    const bytes = ours.createSecureContext({ cert, key, ca: Buffer.from(ca.certPem) });
    const objects = ours.createSecureContext(shared);
    cert.fill(0);
    key.fill(0);
    own.server.cert.free();
    own.server.key.free();
    own.ca.cert.free();
    for (const secureContext of [bytes, objects])
      expect((await shake({ secureContext }, { secureContext })).near.authorized).toBe(true);
  });

  it('is made by new, with versions, as in Node: without certificate, without CAs [tls.SecureContext]', () => {
    const { context } = new ours.SecureContext(null, null, 'TLSv1.2', 'TLSv1.2');
    expect([context.getMinProto(), context.getMaxProto()]).toEqual([SSL.TLS1_2_VERSION, SSL.TLS1_2_VERSION]);
    expect(thrownBy(() => new ours.SecureContext(null, null, 'x' as never))).toMatchObject({
      code: 'ERR_TLS_INVALID_PROTOCOL_VERSION',
    });
    expect(thrownBy(() => new ours.SecureContext('SSLv2_method'))).toMatchObject({
      code: 'ERR_TLS_INVALID_PROTOCOL_METHOD',
    });
    expect(thrownBy(() => new ours.SecureContext('TLS_method', 0, 'TLSv1.2'))).toMatchObject({
      code: 'ERR_TLS_PROTOCOL_VERSION_CONFLICT',
    });
  });

  it.each(['createServer', 'connect'] as const)(
    'of node:tls is refused by %s, by its name [tls.connect.secureContext] [tls.createServer.secureContext]',
    (name) => {
      const secureContext = tls.createSecureContext() as never;
      const error = thrownBy(() =>
        name === 'connect' ? ours.connect({ port: 1, secureContext }) : ours.createServer({ secureContext }),
      );
      expect(error).toMatchObject({ code: 'ERR_TLS_INVALID_CONTEXT', message: expect.stringContaining('node:tls') });
    },
  );

  it('that is none is no options either, nor what a name is answered with', async () => {
    const foreign = tls.createSecureContext(credentials) as never;
    const own = ours.createSecureContext(credentials) as never;
    const listener = ours.createServer({
      ...credentials,
      SNICallback: (_: string, done: (error: Error | null, context?: never) => void) => done(null, foreign),
    });
    for (const call of [
      () => ours.createSecureContext(foreign),
      () => ours.createSecureContext(own),
      () => listener.addContext('x', foreign),
      () => listener.setSecureContext(foreign),
      () => listener.setSecureContext(own),
    ])
      expect(thrownBy(call)).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    const refused = once(listener, 'tlsClientError');
    const port = await listenOnLoopback(listener, closers);
    const near = ours.connect({ port, host: 'localhost', ca: ca.certPem });
    near.on('error', () => undefined);
    closers.push(() => near.destroy());
    expect((await refused)[0]).toMatchObject({ code: 'ERR_TLS_INVALID_CONTEXT' });
  });

  it('stands for a name of a server, as addContext and SNICallback take it', async () => {
    const other = issue('other.test', { issuer: ca, san: 'DNS:other.test' });
    const chosen = ours.createSecureContext({ cert: other.certPem, key: other.keyPem });
    const byCallback = {
      SNICallback: (_: string, done: (error: Error | null, context?: ours.SecureContext) => void) => done(null, chosen),
    };
    for (const way of ['addContext', 'SNICallback']) {
      const listener = ours.createServer({ ...credentials, ...(way === 'SNICallback' && byCallback) });
      if (way === 'addContext') listener.addContext('other.test', chosen);
      const port = await listenOnLoopback(listener, closers);
      const near = ours.connect({ port, host: 'localhost', servername: 'other.test', ca: ca.certPem });
      closers.push(() => near.destroy());
      await once(near, 'secureConnect');
      expect(near.authorized).toBe(true);
    }
  });

  it('serves fetch', async () => {
    const listener = ours.createServer(credentials, (socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
    );
    const port = await listenOnLoopback(listener, closers);
    const secureContext = ours.createSecureContext({ ca: ca.certPem });
    const answer = await createFetch({ secureContext })(`https://localhost:${port}/`);
    expect(await answer.text()).toBe('ok');
  });
});

describe('what is beneath a SecureContext', () => {
  it('adds CAs, for connections that come after [tls.createSecureContext.context.addCACert]', async () => {
    const secureContext = ours.createSecureContext({ ca: [] });
    await expect(shake(credentials, { secureContext })).rejects.toMatchObject({ code: expect.any(String) });
    secureContext.context.addCACert('junk');
    await expect(shake(credentials, { secureContext })).rejects.toMatchObject({ code: expect.any(String) });
    secureContext.context.addCACert(ca.certPem);
    expect((await shake(credentials, { secureContext })).near.authorized).toBe(true);
  });

  it('makes a whole context, step by step [tls.createSecureContext.context]', async () => {
    const secureContext = new ours.SecureContext();
    const { context } = secureContext;
    context.setCert(server.certPem);
    context.setKey(encrypted(server, 'secret'), 'secret');
    context.addCACert(ca.certPem);
    context.setCiphers('ECDHE-ECDSA-AES128-GCM-SHA256');
    context.setMaxProto(SSL.TLS1_2_VERSION);
    context.setSessionTimeout(5);
    context.setSessionIdContext('mine');
    context.setECDHCurve('P-256');
    const { near } = await shake({ secureContext, requestCert: true }, { secureContext });
    expect(near.getProtocol()).toBe('TLSv1.2');
    expect(near.getCipher()?.name).toBe('ECDHE-ECDSA-AES128-GCM-SHA256');
    context.setCipherSuites('TLS_AES_128_GCM_SHA256');
    context.setMaxProto(SSL.TLS1_3_VERSION);
    const again = await shake({ secureContext }, { secureContext });
    expect(again.near.getCipher()?.name).toBe('TLS_AES_128_GCM_SHA256');
  });

  it('is closed: new connections have no certificate, open ones go on', async () => {
    const secureContext = ours.createSecureContext({ ...credentials, ca: ca.certPem });
    const { near, far } = await shake({ secureContext }, { secureContext });
    secureContext.context.close();
    far.write('still here');
    expect(String((await once(near, 'data'))[0])).toBe('still here');
    await expect(shake({ secureContext }, { ca: ca.certPem })).rejects.toMatchObject({ code: expect.any(String) });
  });

  it('refuses what it cannot read', () => {
    const { context } = ours.createSecureContext();
    expect(thrownBy(() => context.setKey('junk'))).toBeInstanceOf(crypto.Error);
    expect(thrownBy(() => context.addCRL('junk'))).toMatchObject({ code: 'ERR_CRYPTO_OPERATION_FAILED' });
    expect(thrownBy(() => context.addCACert(5 as never))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => context.setTicketKeys(new Uint8Array(47)))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    expect(thrownBy(() => context.setSessionTimeout(-1))).toBeInstanceOf(RangeError);
  });
});

describe('certificates and keys [tls.createSecureContext.cert] [tls.createSecureContext.key] [tls.createSecureContext.pfx]', () => {
  const forms: Readonly<Record<string, object>> = {
    'a list of one': { cert: [server.certPem], key: [server.keyPem] },
    'bytes in a list': { cert: [Buffer.from(server.certPem)], key: [Buffer.from(server.keyPem)] },
    'a key in an object': { cert: server.certPem, key: [{ pem: server.keyPem }] },
    'a key with its passphrase': {
      cert: server.certPem,
      key: [{ pem: encrypted(server, 'secret'), passphrase: 'secret' }],
      passphrase: 'not this one',
    },
    'a key that the common passphrase opens': {
      cert: server.certPem,
      key: [{ pem: encrypted(server, 'secret') }],
      passphrase: 'secret',
    },
    'a PKCS#12 with its passphrase': { pfx: [{ buf: pfxOf(server, 'secret'), passphrase: 'secret' }] },
    'a PKCS#12 in a list': { pfx: [pfxOf(server, 'secret')], passphrase: 'secret' },
    'a PKCS#12': { pfx: pfxOf(server, 'secret'), passphrase: 'secret' },
    'a PKCS#12 of an empty passphrase': { pfx: pfxOf(server, '') },
  };

  it.each(Object.entries(forms))(
    'come as %s, as in node:tls [tls.createSecureContext.key-array] [tls.createSecureContext.pfx-array] [tls.createSecureContext.passphrase]',
    async (_, options) => {
      for (const api of [native, ours]) {
        const { near } = await shake(options, { ca: ca.certPem }, [api, ours]);
        expect(near.authorized).toBe(true);
      }
    },
  );

  it('of two types serve each client with what it can verify [tls.createSecureContext.cert-array]', async () => {
    const both = { cert: [server.certPem, rsa.certPem], key: [rsa.keyPem, server.keyPem], maxVersion: 'TLSv1.2' };
    for (const api of [native, ours]) {
      for (const [ciphers, type] of [
        ['ECDHE-ECDSA-AES128-GCM-SHA256', 'EC'],
        ['ECDHE-RSA-AES128-GCM-SHA256', 'RSA'],
      ] as const) {
        const { near } = await shake(both, { ca: ca.certPem, ciphers }, [api, ours]);
        expect(near.getPeerX509Certificate()?.publicKey.asymmetricKeyType?.toUpperCase()).toBe(type);
      }
    }
  });

  it('each bring their own chain', async () => {
    const mid = issue('Mid', { issuer: ca, ca: true });
    const leaf = issue('localhost', { issuer: mid, san: 'DNS:localhost' });
    for (const options of [
      { cert: [leaf.certPem + mid.certPem], key: leaf.keyPem },
      { pfx: [{ buf: pfxOf(leaf, 'x', [mid.cert]), passphrase: 'x' }] },
    ]) {
      const { near } = await shake(options, { ca: ca.certPem });
      expect(near.authorized).toBe(true);
    }
  });
});

describe('ALPNProtocols', () => {
  const wire = Buffer.from('\x02h2\x08http/1.1');
  const forms: readonly [string, unknown][] = [
    ['names', ['h2', 'http/1.1']],
    ['a Buffer in the wire form', wire],
    ['a Uint8Array in the wire form', new Uint8Array(wire)],
    ['a DataView in the wire form', new DataView(new Uint8Array(wire).buffer)],
    ['names in bytes', [Buffer.from('h2'), new TextEncoder().encode('http/1.1')]],
  ];

  it.each(forms)(
    'of both sides come as %s [tls.connect.ALPNProtocols-buffer] [tls.createServer.ALPNProtocols-buffer]',
    async (_, ALPNProtocols) => {
      const secureContext = ours.createSecureContext(credentials);
      for (const [server, client] of [
        [ALPNProtocols, ['h2']],
        [['h2'], ALPNProtocols],
      ]) {
        for (const made of [credentials, { secureContext }]) {
          const { near, far } = await shake(
            { ...made, ALPNProtocols: server },
            { ca: ca.certPem, ALPNProtocols: client },
          );
          expect([near.alpnProtocol, far.alpnProtocol]).toEqual(['h2', 'h2']);
        }
      }
    },
  );

  it('may hold bytes that are no text', async () => {
    const grease = Uint8Array.of(2, 0xca, 0xca);
    const { near } = await shake({ ...credentials, ALPNProtocols: grease }, { ca: ca.certPem, ALPNProtocols: grease });
    expect(near.alpnProtocol).not.toBe(false);
  });

  it('that are empty ask for none', async () => {
    for (const none of [[], new Uint8Array()]) {
      const { near } = await shake({ ...credentials, ALPNProtocols: none }, { ca: ca.certPem, ALPNProtocols: none });
      expect(near.alpnProtocol).toBe(false);
    }
  });
});

describe("an SSL.Context of the caller's own", () => {
  const own = (method: number) => {
    const context = new SSL.Context(method);
    context.useCertificateChain(server.certPem);
    context.usePrivatekey(server.key);
    context.loadVerifyData(ca.certPem);
    return context;
  };

  it.each([SSL.TLS_METHOD, SSL.TLS_SERVER_METHOD])(
    'carries ALPN, names and keylog of a server: method %i',
    async (method) => {
      let lines = 0;
      const listener = ours.createServer({ secureContext: own(method), ALPNProtocols: ['h2'] });
      listener.on('keylog', () => lines++);
      const port = await listenOnLoopback(listener, closers);
      const near = ours.connect({ port, host: 'localhost', ca: ca.certPem, ALPNProtocols: ['h2'] });
      closers.push(() => near.destroy());
      await once(near, 'secureConnect');
      expect(near.alpnProtocol).toBe('h2');
      expect(lines).toBeGreaterThan(0);
      const other = issue('other.test', { issuer: ca, san: 'DNS:other.test' });
      listener.addContext('other.test', { cert: other.certPem, key: other.keyPem });
      const named = ours.connect({ port, host: 'localhost', servername: 'other.test', ca: ca.certPem });
      closers.push(() => named.destroy());
      await once(named, 'secureConnect');
      expect(named.authorized).toBe(true);
    },
  );

  it.each([SSL.TLS_METHOD, SSL.TLS_CLIENT_METHOD])(
    'carries sessions and keylog of a client: method %i',
    async (method) => {
      const secureContext = own(method);
      let lines = 0;
      const { near, far } = await shake(credentials, { secureContext, onKeylog: () => lines++ });
      const [session] = (await once(near, 'session')) as [Buffer];
      expect(session.length).toBeGreaterThan(100);
      expect(lines).toBeGreaterThan(0);
      far.destroy();
    },
  );

  it('keeps the callbacks that it has', async () => {
    const context = own(SSL.TLS_METHOD);
    const heard: string[] = [];
    context.setTlsextServernameCallback((connection) => void heard.push(`name ${connection.getServername()}`));
    context.setAlpnSelectCallback(() => {
      heard.push('protocol');
      return 'mine';
    });
    const offer = { ca: ca.certPem, ALPNProtocols: ['mine', 'h2'] };
    expect((await shake({ secureContext: context }, offer)).near.alpnProtocol).toBe('mine');
    expect(heard).toHaveLength(2);
    // What is said of this server goes before what the context says.
    expect((await shake({ secureContext: context, ALPNProtocols: ['h2'] }, offer)).near.alpnProtocol).toBe('h2');
    expect(heard).toHaveLength(3);
  });
});
