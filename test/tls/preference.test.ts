/** Which cipher suite two sides agree on when nobody says: the one that is fast without AES instructions. */
import { describe, expect, test } from 'vitest';
import { SSL } from '../../src/index.js';
import { issue } from '../support/pki.js';
import { handshake } from '../support/pump.js';

const identity = issue('localhost');
const AES_FIRST = 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256';
const CHACHA_FIRST = 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

interface Setting {
  readonly version?: number;
  readonly client?: (context: SSL.Context) => void;
  readonly server?: (context: SSL.Context) => void;
}

function agreed({ version = SSL.TLS1_3_VERSION, client = () => {}, server = () => {} }: Setting): string | null {
  const serverContext = new SSL.Context(SSL.TLS_SERVER_METHOD);
  serverContext.useCertificate(identity.cert);
  serverContext.usePrivatekey(identity.key);
  server(serverContext);
  const clientContext = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  clientContext.setMinProtoVersion(version);
  clientContext.setMaxProtoVersion(version);
  client(clientContext);
  const [one, other] = [new SSL.Connection(clientContext, null), new SSL.Connection(serverContext, null)];
  one.setConnectState();
  other.setAcceptState();
  handshake(one, other);
  return one.getCipherName();
}

describe('the default order of cipher suites', () => {
  test('TLS 1.3: ChaCha20-Poly1305 first', () => {
    expect(agreed({})).toBe('TLS_CHACHA20_POLY1305_SHA256');
  });

  test('TLS 1.2: ChaCha20-Poly1305 first, the rest in OpenSSL’s order', () => {
    expect(agreed({ version: SSL.TLS1_2_VERSION })).toBe('ECDHE-ECDSA-CHACHA20-POLY1305');
    const connection = new SSL.Connection(new SSL.Context(SSL.TLS_CLIENT_METHOD), null);
    const list = connection.getCipherList().filter((name) => !name.startsWith('TLS_'));
    const fast = ['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'DHE-RSA-CHACHA20-POLY1305'];
    expect(list.slice(0, 4)).toEqual([...fast, 'ECDHE-ECDSA-AES256-GCM-SHA384']);
  });

  test('a list that is asked for is the list that is used', () => {
    expect(agreed({ client: (context) => context.setTls13Ciphersuites(AES_FIRST) })).toBe('TLS_AES_128_GCM_SHA256');
  });

  test('a server with an order of its own lets a client have ChaCha20 first, and no other', () => {
    const server = (context: SSL.Context) => {
      context.setOptions(SSL.OP_CIPHER_SERVER_PREFERENCE);
      context.setTls13Ciphersuites(AES_FIRST);
    };
    const client = (context: SSL.Context) => context.setTls13Ciphersuites(CHACHA_FIRST);
    expect(agreed({ server, client })).toBe('TLS_CHACHA20_POLY1305_SHA256');
    const other = (context: SSL.Context) =>
      context.setTls13Ciphersuites('TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256');
    expect(agreed({ server, client: other })).toBe('TLS_AES_128_GCM_SHA256');
  });
});
