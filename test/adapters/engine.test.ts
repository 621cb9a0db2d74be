/** The engine beneath all adapters: transports that stall, fail and lie, and what is left of a session afterwards. */
import { describe, expect, it, vi } from 'vitest';
import { createSecureContext } from '../../src/adapters/context.js';
import { TlsChannel } from '../../src/adapters/engine.js';
import { openClient, openServer } from '../../src/adapters/sessions.js';
import type { Transport } from '../../src/adapters/transport.js';
import { Bindings, OpenSSLError } from '../../src/ffi/index.js';
import { SSL } from '../../src/index.js';
import { pinOf } from '../../src/verification/pins.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const { subtle } = globalThis.crypto;
const heap = new Bindings((errors) => new OpenSSLError(errors));

/** One end of a pipe in memory. Every write arrives at once, unless the end is told otherwise. */
class Pipe implements Transport {
  peer: Pipe | undefined;
  readonly inbox: (Uint8Array | undefined)[] = [];
  wake: (() => void) | undefined;
  change: (data: Uint8Array) => Uint8Array = (data) => data;
  stalled = false;
  gate: Promise<void> | undefined;
  failure: Error | undefined;
  aborted = false;

  async read(): Promise<Uint8Array | undefined> {
    while (this.inbox.length === 0 && !this.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.inbox.shift();
  }

  deliver(data: Uint8Array | undefined): void {
    this.inbox.push(data);
    this.wake?.();
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    await this.gate;
    if (this.stalled) await new Promise(() => undefined);
    this.peer?.deliver(this.change(data));
  }

  async end(): Promise<void> {
    this.peer?.deliver(undefined);
  }

  abort(): void {
    this.aborted = true;
    this.wake?.();
    this.peer?.deliver(undefined);
  }
}

function pipe(): [Pipe, Pipe] {
  const near = new Pipe();
  const far = new Pipe();
  near.peer = far;
  far.peer = near;
  return [near, far];
}

const clientContext = createSecureContext({ ca: ca.cert }, 'client');
const serverContext = createSecureContext({ cert: server.cert, key: server.key }, 'server');

async function session() {
  const [near, far] = pipe();
  const client = openClient(near, { host: 'localhost', secureContext: clientContext });
  const serving = openServer(far, { secureContext: serverContext });
  await Promise.all([client.opened, serving.opened]);
  return { near, far, client, serving };
}

const bytes = new TextEncoder().encode('hello');

describe('a transport', () => {
  it('that changes a byte ends the session on both sides, with an alert', async () => {
    const { far, client, serving } = await session();
    far.change = (data) => data.map((byte, index) => (index === data.length - 1 ? byte ^ 1 : byte));
    const peerReads = serving.read();
    await serving.write(bytes);
    peerReads.catch(() => undefined);
    await expect(client.read()).rejects.toMatchObject({ code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' });
    await expect(peerReads).rejects.toMatchObject({ code: 'ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC' });
    await expect(client.write(bytes)).rejects.toThrow('bad record mac');
    await expect(client.closed).rejects.toThrow('bad record mac');
    expect(client.connection.isFreed && serving.connection.isFreed).toBe(true);
  });

  it('that takes nothing holds up the writer, and not the reader', async () => {
    const { near, client, serving } = await session();
    near.stalled = true;
    let written = false;
    const writing = client.write(new Uint8Array(1_000_000)).then(() => {
      written = true;
    });
    writing.catch(() => undefined);
    await serving.write(bytes);
    expect(await client.read()).toEqual(bytes);
    expect(written).toBe(false);
    client.abort(new Error('enough'));
    await expect(client.closed).rejects.toThrow('enough');
  });

  it('that stalls does not hold up the news of a failure', async () => {
    const { near, far, client } = await session();
    near.stalled = true;
    near.deliver(Uint8Array.from({ length: 30 }, () => 7));
    void far;
    const started = performance.now();
    await expect(client.read()).rejects.toBeInstanceOf(SSL.Error);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('that fails to write leaves what the peer has sent to be read', async () => {
    const { near, client, serving } = await session();
    await serving.write(bytes);
    await serving.end();
    near.failure = Object.assign(new Error('broken pipe'), { code: 'EPIPE' });
    expect(await client.read()).toEqual(bytes);
    expect(await client.read()).toBeUndefined();
    // The peer has ended: it needs no word of this side's end.
    await client.end();
  });

  it('that fails to write what came after the end of the peer fails the session', async () => {
    const { near, client, serving } = await session();
    await serving.end();
    expect(await client.read()).toBeUndefined();
    near.failure = Object.assign(new Error('broken pipe'), { code: 'EPIPE' });
    await expect(client.write(bytes)).rejects.toMatchObject({ code: 'EPIPE' });
    await expect(client.end()).rejects.toMatchObject({ code: 'EPIPE' });
  });

  it('that fails to read is the failure that everybody sees', async () => {
    const [near] = pipe();
    near.read = () => Promise.reject(Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' }));
    const client = openClient(near, { host: 'localhost', secureContext: clientContext });
    await expect(client.opened).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    await expect(client.read()).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    await expect(client.closed).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
  });

  it('that is slow with the end of this side is not let go of when the peer has ended too', async () => {
    const { near, client, serving } = await session();
    let goOn: () => void = () => undefined;
    near.gate = new Promise((resolve) => {
      goOn = resolve;
    });
    const ending = client.end();
    await serving.end();
    expect(await client.read()).toBeUndefined();
    expect(client.connection.isFreed || near.aborted).toBe(false);
    goOn();
    await ending;
    await client.closed;
    expect(await serving.read()).toBeUndefined();
    expect(serving.truncated).toBe(false);
  });

  it('that gives nonsense, a byte at a time or at once, is an error and never a trap', async () => {
    for (const nonsense of ['HTTP/1.1 400 Bad Request\r\n\r\n', '\u0016\u0003\u0001', '\u0000'.repeat(100)]) {
      const [near] = pipe();
      const client = openClient(near, { host: 'localhost', secureContext: clientContext });
      for (const byte of new TextEncoder().encode(nonsense)) near.deliver(Uint8Array.of(byte));
      near.deliver(undefined);
      await expect(client.opened).rejects.toBeInstanceOf(SSL.Error);
    }
  });
});

describe('a session', () => {
  it('is not opened by a peer that closes it, unencrypted, in the middle of the handshake', async () => {
    // An alert: warning, close_notify (RFC 5246, 7.2.1).
    const closeNotify = Uint8Array.of(0x15, 3, 3, 0, 2, 1, 0);
    const [toServer] = pipe();
    const client = openClient(toServer, { host: 'localhost', secureContext: clientContext });
    toServer.deliver(closeNotify);
    await expect(client.opened).rejects.toMatchObject({ name: 'SysCallError', code: 'ECONNRESET' });
    await expect(client.write(bytes)).rejects.toThrow('hung up');

    const [toClient] = pipe();
    const serving = openServer(toClient, { secureContext: serverContext });
    using hello = new SSL.Connection(clientContext, null, 'client');
    expect(() => hello.doHandshake()).toThrow(SSL.WantReadError);
    toClient.deliver(hello.bioRead(65_536));
    toClient.deliver(closeNotify);
    await expect(serving.opened).rejects.toMatchObject({ name: 'SysCallError', code: 'ECONNRESET' });
  });

  it('judges after the handshake, and lets nothing through before', async () => {
    const [near, far] = pipe();
    const connection = new SSL.Connection(clientContext, null, 'client');
    connection.setVerifyHost('localhost');
    const pin = await pinOf(server.cert);
    const digest = subtle.digest.bind(subtle);
    let judge: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      judge = resolve;
    });
    using _spy = vi.spyOn(subtle, 'digest').mockImplementation(async (...args) => {
      await held;
      return digest(...args);
    });
    const client = new TlsChannel(connection, near, {
      demands: { isServer: false, mustBeVerified: true, pins: [pin] },
    });
    const serving = openServer(far, { secureContext: serverContext });
    await serving.opened;
    await serving.write(bytes);
    let isRead = false;
    const reading = client.read().then((data) => {
      isRead = true;
      return data;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isRead).toBe(false);
    judge();
    expect(await reading).toEqual(bytes);
    client.abort();
  });

  it('leaves nothing behind, however it ends', async () => {
    const endings: ((made: Awaited<ReturnType<typeof session>>) => Promise<unknown>)[] = [
      async ({ client, serving }) => {
        await Promise.all([client.end(), serving.end()]);
        await Promise.all([client.read(), serving.read()]);
      },
      async ({ client, serving }) => {
        client.abort();
        await serving.read().catch(() => undefined);
        serving.abort();
      },
      async ({ near, client, serving }) => {
        near.deliver(new Uint8Array(100));
        await client.read().catch(() => undefined);
        await serving.read().catch(() => undefined);
        serving.abort();
      },
      async ({ client, serving }) => {
        await client.end();
        await serving.read();
        serving.abort(new Error('the server had enough'));
        client.abort();
      },
    ];
    const round = async () => {
      for (const end of endings) {
        const made = await session();
        await end(made);
        expect(made.client.connection.isFreed && made.serving.connection.isFreed).toBe(true);
      }
    };
    for (let i = 0; i < 10; i++) await round();
    const before = heap.heap_bytes_in_use();
    for (let i = 0; i < 60; i++) await round();
    expect(heap.heap_bytes_in_use() - before).toBeLessThan(2048);
  });
});
