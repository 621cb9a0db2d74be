import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { connected, settle } from '../support/connected.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';

const { server } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('the state of the handshake', () => {
  it('can be read [SSL.Connection.get_state_string] [SSL.Connection.state_string]', () => {
    const { client: here, server: there } = pair(
      contextOf(SSL.TLS_METHOD),
      contextOf(SSL.TLS_METHOD, { cert: server }),
    );
    expect(here.getStateString()).toBe('before SSL initialization');
    expect(() => here.doHandshake()).toThrow(SSL.WantReadError);
    expect(here.stateString()).toBe('SSLv3/TLS write client hello');
    handshake(here, there);
    expect(here.getStateString()).toBe('SSL negotiation finished successfully');
  });

  it('is told step by step [SSL.Context.set_info_callback] [SSL.Connection.set_info_callback]', () => {
    const seen: number[] = [];
    const own: unknown[] = [];
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.setInfoCallback((_, where) => seen.push(where));
    const { client: here, server: peer } = pair(contextOf(SSL.TLS_CLIENT_METHOD), there);
    here.setInfoCallback((connection, where, result) => own.push([connection === here, where, result]));
    handshake(here, peer);
    expect(seen).toContain(SSL.SSL_CB_HANDSHAKE_START);
    expect(seen).toContain(SSL.SSL_CB_ACCEPT_LOOP);
    expect(seen).toContain(SSL.SSL_CB_HANDSHAKE_DONE);
    expect(own).toContainEqual([true, SSL.SSL_CB_HANDSHAKE_START, 1]);
    expect(own).toContainEqual([true, SSL.SSL_CB_CONNECT_LOOP, 1]);
    here.setInfoCallback(null);
    const count = own.length;
    here.shutdown();
    expect(own).toHaveLength(count);
    expect(() => here.setInfoCallback(5 as unknown as SSL.InfoCallback)).toThrow(TypeError);
  });

  it('logs its keys for Wireshark [SSL.Context.set_keylog_callback]', () => {
    const lines: string[] = [];
    const sides = connected(SSL.TLS1_3_VERSION, (here) =>
      here.setKeylogCallback((_, line) => lines.push(decode(line))),
    );
    const random = Buffer.from(sides.client.clientRandom() ?? []).toString('hex');
    for (const label of ['CLIENT_HANDSHAKE_TRAFFIC_SECRET', 'SERVER_TRAFFIC_SECRET_0', 'EXPORTER_SECRET'])
      expect(lines.some((line) => new RegExp(`^${label} ${random} [0-9a-f]{64,96}$`).test(line))).toBe(true);
  });

  it('begins again: renegotiation of TLS 1.2 [SSL.Connection.renegotiate] [SSL.Connection.total_renegotiations]', () => {
    const { client: there, server: here } = connected(SSL.TLS1_2_VERSION);
    const before = here.getFinished();
    expect(here.totalRenegotiations()).toBe(0);
    expect(here.renegotiate()).toBe(true);
    expect(here.renegotiatePending()).toBe(true);
    expect(here.renegotiate()).toBe(false);
    for (let round = 0; here.renegotiatePending() && round < 20; round++) {
      for (const side of [here, there]) {
        for (const step of [() => side.doHandshake(), () => side.recv(1)]) {
          try {
            step();
          } catch (error) {
            if (!(error instanceof SSL.WantReadError)) throw error;
          }
          settle(here, there);
        }
      }
    }
    expect(here.getFinished()).not.toEqual(before);
    expect(here.renegotiatePending()).toBe(false);
    expect(here.totalRenegotiations()).toBe(1);
    here.send('after');
    transfer(here, there);
    expect(decode(there.recv(10))).toBe('after');
    expect(() => connected().client.renegotiate()).toThrow(SSL.Error);
  });

  it('changes its keys: TLS 1.3', () => {
    const { client: here, server: there } = connected();
    settle(here, there);
    const label = 'EXPERIMENTAL x';
    const before = here.exportKeyingMaterial(label, 8);
    here.keyUpdate(true);
    here.send('with new keys');
    settle(here, there);
    expect(decode(there.recv(100))).toBe('with new keys');
    there.send('and back');
    settle(here, there);
    expect(decode(here.recv(100))).toBe('and back');
    expect(here.exportKeyingMaterial(label, 8)).toEqual(before);
    expect(() => connected(SSL.TLS1_2_VERSION).client.keyUpdate()).toThrow(SSL.Error);
  });
});
