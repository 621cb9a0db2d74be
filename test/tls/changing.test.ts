/** When a connection may be changed: what its methods say of it, callback by callback. */
import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { contextOf, handshake, pair } from '../support/pump.js';
import { play, SCENE_PKI, SCENES } from '../support/scenes.js';

const { ca, server } = SCENE_PKI;
const other = contextOf(SSL.TLS_METHOD, { cert: server });

type Change = (connection: SSL.ConnectionCore) => unknown;

const CHANGES: Readonly<Record<string, readonly [within: readonly string[], change: Change]>> = {
  setContext: [['clientHello', 'servername'], (c) => c.setContext(other)],
  useCertificate: [['clientHello', 'servername', 'certificate', 'alpnSelect'], (c) => c.useCertificate(server.cert)],
  useCertificateChain: [
    ['clientHello', 'servername', 'certificate', 'alpnSelect'],
    (c) => c.useCertificateChain(server.certPem),
  ],
  usePrivatekey: [['clientHello', 'servername', 'certificate', 'alpnSelect'], (c) => c.usePrivatekey(server.key)],
  useCredentialsOf: [['clientHello', 'servername', 'certificate', 'alpnSelect'], (c) => c.useCredentialsOf(other)],
  setOptions: [['clientHello', 'servername', 'info'], (c) => c.setOptions(SSL.OP_NO_TICKET)],
  setVerify: [['clientHello', 'servername', 'info'], (c) => c.setVerify(c.getVerifyMode())],
  setVerifyHost: [['clientHello', 'servername', 'info'], (c) => c.setVerifyHost('localhost')],
  setInfoCallback: [['clientHello', 'servername', 'info'], (c) => c.setInfoCallback(null)],
  setTlsextHostName: [['clientHello', 'servername', 'info'], (c) => c.setTlsextHostName('localhost')],
  setAlpnProtos: [['clientHello', 'servername', 'info'], (c) => c.setAlpnProtos(['h2'])],
  requestOcsp: [['clientHello', 'servername', 'info'], (c) => c.requestOcsp()],
  setShutdown: [['clientHello', 'servername', 'info'], (c) => c.setShutdown(0)],
  setPskClientCallback: [[], (c) => c.setPskClientCallback(null)],
  setPskServerCallback: [[], (c) => c.setPskServerCallback(null)],
  setSession: [[], (c) => c.setSession(session)],
  setConnectState: [[], (c) => c.setConnectState()],
  setAcceptState: [[], (c) => c.setAcceptState()],
  renegotiate: [[], (c) => c.renegotiate()],
  keyUpdate: [[], (c) => c.keyUpdate()],
  disableRenegotiation: [[], (c) => c.disableRenegotiation()],
  verifyClientPostHandshake: [[], (c) => c.verifyClientPostHandshake()],
  setCiphertextMtu: [[], (c) => c.setCiphertextMtu(1400)],
  DTLSv1HandleTimeout: [[], (c) => c.DTLSv1HandleTimeout()],
};

const idle = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), other);
handshake(idle.client, idle.server);
const session = idle.client.getSession() as SSL.Session;

/** The callbacks of a connection; the two others have none. */
const SCENE_NAMES = Object.keys(SCENES).filter((name) => !['passphrase', 'sessionRemove'].includes(name));

describe.each(Object.entries(CHANGES))('%s', (_method, [within, change]) => {
  it(`is allowed in ${within.join(' and ') || 'no callback'}, and refused with a sentence in all others`, () => {
    for (const scene of SCENE_NAMES) {
      let refused: unknown;
      play(scene, ({ connection }) => {
        try {
          change(connection);
        } catch (error) {
          refused = error;
        }
      });
      const [callback = ''] = scene.split(',');
      if (within.includes(callback)) expect(refused, scene).toBeUndefined();
      else {
        expect(refused, scene).toBeInstanceOf(SSL.Error);
        expect((refused as Error).message, scene).toMatch(/^the connection is in use: /);
      }
    }
  });
});

describe('a context', () => {
  const sides = () => pair(contextOf(SSL.TLS_METHOD, { trust: ca }), contextOf(SSL.TLS_METHOD, { cert: server }));

  it('of the other protocol or the other side is refused', () => {
    const { client, server: serving } = sides();
    expect(() => serving.setContext(contextOf(SSL.DTLS_METHOD))).toThrow('for DTLS');
    expect(() => serving.setContext(contextOf(SSL.TLS_CLIENT_METHOD))).toThrow('for clients');
    expect(() => client.setContext(contextOf(SSL.TLS_SERVER_METHOD))).toThrow('for servers');
    const datagrams = pair(contextOf(SSL.DTLS_METHOD), contextOf(SSL.DTLS_METHOD, { cert: server }));
    expect(() => datagrams.server.setContext(other)).toThrow('for TLS');
    serving.setContext(other);
    expect(serving.getContext()).toBe(other);
    handshake(client, serving);
  });

  it('is chosen before the handshake, and not in the middle of it or after', () => {
    const { client, server: serving } = sides();
    expect(() => client.doHandshake()).toThrow(SSL.WantReadError);
    expect(() => client.setContext(other)).toThrow('before the handshake');
    serving.bioWrite(client.bioRead(65_536));
    expect(() => serving.doHandshake()).toThrow(SSL.WantReadError);
    expect(() => serving.setContext(other)).toThrow('before the handshake');
    expect(serving.getContext()).not.toBe(other);
    client.bioWrite(serving.bioRead(65_536));
    handshake(client, serving);
    expect(() => serving.setContext(other)).toThrow('before the handshake');
  });
});

it('a session is set before the handshake: later it would replace what was verified', () => {
  const untrusting = new SSL.Context(SSL.TLS_METHOD);
  untrusting.setVerify(SSL.VERIFY_NONE);
  const { client, server: serving } = pair(untrusting, other);
  handshake(client, serving);
  const result = client.getVerifyResult();
  expect(result).not.toBe(0);
  expect(() => client.setSession(session)).toThrow('before the handshake');
  expect(client.getVerifyResult()).toBe(result);
});

it('a connection keeps its side once its handshake has begun', () => {
  const { client, server: serving } = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), other);
  serving.setConnectState();
  serving.setAcceptState();
  expect(() => client.doHandshake()).toThrow(SSL.WantReadError);
  expect(() => client.setAcceptState()).toThrow('begun as a client');
  client.setConnectState();
  handshake(client, serving);
  expect(() => serving.setConnectState()).toThrow('begun as a server');
  serving.setAcceptState();
  expect(serving.send('x')).toBe(1);
});
