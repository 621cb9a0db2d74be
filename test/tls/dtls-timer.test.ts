import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { contextOf, pair, transfer } from '../support/pump.js';

const { ca, server } = localPki();

const sides = () =>
  pair(contextOf(SSL.DTLS_CLIENT_METHOD, { trust: ca }), contextOf(SSL.DTLS_SERVER_METHOD, { cert: server }));

const begin = (connection: SSL.Connection) => expect(() => connection.doHandshake()).toThrow(SSL.WantReadError);
const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 5));

describe('the timer of DTLS', () => {
  it('runs a second at first, or as long as it is told', () => {
    const { client, server: there } = sides();
    begin(client);
    expect(client.DTLSv1GetTimeout()).toBeGreaterThan(0.9);
    expect(client.DTLSv1GetTimeout()).toBeLessThanOrEqual(1);
    there.DTLSv1SetInitialTimeout(7.5);
    transfer(client, there);
    begin(there);
    expect(there.DTLSv1GetTimeout()).toBeGreaterThan(7);
    expect(there.DTLSv1GetTimeout()).toBeLessThanOrEqual(7.5);
  });

  it('runs twice as long each time, and sends the flight again', async () => {
    const { client } = sides();
    client.DTLSv1SetInitialTimeout(0.04);
    begin(client);
    const first = client.bioRead(70_000);
    for (const seconds of [0.04, 0.08]) {
      expect(client.DTLSv1HandleTimeout()).toBe(false);
      expect(client.DTLSv1GetTimeout()).toBeLessThanOrEqual(seconds);
      await wait(seconds);
      expect(client.DTLSv1GetTimeout()).toBe(0);
      expect(client.DTLSv1HandleTimeout()).toBe(true);
      expect(client.bioRead(70_000).length).toBe(first.length);
      expect(client.DTLSv1GetTimeout()).toBeGreaterThan(seconds);
    }
  });

  it('is no longer than a minute', async () => {
    const { client } = sides();
    client.DTLSv1SetInitialTimeout(60);
    begin(client);
    expect(client.DTLSv1GetTimeout()).toBeGreaterThan(59);
    for (const wrong of [0, -1, 60.1, Number.NaN, Number.POSITIVE_INFINITY, 0.0009])
      expect(() => sides().client.DTLSv1SetInitialTimeout(wrong)).toThrow(RangeError);
    expect(() => sides().client.DTLSv1SetInitialTimeout('1' as unknown as number)).toThrow(TypeError);
    expect(() => client.DTLSv1SetInitialTimeout(1)).toThrow(/for the time before the handshake/);
    const tls = pair(contextOf(SSL.TLS_CLIENT_METHOD), contextOf(SSL.TLS_SERVER_METHOD, { cert: server }));
    expect(() => tls.client.DTLSv1SetInitialTimeout(1)).toThrow(/not of DTLS/);
  });

  it('ends with bioShutdown, once what came before has been read', async () => {
    const { client, server: there } = sides();
    client.DTLSv1SetInitialTimeout(0.02);
    there.DTLSv1SetInitialTimeout(0.02);
    begin(client);
    transfer(client, there);
    there.bioShutdown();
    // The ClientHello is still there to be answered.
    expect(() => there.doHandshake()).toThrow(SSL.SysCallError);
    expect(there.bioPending()).toBeGreaterThan(0);
    for (const side of [client, there]) side.bioShutdown();
    await wait(0.02);
    for (const side of [client, there]) {
      while (side.bioPending() > 0) side.bioRead(70_000);
      expect(side.DTLSv1GetTimeout()).toBeNull();
      expect(side.DTLSv1HandleTimeout()).toBe(false);
      expect(side.bioPending()).toBe(0);
    }
  });
});
