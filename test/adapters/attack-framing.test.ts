/** A hostile framing of records: what comes is the same whatever the pieces that the transport gives, and ends as it must. */
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import * as node from '../../src/adapters/node/index.js';
import { accept } from '../../src/adapters/web/index.js';
import { SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { memoryPair, webEnd } from '../verification/support/memory-pair.js';

const { ca, server } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const VERSIONS = { 'TLSv1.2': SSL.TLS1_2_VERSION, 'TLSv1.3': SSL.TLS1_3_VERSION } as const;
type Version = keyof typeof VERSIONS;

/** A client that makes records, and leaves it to the test how they are sent. */
async function hostile(stream: Duplex, version: Version) {
  const context = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  context.setMaxProtoVersion(VERSIONS[version]);
  context.getCertStore()?.addCert(ca.cert);
  const connection = new SSL.Connection(context, null, 'client');
  const taken = () => {
    const parts: Uint8Array[] = [];
    while (connection.bioPending() > 0) parts.push(connection.bioRead(65_536));
    return Buffer.concat(parts);
  };
  const step = () => {
    try {
      connection.doHandshake();
      return true;
    } catch (error) {
      if (!(error instanceof SSL.WantReadError)) throw error;
      return false;
    } finally {
      const output = taken();
      if (output.length > 0) stream.write(output);
    }
  };
  stream.on('error', () => undefined).on('end', () => stream.end());
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (data: Buffer) => {
      connection.bioWrite(data);
      try {
        if (step()) resolve();
      } catch (error) {
        reject(error as Error);
      }
    });
    step();
  });
  return {
    connection,
    send: (bytes: Uint8Array) => void stream.write(bytes),
    end: () => void stream.end(),
    record(data: Uint8Array | string): Buffer {
      connection.send(data);
      return taken();
    },
    leave(): Buffer {
      connection.shutdown();
      return taken();
    },
  };
}
type Hostile = Awaited<ReturnType<typeof hostile>>;

/** What the server's side has seen: all that it read, and how it ended. */
interface Seen {
  text: string;
  outcome: string;
}

const SERVERS: Readonly<Record<string, (stream: Duplex) => Promise<Seen>>> = {
  node: (stream) =>
    new Promise((resolve) => {
      const secureContext = node.createSecureContext(credentials);
      const socket = new node.TLSSocket(stream, { isServer: true, secureContext });
      const seen: Seen = { text: '', outcome: '' };
      socket.on('data', (data: Buffer) => {
        seen.text += data.toString();
      });
      for (const event of ['error', 'end'])
        socket.on(event, () => {
          seen.outcome ||= event;
          if (event === 'end') socket.end();
        });
      socket.on('close', () => resolve(seen));
    }),
  async web(stream) {
    const socket = accept(webEnd(stream), credentials);
    const seen: Seen = { text: '', outcome: 'end' };
    try {
      for await (const chunk of socket.readable as unknown as AsyncIterable<Uint8Array>)
        seen.text += new TextDecoder().decode(chunk);
    } catch {
      seen.outcome = 'error';
    }
    await socket.closed.catch(() => undefined);
    return seen;
  },
};

async function attack(kind: string, version: Version, act: (peer: Hostile) => void): Promise<Seen> {
  const [near, far] = memoryPair();
  const seeing = (SERVERS[kind] as (stream: Duplex) => Promise<Seen>)(far);
  act(await hostile(near, version));
  return seeing;
}

/** An alert of TLS in the clear, which no peer may send once keys are agreed on. */
const PLAIN_ALERT = Buffer.from('15030300020100', 'hex');
/** A record of no known type. */
const STRANGE = Buffer.from('ff0303000400000000', 'hex');

const cases = Object.keys(SERVERS).flatMap((kind) =>
  (['TLSv1.2', 'TLSv1.3'] as const).map((version) => [kind, version] as const),
);

describe.each(cases)('%s, %s', (kind, version) => {
  it('reads records that come one byte at a time', async () => {
    const seen = await attack(kind, version, ({ send, record, leave }) => {
      for (const byte of Buffer.concat([record('one '), record('two'), leave()])) send(Buffer.of(byte));
    });
    expect(seen).toEqual({ text: 'one two', outcome: 'end' });
  });

  it('reads records split at each place, with the next one behind', async () => {
    const seen = await attack(kind, version, ({ send, record, leave }) => {
      for (let place = 1; place < 60; place += 1) {
        const both = Buffer.concat([record('a'), record('b')]);
        send(both.subarray(0, place));
        send(both.subarray(place));
      }
      send(leave());
    });
    expect(seen).toEqual({ text: 'ab'.repeat(59), outcome: 'end' });
  });

  it('reads thousands of records of one byte in chunks of 64 KiB', async () => {
    const seen = await attack(kind, version, ({ send, record, leave }) => {
      const all = Buffer.concat([...Array.from({ length: 5000 }, () => record('x')), leave()]);
      for (let at = 0; at < all.length; at += 65_536) send(all.subarray(at, at + 65_536));
    });
    expect(seen).toEqual({ text: 'x'.repeat(5000), outcome: 'end' });
  });

  it('gives what came before a record that is broken, and no byte of it or after it', async () => {
    for (const junk of [PLAIN_ALERT, STRANGE, Buffer.from('GET / HTTP/1.1\r\n\r\n')]) {
      const seen = await attack(kind, version, ({ send, record }) => {
        send(Buffer.concat([record('before'), junk, record('after')]));
      });
      expect(seen).toEqual({ text: 'before', outcome: 'error' });
    }
    const seen = await attack(kind, version, ({ send, record }) => {
      const broken = record('broken');
      broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 1, broken.length - 1);
      send(Buffer.concat([record('before'), broken]));
    });
    // The first that was sent is not the first that was made: its number does not fit either.
    expect(seen).toEqual({ text: '', outcome: 'error' });
  });

  it('takes nothing after close_notify, be it plaintext or a record', async () => {
    for (const make of [() => Buffer.from('plaintext '.repeat(10_000)), () => STRANGE, () => PLAIN_ALERT]) {
      const seen = await attack(kind, version, ({ send, record, leave, end }) => {
        send(Buffer.concat([record('all'), leave(), make()]));
        end();
      });
      expect(seen).toEqual({ text: 'all', outcome: 'end' });
    }
  });

  it('hears of records that end without close_notify, whole or in the midst of one', async () => {
    for (const cut of [0, 3, 5, 12]) {
      const seen = await attack(kind, version, ({ send, record, end }) => {
        send(Buffer.concat([record('before'), record('cut off').subarray(0, cut)]));
        end();
      });
      // As in node:tls, which tells of it by no error.
      expect(seen).toEqual({ text: 'before', outcome: kind === 'node' ? 'end' : 'error' });
    }
  });
});
