/** Handshakes proven by keys that are elsewhere, with native openssl(1) as the peer: every kind of key, both versions and sides. */
import { describe, expect, it } from 'vitest';
import { type crypto, SSL, socket } from '../../src/index.js';
import { signer } from '../../src/pki/index.js';
import { heldByNode } from '../support/external.js';
import { freePort, has, Running } from '../support/native.js';
import { end, files, scratch } from '../support/openssl-peers.js';
import { root, showing } from '../support/signed-hands.js';

const KEYS: Record<string, crypto.KeyOptions> = {
  RSA: { type: 'RSA' },
  'RSA-PSS': { type: 'RSA-PSS' },
  'P-256': { type: 'EC', curve: 'P-256' },
  'P-384': { type: 'EC', curve: 'P-384' },
  'P-521': { type: 'EC', curve: 'P-521' },
  Ed25519: { type: 'ED25519' },
  Ed448: { type: 'ED448' },
};
const VERSIONS = [
  ['TLS 1.2', SSL.TLS1_2_VERSION, '-tls1_2'],
  ['TLS 1.3', SSL.TLS1_3_VERSION, '-tls1_3'],
] as const;
const trusted = scratch.file('signers-root.pem', root.pem);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe.skipIf(!has('openssl', 'version')).each(Object.entries(KEYS))(
  'a key that is elsewhere, %s, and native (needs openssl on PATH)',
  (_name, options) => {
    const held = heldByNode(options);
    const { publicKey } = held;
    const now = signer(held);
    const later = signer({
      publicKey,
      sign: async (data, how) => {
        await new Promise((done) => setTimeout(done, 5));
        return held.sign(data, how);
      },
    });

    it.each(
      VERSIONS.flatMap(([name, ...rest]) =>
        [now, later].map((key) => [name, key === now ? 'at once' : 'later', key, ...rest] as const),
      ),
    )('signs %s %s, as a client and as a server', async (_version, _when, key, version, flag) => {
      const port = await freePort();
      const own = ['-cert', files.cert, '-key', files.key];
      const demands = ['-Verify', '2', '-verify_return_error', '-CAfile', trusted];
      await using server = new Running('openssl', [
        's_server',
        '-accept',
        `127.0.0.1:${port}`,
        '-rev',
        flag,
        ...own,
        ...demands,
      ]);
      await server.until('ACCEPT');
      const context = showing(key, version);
      context.setVerify(SSL.VERIFY_NONE);
      const client = new SSL.Connection(context, new socket.Socket());
      await client.connect(['127.0.0.1', port]);
      await client.doHandshake();
      await client.sendall('hello\n');
      expect(decode(await client.recv(100))).toBe('olleh\n');
      await end(client);
      await server.until('verify return:1');

      const serving = showing(key, version);
      serving.setVerify(SSL.VERIFY_NONE);
      const listener = new SSL.Connection(serving, new socket.Socket());
      await listener.bind(['127.0.0.1', 0]);
      await listener.listen(5);
      const [, listening] = listener.getsockname() as [string, number];
      const trust = ['-CAfile', trusted, '-verify_return_error', '-verify_hostname', 'localhost'];
      await using visitor = new Running('openssl', ['s_client', '-connect', `127.0.0.1:${listening}`, flag, ...trust]);
      const [accepted] = await listener.accept();
      await accepted.doHandshake();
      await accepted.sendall('welcome\n');
      await visitor.until('welcome');
      expect(visitor.output).toContain('Verify return code: 0 (ok)');
      await end(accepted);
      listener.close();
    });
  },
);
