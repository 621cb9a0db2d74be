/** Protocols of bytes: LDAP, PostgreSQL, MySQL. */
import { type Conversation, declined, strange } from '../conversation.js';

/** ExtendedRequest of StartTLS, message 1 (RFC 4511, 4.14.1). */
const LDAP_REQUEST = Buffer.from('301d02010177188016312e332e362e312e342e312e313436362e3230303337', 'hex');
const SEQUENCE = 0x30;
const EXTENDED_RESPONSE = 0x78;
const ENUMERATED = 0x0a;
/** Longest response that is read. */
const MAX_MESSAGE = 4096;

/** RFC 4511, 4.14. */
export async function ldap(talk: Conversation): Promise<void> {
  talk.say(LDAP_REQUEST);
  const [tag = 0, first = 0] = await talk.bytes(2);
  if (tag !== SEQUENCE) throw strange('the server does not speak LDAP');
  const length = first < 0x80 ? first : await longLength(talk, first & 0x7f);
  if (length > MAX_MESSAGE) throw strange('the answer of the server is too long');
  const message = await talk.bytes(length);
  // INTEGER of the message, then the response, whose first element is the result.
  const at = 2 + (message[1] ?? 0);
  const content = at + 2 + (((message[at + 1] ?? 0) & 0x80) === 0 ? 0 : (message[at + 1] ?? 0) & 0x7f);
  if (message[at] !== EXTENDED_RESPONSE || message[content] !== ENUMERATED)
    throw strange('the answer of the server is no response to StartTLS');
  const result = message[content + 2] ?? 0xff;
  if (result !== 0) throw declined(`it answers with the result ${result} (RFC 4511, 4.1.9)`);
}

async function longLength(talk: Conversation, count: number): Promise<number> {
  if (count < 1 || count > 4) throw strange('the server does not speak LDAP');
  return (await talk.bytes(count)).readUIntBE(0, count);
}

/** SSLRequest of PostgreSQL's protocol, 3.0. */
const POSTGRES_REQUEST = Buffer.from('0000000804d2162f', 'hex');

/** PostgreSQL: one letter says yes or no. */
export async function postgres(talk: Conversation): Promise<void> {
  talk.say(POSTGRES_REQUEST);
  const answer = (await talk.bytes(1)).toString('latin1');
  if (answer === 'N') throw declined('it answers N: its TLS is turned off');
  if (answer !== 'S') throw strange('the server does not speak the protocol of PostgreSQL');
}

const PROTOCOL_41 = 0x0000_0200;
const SSL = 0x0000_0800;
const SECURE_CONNECTION = 0x0000_8000;
const MAX_PACKET = 0x0100_0000;
const UTF8 = 45;

/** MySQL and MariaDB: a packet of the client says that TLS follows. */
export async function mysql(talk: Conversation): Promise<void> {
  const head = await talk.bytes(4);
  const length = head.readUIntLE(0, 3);
  if (length > MAX_MESSAGE) throw strange('the server does not speak the protocol of MySQL');
  const greeting = await talk.bytes(length);
  if (greeting[0] === 0xff) throw declined(greeting.subarray(3).toString('latin1'));
  // Version 10: text of the server's version, number of the thread, eight bytes, a zero; then what it can do.
  const end = greeting.indexOf(0, 1);
  const at = end + 1 + 4 + 8 + 1;
  if (greeting[0] !== 10 || end === -1 || at + 2 > greeting.length)
    throw strange('the server does not speak the protocol of MySQL');
  if ((greeting.readUInt16LE(at) & SSL) === 0) throw declined('it does not offer TLS');
  const request = Buffer.alloc(4 + 32);
  request.writeUIntLE(32, 0, 3);
  request[3] = ((head[3] ?? 0) + 1) & 0xff;
  request.writeUInt32LE(PROTOCOL_41 | SSL | SECURE_CONNECTION, 4);
  request.writeUInt32LE(MAX_PACKET, 8);
  request[12] = UTF8;
  talk.say(request);
}
