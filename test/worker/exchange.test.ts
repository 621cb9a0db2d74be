import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { transfer } from '../../src/worker/index.js';
import { rejection } from '../support/thrown.js';
import { usePools } from '../support/worker-pool.js';
import { contextsOf, shakeBySteps } from '../support/worker-sides.js';

const { open } = usePools();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('exchange', () => {
  it('shakes hands with a message a flight, carries data and closes', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const client = new pool.SSL.Connection(here, null);
    const server = new pool.SSL.Connection(there, null);
    const early = await client.exchange({ plaintext: new Uint8Array(5) });
    expect(early).toMatchObject({ sent: 0, isHandshakeDone: false, isClosed: false });
    await server.exchange(early).then(({ ciphertext }) => client.bioWrite(ciphertext));
    await shakeBySteps(client, server);
    const { ciphertext, sent } = await client.exchange({ plaintext: new Uint8Array(100_000).fill(7), shutdown: true });
    expect(sent).toBe(100_000);
    const got = await server.exchange({ ciphertext });
    expect(got).toMatchObject({ isHandshakeDone: true, isClosed: true });
    expect(got.plaintext).toHaveLength(100_000);
    expect(got.plaintext.every((byte) => byte === 7)).toBe(true);
    expect(await rejection(() => client.exchange({ ciphertext: 'text' as never }))).toBeInstanceOf(TypeError);
  });

  it('gives what came before an error, and the error then', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const client = new pool.SSL.Connection(here, null);
    const server = new pool.SSL.Connection(there, null);
    await shakeBySteps(client, server);
    const { ciphertext } = await client.exchange({ plaintext: new TextEncoder().encode('whole') });
    const first = await server.exchange({ ciphertext, end: true });
    expect(decode(first.plaintext)).toBe('whole');
    expect(first.isClosed).toBe(false);
    expect(await rejection(() => server.exchange())).toBeInstanceOf(SSL.SysCallError);
  });

  it('leaves the alert of a failure to be sent', async () => {
    const pool = open();
    const { there } = await contextsOf(pool);
    const server = new pool.SSL.Connection(there, null);
    const error = await rejection(() =>
      server.exchange({ ciphertext: new Uint8Array([22, 3, 1, 0, 5, 1, 0, 0, 1, 0]) }),
    );
    expect(error).toBeInstanceOf(SSL.Error);
    expect((await server.bioRead(100))[0]).toBe(21);
  });
});

describe('bytes', () => {
  it('are moved where they are given away, copied where not, and come back as a buffer of their own', async () => {
    const pool = open();
    const { there } = await contextsOf(pool);
    const connection = new pool.SSL.Connection(there, null);
    const kept = new Uint8Array([22, 3, 1]);
    await connection.bioWrite(kept);
    expect(kept).toHaveLength(3);
    const given = transfer(new Uint8Array([0, 1]));
    expect(await connection.bioWrite(given)).toBe(2);
    expect(given).toHaveLength(0);
    const shared = new Uint8Array(new SharedArrayBuffer(1));
    expect(await connection.bioWrite(transfer(shared))).toBe(1);
    const hello = await new pool.SSL.Connection(new pool.SSL.Context(SSL.TLS_CLIENT_METHOD), null).exchange();
    expect(hello.ciphertext.buffer.byteLength).toBe(hello.ciphertext.length);
    expect(() => transfer('text' as never)).toThrow(TypeError);
  });
});
