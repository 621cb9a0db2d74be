/** What adapters decide about a peer beside the matrix: shared contexts, later handshakes, restrictions that act or throw. */
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createSecureContext, sharedContext } from '../../src/adapters/context.js';
import { DuplexTransport } from '../../src/adapters/duplex-transport.js';
import * as node from '../../src/adapters/node/index.js';
import type { ClientOptions } from '../../src/adapters/options.js';
import { openClient } from '../../src/adapters/sessions.js';
import { crypto, SSL } from '../../src/index.js';
import { pinOf } from '../../src/verification/pins.js';
import { Verdict } from '../../src/verification/verdict.js';
import { issue, newKey } from '../support/pki.js';
import { ca, clients, HOST, otherCa, servers } from './support/identities.js';
import { memoryPair } from './support/memory-pair.js';

const server = servers['trusted'];
const other = clients['trusted'];
if (server === undefined || other === undefined) throw new Error('the good certificates are missing');

describe('a context', () => {
  it("that createSecureContext makes is its caller's alone", () => {
    const one = createSecureContext();
    const two = createSecureContext();
    expect(one).not.toBe(two);
    one.getCertStore().addCert(ca.cert);
    one.useCertificate(other.cert);
    const trusts = (context: SSL.Context) => {
      try {
        new crypto.X509StoreContext(context.getCertStore(), server.cert).verifyCertificate();
        return true;
      } catch {
        return false;
      }
    };
    expect([trusts(one), trusts(two)]).toEqual([true, false]);
  });

  it('that is shared cannot be changed by anyone', () => {
    const shared = sharedContext({});
    expect(sharedContext({ rejectUnauthorized: true })).toBe(shared);
    expect(sharedContext({ rejectUnauthorized: false })).not.toBe(shared);
    expect(sharedContext({ ca: ca.certPem })).not.toBe(shared);
    const session = {} as SSL.Session;
    for (const change of [
      () => shared.getCertStore(),
      () => shared.useCertificate(other.cert),
      () => shared.setVerify(SSL.VERIFY_NONE),
      () => shared.setAppData('mine'),
      () => shared.loadVerifyData(ca.certPem),
      () => shared.setInfoCallback(() => undefined),
      () => shared.addSession(session),
      () => shared.removeSession(session),
      () => shared.flushSessions(),
      () => shared.setTicketKeys(new Uint8Array(80)),
    ]) {
      expect(change).toThrow(SSL.Error);
    }
  });
});

describe('a Verdict', () => {
  it('is made by the judge alone', () => {
    expect(() => Reflect.construct(Verdict, [])).toThrow();
    // @ts-expect-error its constructor is private
    expect(() => new Verdict()).toThrow();
  });
});

/** A server of TLS 1.2 that goes on in another handshake, with whatever certificate it has then. */
function renegotiating(stream: Duplex, resumes: boolean) {
  const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
  context.setMaxProtoVersion(SSL.TLS1_2_VERSION);
  // A resumed session would be of the same peer.
  if (!resumes) {
    context.setOptions(SSL.OP_NO_TICKET);
    context.setSessionCacheMode(SSL.SESS_CACHE_OFF);
  }
  context.useCertificate(server?.cert as crypto.X509);
  context.usePrivatekey(server?.key as crypto.PKey);
  const connection = new SSL.Connection(context, null, 'server');
  const flush = () => {
    while (connection.bioPending() > 0) stream.write(connection.bioRead(65_536));
  };
  const step = () => {
    try {
      connection.doHandshake();
    } catch (error) {
      if (!(error instanceof SSL.WantReadError)) stream.destroy();
    }
    flush();
  };
  stream.on('data', (data: Buffer) => {
    connection.bioWrite(data);
    try {
      connection.recv(1);
    } catch {}
    step();
  });
  stream.on('error', () => undefined);
  return { connection, step, flush };
}

const alias = issue(HOST, { issuer: ca, san: `DNS:${HOST}` });

async function rsaServer() {
  return issue(HOST, { key: newKey(crypto.TYPE_RSA, 2048), san: `DNS:${HOST}` });
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a renegotiation', () => {
  const demands: Record<string, () => Promise<Partial<ClientOptions>> | Partial<ClientOptions>> = {
    'a pin': async () => ({ pinnedKeys: [await pinOf(server.cert)] }),
    'a check of the name': () => ({
      checkServerIdentity: (_host, cert) => (cert.equals(server.cert) ? undefined : new Error('another')),
    }),
  };
  for (const [what, optionsOf] of Object.entries(demands)) {
    it(`is judged as the first handshake was: ${what} holds for its certificate too`, async () => {
      const options = await optionsOf();
      for (const [changes, resumes] of [
        [false, true],
        [false, false],
        [true, false],
      ] as const) {
        const [near, far] = memoryPair();
        const serving = renegotiating(far, resumes);
        const channel = openClient(new DuplexTransport(near), { host: HOST, ca: ca.certPem, ...options });
        await channel.opened;
        if (changes) {
          // Trusted, and for the same host where the name is checked by OpenSSL: but not the one that is demanded.
          serving.connection.useCertificate(alias.cert);
          serving.connection.usePrivatekey(alias.key);
        }
        const reading = channel.read();
        reading.catch(() => undefined);
        serving.connection.renegotiate();
        serving.step();
        await wait(100);
        serving.connection.send('secret');
        serving.flush();
        if (changes) await expect(reading).rejects.toThrow(what === 'a pin' ? 'pinned' : 'another');
        else expect(new TextDecoder().decode(await reading)).toBe('secret');
        channel.abort();
      }
    });
  }
});

