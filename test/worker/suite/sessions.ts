/** Handshakes, data, closure and resumption, in each version. */
import { describe, expect, it } from 'vitest';
import { SSL } from '../../../src/index.js';
import { issue } from '../../support/pki.js';
import { rejection } from '../../support/thrown.js';
import { carry, type Implementation, pki, type Sides, shake } from './sides.js';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

export function defineSessions({ name }: Implementation, { contextOf, pair, connected }: Sides): void {
  describe.each([
    ['TLSv1.2', SSL.TLS1_2_VERSION],
    ['TLSv1.3', SSL.TLS1_3_VERSION],
  ])(`${name}: %s`, (versionName, version) => {
    it('shakes hands and carries data both ways', async () => {
      const { client, server } = await connected(version);
      expect(await client.getProtocolVersionName()).toBe(versionName);
      expect(await server.getProtocolVersion()).toBe(version);
      expect(await client.isHandshakeDone).toBe(true);
      expect(await client.send('from client')).toBe(11);
      await carry(client, server);
      expect(decode(await server.recv(100))).toBe('from client');
      await server.sendall(new TextEncoder().encode('from server'));
      await carry(server, client);
      expect(decode(await client.recv(4))).toBe('from');
      expect(await client.pending()).toBe(7);
      const buffer = new Uint8Array(10);
      expect(await client.recvInto(buffer)).toBe(7);
      expect(decode(buffer.subarray(0, 7))).toBe(' server');
      await server.send('into a buffer');
      const record = new Uint8Array(1000);
      const length = await server.bioReadInto(record);
      expect(await client.bioWrite(record.subarray(0, length))).toBe(length);
      expect(decode(await client.recv(100))).toBe('into a buffer');
    });

    it('carries more than one record, and leaves the bytes that it was given', async () => {
      const { client, server } = await connected(version);
      const data = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
      expect(await client.sendall(data)).toBe(data.length);
      await carry(client, server);
      const got: number[] = [];
      while (got.length < data.length) got.push(...(await server.recv(65_536)));
      expect(data).toHaveLength(100_000);
      expect(Uint8Array.from(got)).toEqual(data);
    });

    it('closes in both directions', async () => {
      const { client, server } = await connected(version);
      await carry(server, client);
      expect(await rejection(() => client.recv(1))).toBeInstanceOf(SSL.WantReadError);
      expect(await server.shutdown()).toBe(false);
      await carry(server, client);
      expect(await rejection(() => client.recv(1))).toBeInstanceOf(SSL.ZeroReturnError);
      expect(await client.getShutdown()).toBe(SSL.RECEIVED_SHUTDOWN);
      expect(await client.shutdown()).toBe(true);
    });

    it('tells an end without close_notify from an end', async () => {
      const { client } = await connected(version);
      await client.bioShutdown();
      const error = await rejection(() => client.recv(1));
      expect(error).toBeInstanceOf(SSL.SysCallError);
      expect((error as SSL.SysCallError).args).toEqual([-1, 'Unexpected EOF']);
    });

    it('resumes a session', async () => {
      const first = await connected(version);
      expect(await rejection(() => first.client.recv(1))).toBeInstanceOf(SSL.WantReadError);
      const session = await first.client.getSession();
      expect(session).toBeInstanceOf(SSL.Session);
      const again = await pair(first.here, first.there);
      await again.client.setTlsextHostName('localhost');
      await again.client.setVerifyHost('localhost');
      await again.client.setSession(session as SSL.Session);
      await shake(again.client, again.server);
      expect(await again.client.sessionReused()).toBe(true);
      expect(await again.server.sessionReused()).toBe(true);
    });

    it('authenticates both sides, and shows their chains', async () => {
      const { client, server } = await connected(version, async (here, there) => {
        await here.useCertificate(pki.client.cert);
        await here.usePrivatekey(pki.client.key);
        await (await there.getCertStore()).addCert(pki.ca.cert);
        await there.addClientCa(pki.ca.cert);
        await there.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
      });
      expect((await server.getPeerCertificate())?.getSubject().CN).toBe('test client');
      expect((await client.getPeerCertificate())?.equals(pki.server.cert)).toBe(true);
      expect((await client.getVerifiedChain())?.map((cert) => cert.getSubject().CN)).toEqual([
        'localhost',
        'tsopenssl test CA',
      ]);
      expect((await client.getPeerCertChain())?.[0]?.getSerialNumber()).toEqual(pki.server.cert.getSerialNumber());
      expect((await client.getClientCaList())[0]?.CN).toBe('tsopenssl test CA');
    });

    it('refuses an issuer that it does not trust, with the queue in the error', async () => {
      const stranger = issue('stranger', { ca: true });
      const here = await contextOf(SSL.TLS_CLIENT_METHOD, { trust: stranger, version });
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server, version });
      const { client, server } = await pair(here, there);
      const error = (await rejection(() => shake(client, server))) as SSL.Error;
      expect(error).toBeInstanceOf(SSL.Error);
      expect(error.name).toBe('Error');
      expect(error.errors.at(-1)?.[2]).toBe('certificate verify failed');
      expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
      const alert = (await rejection(() => server.doHandshake())) as SSL.Error;
      expect(alert.errors.at(-1)?.[2]).toMatch(/alert unknown ca/);
    });
  });
}
