/** Clients of TLS 1.2 that begin new handshakes to be taken for another, or to cost their server dear. */
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import * as node from '../../src/adapters/node/index.js';
import { accept } from '../../src/adapters/web/index.js';
import { SSL } from '../../src/index.js';
import { type Identity, issue, localPki } from '../support/pki.js';
import { memoryPair, webEnd } from '../verification/support/memory-pair.js';

const { ca, server, client } = localPki();
const second = issue('second client', { issuer: ca });
const stranger = issue('stranger');
const options = {
  cert: server.certPem,
  key: server.keyPem,
  ca: ca.certPem,
  requestCert: true,
  secureOptions: SSL.OP_ALLOW_CLIENT_RENEGOTIATION | SSL.OP_NO_TICKET,
};

/** A client that asks for handshakes as it likes. */
async function hostile(stream: Duplex) {
  const context = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  context.setMaxProtoVersion(SSL.TLS1_2_VERSION);
  context.useCertificate(client.cert);
  context.usePrivatekey(client.key);
  const connection = new SSL.Connection(context, null, 'client');
  let isGone = false;
  const flush = () => {
    while (connection.bioPending() > 0) stream.write(connection.bioRead(65_536));
  };
  const pump = () => {
    try {
      connection.doHandshake();
      connection.recv(1000);
    } catch (error) {
      isGone ||= !(error instanceof SSL.WantReadError);
    }
    flush();
  };
  stream.on('error', () => undefined);
  stream.on('data', (data: Buffer) => {
    connection.bioWrite(data);
    pump();
  });
  pump();
  const turn = () => new Promise((resolve) => setTimeout(resolve, 2));
  while (!isGone && !connection.isHandshakeDone) await turn();
  return {
    say: (data: string) => {
      connection.send(data);
      flush();
    },
    /** Begins a handshake. @returns whether it was done within a while */
    async renegotiate(as: Identity | undefined) {
      if (as !== undefined) {
        connection.useCertificate(as.cert);
        connection.usePrivatekey(as.key);
      }
      connection.renegotiate();
      pump();
      const isUnderWay = () => connection.renegotiatePending() || !connection.isHandshakeDone;
      for (let turns = 0; turns < 100 && !isGone && isUnderWay(); turns += 1) await turn();
      return !isGone && !isUnderWay();
    },
    leave: () => {
      connection.shutdown();
      flush();
    },
    end: () => void stream.end(),
    turn,
  };
}
type Hostile = Awaited<ReturnType<typeof hostile>>;

/** What was read, each with the name of whom the server takes the peer for then; or how it ended. */
const SERVERS: Readonly<Record<string, (stream: Duplex, told: object) => Promise<string[]>>> = {
  node: (stream, told) =>
    new Promise((resolve) => {
      const { requestCert, ...made } = options;
      const secureContext = node.createSecureContext(made);
      const socket = new node.TLSSocket(stream, { isServer: true, requestCert, secureContext, ...told });
      const seen: string[] = [];
      socket.on('data', (data: Buffer) => {
        const { CN } = (socket.getPeerCertificate() as { subject?: { CN?: string } }).subject ?? {};
        seen.push(`${data} of ${socket.authorized ? String(CN) : 'nobody'}`);
      });
      socket.on('error', () => seen.push('error')).on('end', () => socket.end());
      socket.on('close', () => resolve(seen));
    }),
  async web(stream, told) {
    const socket = accept(webEnd(stream), { ...options, ...told });
    const seen: string[] = [];
    try {
      for await (const chunk of socket.readable as unknown as AsyncIterable<Uint8Array>) {
        const shown = socket.connection.getPeerCertificate();
        seen.push(`${new TextDecoder().decode(chunk)} of ${shown?.getSubject().CN ?? 'nobody'}`);
      }
    } catch {
      seen.push('error');
    }
    await socket.closed.catch(() => undefined);
    return seen;
  },
};

async function attack(kind: string, act: (peer: Hostile) => Promise<void>, told: object = {}): Promise<string[]> {
  const [near, far] = memoryPair();
  const seeing = (SERVERS[kind] as (typeof SERVERS)[string])(far, told);
  await act(await hostile(near));
  return seeing;
}

describe.each(Object.keys(SERVERS))('%s', (kind) => {
  it('takes what comes after a new handshake for the one who has shown himself in it', async () => {
    const seen = await attack(kind, async ({ say, renegotiate, leave, end, turn }) => {
      say('first');
      await turn();
      expect(await renegotiate(second)).toBe(true);
      say('second');
      await turn();
      leave();
      end();
    });
    expect(seen).toEqual(['first of test client', 'second of second client']);
  });

  it('takes nothing of a stranger, whatever goes with his handshake', async () => {
    const seen = await attack(kind, async ({ say, renegotiate, end }) => {
      say('first');
      await renegotiate(stranger);
      try {
        say('as a stranger');
      } catch {}
      end();
    });
    expect(seen).toEqual(['first of test client', 'error']);
  });

  it('lets nobody begin more than three, and goes on with none', async () => {
    let done = 0;
    const seen = await attack(kind, async ({ say, renegotiate, end }) => {
      say('first');
      while (done < 200 && (await renegotiate(undefined))) done += 1;
      end();
    });
    expect(done).toBe(3);
    expect(seen).toEqual(['first of test client', 'error']);
  });

  it('answers no handshake after the end', async () => {
    const seen = await attack(kind, async ({ say, renegotiate, leave, end, turn }) => {
      say('first');
      await turn();
      leave();
      await renegotiate(second).catch(() => false);
      end();
    });
    expect(seen).toEqual(['first of test client']);
  });
});
