/** TLS 1.0 and 1.1, for devices: asked for by name, with the security level that they need. Beside openssl(1). */
import { describe, expect, it } from 'vitest';
import { SSL, socket } from '../../src/index.js';
import { connected } from '../support/connected.js';
import { freePort, has, Running } from '../support/native.js';
import { ca, decode, end, files, scratch, server } from '../support/openssl-peers.js';
import { issue, newKey } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const rsa = issue('localhost', { issuer: ca, key: newKey('RSA'), san: 'DNS:localhost' });
const rsaFiles = { cert: scratch.file('old-rsa.pem', rsa.certPem), key: scratch.file('old-rsa.key', rsa.keyPem) };

const VERSIONS = [
  ['TLSv1', SSL.TLS1_VERSION, '-tls1'],
  ['TLSv1.1', SSL.TLS1_1_VERSION, '-tls1_1'],
] as const;

/** The two ways to say the level. */
const LEVELS: readonly [string, (context: SSL.Context) => void][] = [
  ['setSecurityLevel(0)', (context) => context.setSecurityLevel(0)],
  ['@SECLEVEL=0', (context) => context.setCipherList('DEFAULT:@SECLEVEL=0')],
];

const CIPHERS = ['ECDHE-RSA-AES128-SHA', 'DHE-RSA-AES256-SHA', 'AES128-SHA'];

describe.each(VERSIONS)('%s', (name, version, flag) => {
  it('is not spoken unless it is asked for', () => {
    expect(() => connected(version)).toThrow(SSL.Error);
    // By name alone, without the level.
    const [here, there] = [
      contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }),
      contextOf(SSL.TLS_SERVER_METHOD, { cert: server }),
    ];
    for (const context of [here, there]) context.setMinProtoVersion(version);
    here.setMaxProtoVersion(version);
    const sides = pair(here, there);
    expect(() => handshake(sides.client, sides.server)).toThrow(SSL.Error);
  });

  describe.each(LEVELS)('with %s', (_, lower) => {
    const contextWith = (method: number, options: Parameters<typeof contextOf>[1]): SSL.Context => {
      const context = contextOf(method, options);
      context.setMinProtoVersion(SSL.TLS1_VERSION);
      context.setMaxProtoVersion(version);
      lower(context);
      return context;
    };

    it.each([
      ['ECDSA', server],
      ['RSA', rsa],
    ])('shakes hands and moves data with itself, by %s', (_kind, cert) => {
      const sides = pair(
        contextWith(SSL.TLS_CLIENT_METHOD, { trust: ca }),
        contextWith(SSL.TLS_SERVER_METHOD, { cert }),
      );
      handshake(sides.client, sides.server);
      expect(sides.client.getProtocolVersionName()).toBe(name);
      sides.client.send('hello');
      sides.server.bioWrite(sides.client.bioRead(10_000));
      expect(decode(sides.server.recv(100))).toBe('hello');
    });

    describe.skipIf(!has('openssl', 'version'))('beside openssl(1) (needs openssl on PATH)', () => {
      it.each(CIPHERS)('a client of ours and s_server, %s', async (cipher) => {
        const port = await freePort();
        const own = ['-cert', rsaFiles.cert, '-key', rsaFiles.key, '-cipher', `${cipher}:@SECLEVEL=0`, flag];
        await using peer = new Running('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-rev', ...own]);
        await peer.until('ACCEPT');
        const connection = new SSL.Connection(contextWith(SSL.TLS_CLIENT_METHOD, { trust: ca }), new socket.Socket());
        await connection.connect(['127.0.0.1', port]);
        await connection.sendall('hello\n');
        // CBC of TLS 1.0 comes in two records.
        let got = '';
        while (!got.endsWith('\n')) got += decode(await connection.recv(100));
        expect([got, connection.getProtocolVersionName(), connection.getCipherName()]).toEqual([
          'olleh\n',
          name,
          cipher,
        ]);
        await end(connection);
      });

      it.each(CIPHERS)('s_client and a server of ours, %s', async (cipher) => {
        const context = contextWith(SSL.TLS_SERVER_METHOD, { cert: rsa });
        const listener = new SSL.Connection(context, new socket.Socket());
        await listener.bind(['127.0.0.1', 0]);
        await listener.listen(1);
        const [, port] = listener.getsockname() as [string, number];
        const target = ['-connect', `127.0.0.1:${port}`, '-CAfile', files.ca, '-verify_return_error'];
        await using peer = new Running('openssl', ['s_client', ...target, '-cipher', `${cipher}:@SECLEVEL=0`, flag]);
        peer.say('ping\n');
        const [connection] = await listener.accept();
        let got = '';
        while (!got.endsWith('\n')) got += decode(await connection.recv(100));
        await connection.sendall('pong\n');
        await peer.until('pong');
        expect([got, connection.getProtocolVersionName(), connection.getCipherName()]).toEqual([
          'ping\n',
          name,
          cipher,
        ]);
        await end(connection);
        listener.close();
        await peer.ended();
        expect(peer.output).toContain('Verify return code: 0 (ok)');
      });
    });
  });
});