describe('what restricts a session', () => {
  const visit = async (options: tls.TlsOptions, told: Partial<node.ConnectOptions>) => {
    const listener = tls.createServer({ cert: server.certPem, key: server.keyPem, ...options });
    listener.on('secureConnection', (socket) => socket.on('error', () => undefined));
    listener.on('tlsClientError', () => undefined);
    const [near, far] = memoryPair();
    listener.emit('connection', far);
    const socket = node.connect({ socket: near, servername: HOST, ca: ca.certPem, ...told });
    await once(socket, 'secureConnect');
    const said = [socket.getProtocol(), socket.getCipher()?.name];
    socket.destroy();
    return said;
  };

  it('ciphers of TLS 1.3 alone leave no TLS 1.2', async () => {
    const told = { ciphers: 'TLS_AES_128_GCM_SHA256' };
    expect(await visit({}, told)).toEqual(['TLSv1.3', 'TLS_AES_128_GCM_SHA256']);
    await expect(visit({ maxVersion: 'TLSv1.2' }, told)).rejects.toThrow();
    expect(() => node.createSecureContext({ ...told, maxVersion: 'TLSv1.2' })).toThrow(RangeError);
    expect(await visit({ maxVersion: 'TLSv1.2' }, { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' })).toEqual([
      'TLSv1.2',
      'ECDHE-ECDSA-AES128-GCM-SHA256',
    ]);
    const but = await visit({}, { ciphers: '!TLS_AES_256_GCM_SHA384:ECDHE-ECDSA-AES128-GCM-SHA256' });
    expect(but).toEqual(['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256']);
  });

  it('secureOptions and secureProtocol act', async () => {
    expect(await visit({}, { secureOptions: SSL.OP_NO_TLSv1_3 })).toMatchObject(['TLSv1.2', expect.anything()]);
    expect(await visit({}, { secureProtocol: 'TLSv1_2_method' })).toMatchObject(['TLSv1.2', expect.anything()]);
    expect(await visit({}, { secureProtocol: 'TLS_method' })).toMatchObject(['TLSv1.3', expect.anything()]);
  });

  it('secureProtocol that is not spoken, or says another thing than the versions, is refused by name', () => {
    for (const secureProtocol of ['SSLv2_method', 'SSLv3_client_method', 'TLSv1_3_method', 'DTLS_method', 'nonsense']) {
      expect(() => node.createSecureContext({ secureProtocol })).toThrow(
        expect.objectContaining({ code: 'ERR_TLS_INVALID_PROTOCOL_METHOD' }),
      );
    }
    expect(() => node.createSecureContext({ secureProtocol: 'TLSv1_2_method', minVersion: 'TLSv1.3' })).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_PROTOCOL_VERSION_CONFLICT' }),
    );
  });

  it('minDHSize refuses a smaller group', async () => {
    const options = { maxVersion: 'TLSv1.2', ciphers: 'DHE-RSA-AES128-GCM-SHA256', dhparam: 'auto' } as tls.TlsOptions;
    const rsa = await rsaServer();
    const credentials = { cert: rsa.certPem, key: rsa.keyPem };
    const told = { ciphers: options.ciphers, ca: rsa.certPem } as const;
    expect((await visit({ ...options, ...credentials }, told))[1]).toBe('DHE-RSA-AES128-GCM-SHA256');
    await expect(visit({ ...options, ...credentials }, { ...told, minDHSize: 4096 })).rejects.toMatchObject({
      code: 'ERR_TLS_DH_PARAM_SIZE',
    });
  });

  it('honorCipherOrder: false lets the client choose', async () => {
    for (const [honorCipherOrder, chosen] of [
      [undefined, 'ECDHE-ECDSA-AES128-GCM-SHA256'],
      [true, 'ECDHE-ECDSA-AES128-GCM-SHA256'],
      [false, 'ECDHE-ECDSA-AES256-GCM-SHA384'],
    ] as const) {
      const listener = node.createServer({
        cert: server.certPem,
        key: server.keyPem,
        maxVersion: 'TLSv1.2',
        ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384',
        honorCipherOrder,
      });
      const [near, far] = memoryPair();
      listener.emit('connection', far);
      const ciphers = 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256';
      const socket = tls.connect({ socket: near, servername: HOST, ca: ca.certPem, ciphers });
      await once(socket, 'secureConnect');
      expect(socket.getCipher().name).toBe(chosen);
      socket.destroy();
    }
  });

  it('a server names the CAs of its clients', async () => {
    const listener = node.createServer({
      cert: server.certPem,
      key: server.keyPem,
      ca: [ca.certPem, otherCa.certPem],
      requestCert: true,
      rejectUnauthorized: false,
    });
    const [near, far] = memoryPair();
    listener.emit('connection', far);
    const channel = openClient(new DuplexTransport(near), { host: HOST, ca: ca.certPem });
    await channel.opened;
    expect(channel.connection.getClientCaList().map((name) => name.CN)).toEqual(['matrix CA', 'another CA']);
    channel.abort();
  });
});
