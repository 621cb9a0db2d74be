/** OpenSSL tells of an alert between the error and its return: what a callback does there must not take the reasons away. */
import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { thrownBy } from '../support/thrown.js';

const { server } = localPki();

type Listen = (connection: SSL.ConnectionCore) => void;
/** What contexts and connections have in common. */
type Given =
  | Pick<SSL.Connection, 'setMessageCallback' | 'setInfoCallback'>
  | Pick<SSL.Context, 'setMessageCallback' | 'setInfoCallback'>;

/** The functions that are told of what happens, given to a context or to a connection. */
const INFORMED: Readonly<
  Record<string, Partial<Record<'context' | 'connection', (given: Given, listen: Listen) => void>>>
> = {
  'messages of the context': { context: (context, listen) => context.setMessageCallback(listen) },
  'messages of the connection': { connection: (connection, listen) => connection.setMessageCallback(listen) },
  'steps of the context': { context: (context, listen) => context.setInfoCallback(listen) },
  'steps of the connection': { connection: (connection, listen) => connection.setInfoCallback(listen) },
};

/** What a listener may do there: calls that end well, and one that fails and leaves its own reasons. */
const CALLS: Readonly<Record<string, Listen>> = {
  getServername: (connection) => void connection.getServername(),
  getVerifyResult: (connection) => void connection.getVerifyResult(),
  'a context whose certificate is refused': () => {
    try {
      new SSL.Context(SSL.TLS_METHOD).useCertificateChain(
        '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
      );
    } catch {
      // Its reasons are not those of the handshake.
    }
  },
};

function step(connection: SSL.Connection): void {
  try {
    connection.doHandshake();
  } catch (error) {
    if (!(error instanceof SSL.WantReadError)) throw error;
  }
}

/** A client that does not trust the server, and is asked why. */
function failure(inform?: (kind: 'context' | 'connection', given: Given) => void): Error {
  const here = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  here.setVerify(SSL.VERIFY_PEER);
  inform?.('context', here);
  const there = new SSL.Context(SSL.TLS_SERVER_METHOD);
  there.useCertificateChain(server.certPem);
  there.usePrivatekey(server.key);
  const client = new SSL.Connection(here, null);
  const peer = new SSL.Connection(there, null);
  client.setConnectState();
  peer.setAcceptState();
  inform?.('connection', client);
  step(client);
  peer.bioWrite(client.bioRead(65_536));
  step(peer);
  client.bioWrite(peer.bioRead(65_536));
  return thrownBy(() => client.doHandshake()) as Error;
}

describe('the reasons of a failed handshake', () => {
  const plain = failure();

  it('are there where nobody listens', () => {
    expect(plain).toBeInstanceOf(SSL.Error);
    expect(plain.message).toContain('certificate verify failed');
  });

  const cases = Object.keys(INFORMED).flatMap((where) => Object.keys(CALLS).map((call) => [where, call] as const));
  it.each(cases)('stay when %s are told of, and the listener calls %s', (where, call) => {
    let calls = 0;
    const error = failure((kind, given) =>
      INFORMED[where]?.[kind]?.(given, (connection) => {
        calls += 1;
        CALLS[call]?.(connection);
      }),
    );
    expect(calls).toBeGreaterThan(0);
    expect(error.constructor).toBe(plain.constructor);
    expect(error.message).toBe(plain.message);
  });
});
