/** The model and the capture beside Wireshark's own reading of the same file, opened with the keys in it. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { alertsOf, type Conversation, messagesOf } from '../../../site/src/handshake/model/conversation.js';
import { everyField } from '../../../site/src/handshake/model/field.js';
import { BEGIN, fieldsOf, theatre, tshark } from './stage.js';

const { playOf, fileOf } = theatre();

function isThere(): boolean {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** What is compared in every run. */
const SHORT = [
  'version=1.3&client-certificate=given&alpn=same&staple=yes&cipher=aes128',
  'version=1.3&client-groups=x25519,P-256&server-groups=P-256',
  'version=1.3&resumption=early',
  'version=1.3&after=update&key=mldsa',
  'version=1.3&fault=expired',
  'version=1.3&alpn=apart',
  'version=1.2&cipher=aes128&alpn=same&staple=yes&client-certificate=given',
  'version=1.2&key=rsa&cipher=dhe',
  'version=1.2&resumption=id',
  'version=dtls&cipher=aes128&resumption=ticket',
];

/** What takes some minutes more: TSOPENSSL_FULL=1. */
const LONG = [
  'version=1.3',
  'version=1.2',
  'version=1.2&key=rsa&cipher=rsa',
  'version=1.2&key=ed25519&cipher=cbc&client-certificate=given',
  'version=1.2&resumption=ticket&cipher=aes256',
  'version=1.2&resumption=psk',
  'version=1.3&client-groups=x448&server-groups=P-384',
  'version=1.3&client-certificate=missing',
  'version=1.3&key=mldsa&cipher=aes256',
  'version=1.3&resumption=ticket',
  'version=1.3&resumption=psk&cipher=aes128',
  'version=1.3&fault=versions',
  'version=dtls&cipher=aes128',
  'version=dtls&cipher=aes256&client-certificate=given&key=rsa',
];

const CASES = process.env['TSOPENSSL_FULL'] === '1' ? [...SHORT, ...LONG] : SHORT;
/** Where bytes were changed or lost on the way, Wireshark cannot open what it shows. */
const DAMAGED = ['version=1.3&fault=cut', 'version=1.3&fault=flip-hello', 'version=1.2&fault=flip-data'];

const CLIENT = '192.0.2.10';

/** Of a list in a field, each value with the side that sent it. */
const flat = (lines: readonly (readonly string[])[], field: number): string[] =>
  lines.flatMap(([from, ...fields]) =>
    (fields[field] ?? '')
      .split(',')
      .filter((value) => value !== '')
      .map((value) => `${from === CLIENT ? 'client' : 'server'} ${Number(value)}`),
  );

/** The numbers of all fields of these names, wherever they stand, in order. */
function numbersOf({ connections, ...rest }: Conversation, names: RegExp): string[] {
  return [...messagesOf({ connections, ...rest })].flatMap(({ side, message }) =>
    [...everyField(message.fields)]
      .filter(({ name }) => names.test(name))
      .map(({ value }) => `${side} ${Number(/\((0x[0-9a-f]+)\)$/.exec(value)?.[1] ?? value)}`),
  );
}

/** What tshark says of a packet's form: when it was seen, three checksums, and four kinds of fault. */
const SOUND = [
  'frame.time_epoch',
  'ip.checksum.status',
  'tcp.checksum.status',
  'udp.checksum.status',
  '_ws.malformed',
  'tcp.analysis.flags',
  'tls.record.length.invalid',
  'dtls.record.length.invalid',
];

/** @param late - by how many milliseconds the first packet may be behind the begin: a stream's opens it, a datagram's is a hello */
function expectSound(lines: readonly (readonly string[])[], late = 1): void {
  expect(lines.length).toBeGreaterThan(1);
  const times = lines.map(([time]) => Number(time));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const behind = (times[0] ?? 0) * 1000 - BEGIN;
  expect(behind).toBeGreaterThanOrEqual(-1);
  expect(behind).toBeLessThan(late);
  for (const [, ip, tcp = '', udp = '', ...faults] of lines) {
    // 1 is good.
    expect([ip, tcp || udp]).toEqual(['1', '1']);
    expect(faults.join('')).toBe('');
  }
}

describe.skipIf(!isThere())('beside tshark (Debian: tshark; `node scripts/test-needs.mjs` installs it)', () => {
  it.each(CASES)('%s has the same messages, alerts and numbers, in a capture without a fault', async (query) => {
    const { tape, conversation } = await playOf(query);
    const layer = tape.isDatagram ? 'dtls' : 'tls';
    const lines = await fieldsOf(
      await fileOf(tape),
      'ip.src',
      `${layer}.handshake.type`,
      `${layer}.alert_message.desc`,
      `${layer}.handshake.ciphersuite`,
      `${layer}.handshake.extension.type`,
      `${layer}.handshake.sig_hash_alg`,
      tape.isDatagram ? 'dtls.handshake.fragment_offset' : 'tls.handshake.extensions_key_share_group',
      ...SOUND,
    );
    // The type of a message in fragments stands in each of them.
    const offsets = tape.isDatagram ? flat(lines, 5) : [];
    const types = flat(lines, 0).filter((_type, index) => offsets[index] === undefined || / 0$/.test(offsets[index]));
    const messages = [...messagesOf(conversation)];
    expect(types).toEqual(messages.map(({ side, message }) => `${side} ${message.type}`));
    expect(messages.every(({ message }) => message.unreadable === undefined)).toBe(true);
    const alerts = [...alertsOf(conversation)].map(({ side, alert }) => `${side} ${alert.description}`);
    expect(flat(lines, 1)).toEqual(alerts);
    expect(messages.length + alerts.length).toBeGreaterThan(1);
    expect(flat(lines, 2)).toEqual(numbersOf(conversation, /^(CipherSuite|cipher_suite)$/));
    expect(flat(lines, 3)).toEqual(numbersOf(conversation, /^extension_type$/));
    expect(flat(lines, 4)).toEqual(numbersOf(conversation, /^(SignatureScheme|algorithm)$/));
    if (!tape.isDatagram) expect(flat(lines, 5)).toEqual(numbersOf(conversation, /^group$/));
    expectSound(
      lines.map((line) => line.slice(-SOUND.length)),
      tape.isDatagram ? 10_000 : 1,
    );
  });

  it.each(DAMAGED)('%s is a capture without a fault of checksum, order or form', async (query) => {
    const { tape } = await playOf(query);
    const path = await fileOf(tape);
    expectSound(await fieldsOf(path, ...SOUND));
  });

  it('shows what the application said', async () => {
    const { tape } = await playOf('version=1.3&resumption=early&cipher=aes128');
    const path = await fileOf(tape);
    const lines = await tshark(
      path,
      '-Y',
      'http',
      '-T',
      'fields',
      '-e',
      'http.request.method',
      '-e',
      'http.response.code',
    );
    expect(lines.map((line) => line.join(''))).toEqual(['GET', '200', 'GET', '200']);
    const closed = await fileOf({ ...tape, keys: [] });
    expect(await tshark(closed, '-Y', 'http')).toEqual([]);
  });
});
