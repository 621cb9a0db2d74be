/** Wrong arguments, wrong moments, wrong peers. */
import { describe, expect, it } from 'vitest';
import { SSL } from '../../../src/index.js';
import { rejection } from '../../support/thrown.js';
import { type Implementation, pki, type Sides } from './sides.js';

export function defineErrors(
  { name, SSL: find }: Implementation,
  { connections, contextOf, pair, connected }: Sides,
): void {
  describe(`${name}: errors`, () => {
    it('are those of wrong arguments', async () => {
      const context = await contextOf(SSL.TLS_CLIENT_METHOD);
      const { Connection } = find();
      expect(await rejection(() => context.setVerifyDepth('x' as unknown as number))).toBeInstanceOf(TypeError);
      expect(await rejection(() => context.setSecurityLevel(9))).toBeInstanceOf(RangeError);
      expect(await rejection(() => context.setKeylogCallback(5 as never))).toBeInstanceOf(TypeError);
      expect(await rejection(() => context.useCertificateChain('no PEM'))).toBeInstanceOf(SSL.Error);
      const cipher = await rejection(() => context.setCipherList('no-such-cipher'));
      expect((cipher as SSL.Error).errors.at(-1)?.[2]).toBe('no cipher match');
      expect(await rejection(() => new Connection({} as never, null))).toBeInstanceOf(TypeError);
      const connection = new Connection(context, null);
      connections.push(connection);
      expect(await rejection(() => connection.bioRead(-1))).toBeInstanceOf(RangeError);
      expect(await rejection(() => connection.bioRead(10))).toBeInstanceOf(SSL.WantReadError);
      expect(await rejection(() => connection.bioWrite(5 as never))).toBeInstanceOf(TypeError);
    });

    it('are those of wrong moments: a context in use, a connection that is gone', async () => {
      const { client, here } = await connected();
      const frozen = (await rejection(() => here.setAlpnProtos(['h2']))) as Error;
      expect(frozen).toBeInstanceOf(SSL.Error);
      expect(frozen.message).toMatch(/cannot be changed any more/);
      await client.free();
      await client.free();
      expect(await client.isFreed).toBe(true);
      const gone = (await rejection(() => client.send('x'))) as Error;
      expect(gone.name).toBe('ReleasedError');
    });

    it('end a session that is spoken to in clear', async () => {
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server });
      const here = await contextOf(SSL.TLS_CLIENT_METHOD);
      const { server } = await pair(here, there);
      await server.bioWrite('GET / HTTP/1.0\r\n\r\n');
      const error = (await rejection(() => server.doHandshake())) as SSL.Error;
      expect(error.errors.at(-1)?.[2]).toBe('http request');
    });
  });
}
