/** The model: every byte of a message is in a field, whatever the message is. */
import { describe, expect, it } from 'vitest';
import { type Conversation, messagesOf, readTape } from '../../../site/src/handshake/model/conversation.js';
import { everyField, type Field, hex } from '../../../site/src/handshake/model/field.js';
import { type Agreed, readMessage } from '../../../site/src/handshake/model/messages.js';
import { splitRecords } from '../../../site/src/handshake/model/records.js';
import { theatre } from './stage.js';

const { playOf } = theatre();

/** The fields that have no members cover the message without a gap, but for the lengths before lists. */
function expectCovered(fields: readonly Field[], start: number, end: number): void {
  let at = start;
  for (const field of fields) {
    expect(field.start).toBe(at);
    expect(field.end).toBeLessThanOrEqual(end);
    if (field.children.length > 0) {
      const [first] = field.children;
      expect(first?.start).toBeGreaterThanOrEqual(field.start);
      // What stands before the first member is its length, in three bytes at most.
      expect((first?.start ?? 0) - field.start).toBeLessThanOrEqual(3);
      expectCovered(field.children, first?.start ?? 0, field.end);
    }
    at = field.end;
  }
  expect(at).toBe(end);
}

const agreedOf = (): Agreed => ({ isDatagram: false, version: undefined, suite: undefined });

const find = (conversation: Conversation, message: string, field: string): string[] =>
  [...messagesOf(conversation)]
    .filter((sent) => sent.message.name === message)
    .flatMap((sent) =>
      [...everyField(sent.message.fields)].filter(({ name }) => name === field).map(({ value }) => value),
    );

describe('a message', () => {
  it.each([
    'version=1.3&client-certificate=given&staple=yes&alpn=same',
    'version=1.3&resumption=early',
    'version=1.2&client-certificate=given&staple=yes&alpn=same',
    'version=1.2&key=rsa&cipher=dhe&resumption=ticket',
    'version=1.2&key=rsa&cipher=rsa',
    'version=1.2&resumption=psk',
    'version=dtls&client-certificate=given',
  ])('has each of its bytes in one field: %s', async (query) => {
    const { conversation } = await playOf(query);
    const all = [...messagesOf(conversation)];
    expect(all.length).toBeGreaterThan(5);
    for (const { message } of all) expectCovered(message.fields, 0, message.bytes.length);
  });

  it('that is damaged is read as far as it goes, and never throws', async () => {
    const { conversation } = await playOf('version=1.3&client-certificate=given&staple=yes&resumption=early');
    let unreadable = 0;
    for (const { message } of messagesOf(conversation)) {
      const damaged: Uint8Array[] = [];
      const step = Math.max(1, Math.floor(message.bytes.length / 150));
      for (let at = 0; at < message.bytes.length; at += step) {
        damaged.push(message.bytes.subarray(0, at));
        const changed = message.bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ 0xff;
        damaged.push(changed);
      }
      for (const bytes of damaged) {
        const read = readMessage(bytes, { ...agreedOf(), version: 0x0304 });
        if (read.unreadable !== undefined) unreadable += 1;
        for (const field of everyField(read.fields)) {
          expect(field.start).toBeLessThanOrEqual(field.end);
          expect(field.end).toBeLessThanOrEqual(bytes.length);
        }
      }
    }
    expect(unreadable).toBeGreaterThan(100);
  });

  it('of nothing, of one byte, of a type that nobody knows', () => {
    expect(readMessage(new Uint8Array(), agreedOf()).unreadable).toBeDefined();
    expect(readMessage(Uint8Array.of(1), agreedOf()).unreadable).toBeDefined();
    const unknown = readMessage(Uint8Array.of(99, 0, 0, 2, 7, 8), agreedOf());
    expect(unknown).toMatchObject({ name: 'message 99', unreadable: undefined });
    expect(unknown.fields.at(-1)).toMatchObject({ name: 'bytes', value: '0708', start: 4, end: 6 });
  });
});

describe('fields', () => {
  it('say what the two sides settled', async () => {
    const { conversation } = await playOf(
      'version=1.3&alpn=same&cipher=aes128&client-groups=x25519,P-256&server-groups=P-256',
    );
    expect(find(conversation, 'HelloRetryRequest', 'selected_group')).toEqual(['secp256r1 (0x0017)']);
    expect(find(conversation, 'ServerHello', 'selected_version')).toEqual(['TLS 1.3 (0x0304)']);
    expect(find(conversation, 'ServerHello', 'cipher_suite')).toEqual(['TLS_AES_128_GCM_SHA256 (0x1301)']);
    expect(find(conversation, 'ClientHello', 'host_name')).toEqual(['www.example.org', 'www.example.org']);
    expect(find(conversation, 'EncryptedExtensions', 'ProtocolName')).toEqual(['h2']);
    expect(find(conversation, 'ClientHello', 'ProtocolName').slice(0, 2)).toEqual(['h2', 'http/1.1']);
  });

  it('of TLS 1.2 follow the way in which keys are exchanged', async () => {
    const { conversation } = await playOf('version=1.2&key=rsa&cipher=dhe');
    expect(find(conversation, 'ServerKeyExchange', 'dh_Ys')).toHaveLength(1);
    expect(find(conversation, 'ServerKeyExchange', 'algorithm')).toEqual([
      expect.stringContaining('rsa_pss_rsae_sha256'),
    ]);
    const fixed = await playOf('version=1.2&key=rsa&cipher=rsa');
    expect(find(fixed.conversation, 'ServerKeyExchange', 'dh_Ys')).toEqual([]);
    expect(find(fixed.conversation, 'ClientKeyExchange', 'encrypted_pre_master_secret')).toHaveLength(1);
  });
});

describe('records', () => {
  it('have all bytes of the wire, and what was told of them', async () => {
    for (const query of ['version=1.3&resumption=early&key=mldsa', 'version=1.2&resumption=id', 'version=dtls']) {
      const { tape, conversation } = await playOf(query);
      const wire = tape.events.flatMap((event) =>
        event.kind === 'flight' ? event.sent.map(({ bytes }) => hex(bytes)) : [],
      );
      const records = conversation.connections.flatMap(({ steps }) =>
        steps.flatMap((step) => (step.kind === 'flight' ? step.records : [])),
      );
      expect(records.map(({ bytes }) => hex(bytes)).join('')).toBe(wire.join(''));
      expect(records.every(({ content }) => content !== undefined)).toBe(true);
      expect(records.some(({ isEncrypted }) => isEncrypted)).toBe(true);
      // The first of each connection, and what TLS 1.3 says for old boxes, are for everybody to read.
      for (const { type, isEncrypted } of records) if (type === 20) expect(isEncrypted).toBe(false);
      const [first] = records;
      expect(first).toMatchObject({ type: 22, isEncrypted: false, fate: 'whole' });
    }
  });

  it('in bytes that end anywhere, are as many as there are', () => {
    const two = Uint8Array.of(22, 3, 3, 0, 2, 1, 1, 20, 3, 3, 0, 1, 1);
    expect(splitRecords(two, false)).toEqual([
      { start: 0, end: 7 },
      { start: 7, end: 13 },
    ]);
    for (let length = 0; length <= two.length; length++) {
      const places = splitRecords(two.subarray(0, length), false);
      expect(places.at(-1)?.end ?? 0).toBe(length);
    }
  });

  it('of nothing: an empty tape', () => {
    expect(readTape({ isDatagram: false, events: [], keys: [] })).toEqual({ isDatagram: false, connections: [] });
  });
});
