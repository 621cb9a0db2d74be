/** TLS over a pair of streams in memory: each gives what it has at once, and goes on only when it is asked for more. */
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/adapters/node/index.js';
import { closeAfterEach } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const closers = closeAfterEach();

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a client over a pair, %s', (maxVersion) => {
  it('echoes with a server of node:tls, and ends with it', async () => {
    const [near, far] = duplexPair();
    const secureContext = tls.createSecureContext({ cert: server.certPem, key: server.keyPem });
    const serving = new tls.TLSSocket(far, { isServer: true, secureContext });
    serving.on('data', (data: Buffer) => serving.write(data)).on('end', () => serving.end());
    const client = connect({ socket: near, servername: 'localhost', ca: ca.certPem, maxVersion });
    closers.push(() => client.destroy());
    await once(client, 'secureConnect');
    const sent = Buffer.alloc(300_000, 'x');
    let received = 0;
    client.on('data', (data: Buffer) => {
      received += data.length;
    });
    for (let turn = 0; turn < 3; turn += 1) {
      client.write(sent);
      await expect.poll(() => received, { timeout: 10_000 }).toBe((turn + 1) * sent.length);
    }
    client.end();
    await once(client, 'close');
    expect(client.errored).toBeNull();
  });
});
