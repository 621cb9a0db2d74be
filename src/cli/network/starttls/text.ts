/** Protocols of lines: SMTP, IMAP, POP3, FTP; and XMPP. */
import { hostname } from 'node:os';
import { type Conversation, declined, strange } from '../conversation.js';

/** A reply of SMTP or FTP (RFC 5321, 4.2.1): lines of one code, the last without a dash behind it. */
async function reply(talk: Conversation): Promise<{ code: string; lines: readonly string[] }> {
  const lines: string[] = [];
  for (;;) {
    const line = await talk.line();
    lines.push(line);
    const [, code, sign] = /^(\d{3})([ -]|$)/.exec(line) ?? [];
    const [first = ''] = lines;
    if (lines.length === 1 && code === undefined)
      throw strange(`this is no greeting of that protocol: ${line.slice(0, 80)}`);
    if (code !== undefined && sign !== '-' && first.startsWith(code)) return { code, lines };
  }
}

/** RFC 3207. */
export async function smtp(talk: Conversation): Promise<void> {
  const greeting = await reply(talk);
  if (greeting.code !== '220') throw declined(greeting.lines.join(' '));
  // A name of this machine, as RFC 5321 wants it, and nothing that is no name.
  const own = hostname().replace(/[^A-Za-z0-9.-]/g, '') || 'localhost';
  talk.say(`EHLO ${own}\r\n`);
  const offer = await reply(talk);
  if (!offer.lines.some((line) => /^250[ -]STARTTLS\s*$/i.test(line))) throw declined('it does not offer STARTTLS');
  talk.say('STARTTLS\r\n');
  const answer = await reply(talk);
  if (answer.code !== '220') throw declined(answer.lines.join(' '));
}

/** RFC 4217. */
export async function ftp(talk: Conversation): Promise<void> {
  const greeting = await reply(talk);
  if (greeting.code !== '220') throw declined(greeting.lines.join(' '));
  talk.say('AUTH TLS\r\n');
  const answer = await reply(talk);
  if (answer.code !== '234') throw declined(answer.lines.join(' '));
}

/** RFC 9051, 6.2.1. */
export async function imap(talk: Conversation): Promise<void> {
  const greeting = await talk.line();
  if (!/^\* (OK|PREAUTH)/i.test(greeting)) throw declined(greeting);
  talk.say('a1 STARTTLS\r\n');
  for (;;) {
    const line = await talk.line();
    if (/^a1 OK/i.test(line)) return;
    // What is not tagged is news, not an answer.
    if (!line.startsWith('* ')) throw declined(line);
  }
}

/** RFC 2595, 4. */
export async function pop3(talk: Conversation): Promise<void> {
  const greeting = await talk.line();
  if (!greeting.startsWith('+OK')) throw declined(greeting);
  talk.say('STLS\r\n');
  const answer = await talk.line();
  if (!answer.startsWith('+OK')) throw declined(answer);
}

const TLS_NAMESPACE = 'urn:ietf:params:xml:ns:xmpp-tls';

/** RFC 6120, 5. */
export async function xmpp(talk: Conversation, host: string): Promise<void> {
  const name = host.replace(/[<>&'"]/g, '');
  talk.say(
    `<?xml version='1.0'?><stream:stream to='${name}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
  );
  const features = await talk.until(/<\/stream:features>|<stream:features\s*\/>|<\/stream:stream>|<stream:error[\s>]/);
  if (!features.includes(TLS_NAMESPACE)) throw declined('it does not offer STARTTLS');
  talk.say(`<starttls xmlns='${TLS_NAMESPACE}'/>`);
  const answer = await talk.until(/<(proceed|failure|stream:error)\b[^>]*>/);
  if (!/<proceed\b/.test(answer)) throw declined(answer);
  // An element with an end of its own.
  if (!/\/>$/.test(answer)) await talk.until(/<\/proceed>/);
}
