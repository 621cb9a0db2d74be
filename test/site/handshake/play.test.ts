/** What is played: real ends, whose failures are the ones that were chosen. */
import { describe, expect, it } from 'vitest';
import { alertsOf, messagesOf } from '../../../site/src/handshake/model/conversation.js';
import type { Tape } from '../../../site/src/handshake/model/tape.js';
import { theatre } from './stage.js';

const { playOf } = theatre();

const failures = ({ events }: Tape) => events.filter((event) => event.kind === 'failed');
const facts = ({ events }: Tape) => events.flatMap((event) => (event.kind === 'done' ? [event.facts] : []));

/** The choice, who gives up first, its verdict on the chain, its reason, and the alert that it sends. */
const FAILING = [
  ['fault=expired', 'client', 10, /certificate verify failed/, 'certificate_expired'],
  ['fault=early', 'client', 9, /certificate verify failed/, 'bad_certificate'],
  ['fault=name', 'client', 62, /certificate verify failed/, 'bad_certificate'],
  ['fault=untrusted', 'client', 20, /certificate verify failed/, 'unknown_ca'],
  ['fault=self-signed', 'client', 18, /certificate verify failed/, 'unknown_ca'],
  ['fault=revoked', 'client', 23, /certificate verify failed/, 'certificate_revoked'],
  ['version=1.2&fault=revoked', 'client', 23, /certificate verify failed/, 'certificate_revoked'],
  ['fault=versions', 'server', 0, /unsupported protocol/, 'protocol_version'],
  ['version=1.2&fault=versions', 'server', 0, /unsupported protocol/, 'protocol_version'],
  ['fault=ciphers', 'server', 0, /no shared cipher/, 'handshake_failure'],
  ['version=1.2&fault=ciphers', 'server', 0, /no shared cipher/, 'handshake_failure'],
  ['client-groups=x448&server-groups=P-256', 'server', 0, /no suitable key share/, 'handshake_failure'],
  ['version=1.2&key=mldsa', 'server', 0, /no shared cipher/, 'handshake_failure'],
  ['alpn=apart', 'server', 0, /no common application protocol/, 'no_application_protocol'],
  ['client-certificate=missing', 'server', 0, /peer did not return a certificate/, 'certificate_required'],
  ['version=1.2&client-certificate=missing', 'server', 0, /peer did not return a certificate/, 'handshake_failure'],
  ['client-certificate=untrusted', 'server', 20, /certificate verify failed/, 'unknown_ca'],
  ['fault=flip-hello', 'client', 0, /bad record mac/, 'bad_record_mac'],
  ['fault=flip-server', 'client', 0, /bad record mac/, 'bad_record_mac'],
  ['fault=flip-encrypted', 'client', 0, /bad record mac/, 'bad_record_mac'],
  ['fault=flip-data', 'server', 0, /bad record mac/, 'bad_record_mac'],
  ['version=1.2&fault=flip-hello', 'client', 0, /bad signature/, 'decrypt_error'],
  ['version=1.2&fault=flip-data', 'server', 0, /bad record mac/, 'bad_record_mac'],
] as const;

describe('a handshake that fails', () => {
  it.each(FAILING)('%s: the %s gives up, with the verdict %i', async (query, side, verdict, reason, alert) => {
    const { tape, conversation } = await playOf(query);
    const [first] = failures(tape);
    expect(first).toMatchObject({ kind: 'failed', side, verdict });
    expect(first?.kind === 'failed' && first.reasons.join()).toMatch(reason);
    expect([...alertsOf(conversation)][0]).toMatchObject({ side, alert: { name: alert } });
  });

  it('ends without a word where the line is cut', async () => {
    for (const query of ['fault=cut', 'version=1.2&fault=cut']) {
      const { tape } = await playOf(query);
      expect(tape.events.some(({ kind }) => kind === 'cut')).toBe(true);
      expect(
        failures(tape)
          .map((event) => event.kind === 'failed' && event.side)
          .sort(),
      ).toEqual(['client', 'server']);
      const after = tape.events.slice(tape.events.findIndex(({ kind }) => kind === 'cut'));
      for (const event of after)
        if (event.kind === 'flight') for (const { arrived } of event.sent) expect(arrived).toHaveLength(0);
    }
  });
});

describe('a handshake that holds', () => {
  it.each([
    ['version=1.3&key=mldsa', { version: 'TLSv1.3', group: 'X25519MLKEM768' }],
    ['version=1.3&cipher=aes256&server-groups=P-256', { cipher: 'TLS_AES_256_GCM_SHA384', group: 'secp256r1' }],
    ['version=1.3&alpn=same', { alpn: 'h2' }],
    ['version=1.2&key=rsa&cipher=rsa', { cipher: 'TLS_RSA_WITH_AES_128_GCM_SHA256', group: null }],
    ['version=1.2&key=ed25519&cipher=chacha20', { cipher: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256' }],
    ['version=dtls', { version: 'DTLSv1.2' }],
    ['version=1.3&resumption=psk', { isResumed: true }],
  ] as const)('%s', async (query, expected) => {
    const { tape } = await playOf(query);
    expect(failures(tape)).toEqual([]);
    expect(facts(tape)).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
  });

  it.each([
    'version=1.3&resumption=ticket',
    'version=1.2&resumption=ticket',
    'version=1.2&resumption=id',
    'version=dtls&resumption=ticket',
  ])('%s is resumed the second time', async (query) => {
    const { tape, conversation } = await playOf(query);
    expect(facts(tape).map(({ isResumed }) => isResumed)).toEqual([false, false, true, true]);
    const [, second] = conversation.connections;
    const names = [...messagesOf({ ...conversation, connections: second === undefined ? [] : [second] })];
    expect(names.map(({ message }) => message.name)).not.toContain('Certificate');
  });

  it('has early data taken before the handshake is over', async () => {
    const { tape } = await playOf('resumption=early');
    expect(facts(tape).map(({ earlyData }) => earlyData)).toEqual([undefined, undefined, 'accepted', 'accepted']);
    const early = tape.events.filter((event) => event.kind === 'received' && event.isEarly);
    expect(early).toHaveLength(1);
  });

  it('changes its keys on both sides', async () => {
    const { conversation } = await playOf('after=update');
    const updates = [...messagesOf(conversation)].filter(({ message }) => message.name === 'KeyUpdate');
    expect(updates.map(({ side }) => side)).toEqual(['client', 'server']);
  });

  it('asks, and takes none for an answer', async () => {
    const { tape } = await playOf('client-certificate=optional');
    expect(failures(tape)).toEqual([]);
  });

  it('is stopped between two steps, and the next one is played all the same', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(playOf('version=1.3', stop.signal)).rejects.toThrow('enough');
    expect(failures((await playOf('version=1.3')).tape)).toEqual([]);
  });
});
