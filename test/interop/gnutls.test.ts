/** Raw public keys beside GnuTLS, whose tools have had them for long; openssl(1) of Debian has them not. */
import { describe, expect, it } from 'vitest';
import { crypto, SSL, socket } from '../../src/index.js';
import { freePort, has, Running } from '../support/native.js';
import { decode, end, scratch } from '../support/openssl-peers.js';
import { newKey } from '../support/pki.js';

const [ours, theirs, stranger] = [newKey(), newKey(), newKey()];
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const pem = (key: crypto.PKey) => text(crypto.dumpPublickey(crypto.FILETYPE_PEM, key));
const files = {
  pub: scratch.file('raw.pub', pem(theirs)),
  key: scratch.file('raw.key', text(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, theirs))),
};
const own = ['--rawpkfile', files.pub, '--rawpkkeyfile', files.key];

const VERSIONS = [
  ['TLS 1.2', SSL.TLS1_2_VERSION, 'NORMAL:-VERS-ALL:+VERS-TLS1.2:+CTYPE-CLI-RAWPK:+CTYPE-SRV-RAWPK'],
  ['TLS 1.3', SSL.TLS1_3_VERSION, 'NORMAL:-VERS-ALL:+VERS-TLS1.3:+CTYPE-CLI-RAWPK:+CTYPE-SRV-RAWPK'],
] as const;

const isThere = has('gnutls-cli', '--version') && has('gnutls-serv', '--version');

describe.skipIf(!isThere)('raw public keys beside GnuTLS (needs gnutls-bin)', () => {
  it.each(VERSIONS)(
    '%s: a client of ours takes the key of gnutls-serv where it expects it',
    async (_, version, priority) => {
      const port = await freePort();
      await using peer = new Running('gnutls-serv', ['--echo', '-p', String(port), '--priority', priority, ...own]);
      await peer.until('...done');
      const connect = async (expected: crypto.PKey) => {
        const context = new SSL.Context(SSL.TLS_CLIENT_METHOD);
        context.setMaxProtoVersion(version);
        context.setVerify(SSL.VERIFY_PEER);
        context.setServerCertificateTypes(['rawPublicKey']);
        context.setExpectedRawKeys([expected]);
        const connection = new SSL.Connection(context, new socket.Socket());
        await connection.connect(['127.0.0.1', port]);
        await connection.doHandshake();
        return connection;
      };
      const connection = await connect(theirs);
      expect(connection.getServerCertificateType()).toBe('rawPublicKey');
      expect(connection.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
      await connection.sendall('hello\n');
      expect(decode(await connection.recv(100))).toBe('hello\n');
      await end(connection);
      await expect(connect(stranger)).rejects.toThrow('certificate verify failed');
    },
  );

  it.each(VERSIONS)('%s: gnutls-cli takes the key of a server of ours', async (_, version, priority) => {
    const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
    context.setMaxProtoVersion(version);
    context.usePrivatekey(ours);
    context.setServerCertificateTypes(['rawPublicKey', 'x509']);
    const listener = new SSL.Connection(context, new socket.Socket());
    await listener.bind(['127.0.0.1', 0]);
    await listener.listen(1);
    const [, port] = listener.getsockname() as [string, number];
    await using peer = new Running('gnutls-cli', [
      '-p',
      String(port),
      '--insecure',
      '--priority',
      priority,
      '127.0.0.1',
    ]);
    peer.say('ping\n');
    const [connection] = await listener.accept();
    expect(decode(await connection.recv(100))).toBe('ping\n');
    expect(connection.getServerCertificateType()).toBe('rawPublicKey');
    await end(connection);
    listener.close();
    await peer.ended();
    expect(peer.output).toContain('Got 1 Raw public-key(s)');
    expect(peer.output).toContain('Handshake was completed');
  });

  it.each(VERSIONS)('%s: a server of ours verifies the key of gnutls-cli', async (_, version, priority) => {
    for (const [expected, isGood] of [
      [theirs, true],
      [stranger, false],
    ] as const) {
      const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
      context.setMaxProtoVersion(version);
      context.usePrivatekey(ours);
      context.setServerCertificateTypes(['rawPublicKey']);
      context.setClientCertificateTypes(['rawPublicKey']);
      context.setExpectedRawKeys([expected]);
      context.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
      const listener = new SSL.Connection(context, new socket.Socket());
      await listener.bind(['127.0.0.1', 0]);
      await listener.listen(1);
      const [, port] = listener.getsockname() as [string, number];
      const target = ['-p', String(port), '--insecure', '--priority', priority, ...own, '127.0.0.1'];
      await using peer = new Running('gnutls-cli', target);
      peer.say('ping\n');
      const [connection] = await listener.accept();
      if (isGood) {
        expect(decode(await connection.recv(100))).toBe('ping\n');
        expect(connection.getClientCertificateType()).toBe('rawPublicKey');
        expect(connection.getPeerRawKey()?.typeName).toBe('EC');
      } else await expect(connection.doHandshake()).rejects.toThrow('certificate verify failed');
      await end(connection);
      listener.close();
      await peer.ended();
    }
  });
});
