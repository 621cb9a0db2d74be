/** What every client is put through; each step is a row of what was seen. */
import { setTimeout as delay } from 'node:timers/promises';

const STEP_MS = 20_000;
const LARGE = 1024 * 1024;

/**
 * @param {object} client - a module of clients/
 * @param {object} target - where its server is, and the PKI
 */
export async function checklist(client, target) {
  const rows = [];
  /** Records what a step gives, or how it fails. */
  const step = async (title, body) => {
    try {
      rows.push([title, { value: (await bounded(body(), title)) ?? 'done' }]);
    } catch (error) {
      const seen = seenOf(error);
      // Whether the alert or the end of the stream comes first, into a write or a read, and what a client makes of it, is
      // not the same twice over node:tls either.
      const ended = title.includes('no client certificate') && seen.code !== 'NO_ANSWER';
      rows.push([title, { error: ended ? { message: 'the server ended it' } : seen }]);
      if (process.env.TSOPENSSL_CLIENTS_DEBUG) console.error(title, error);
    }
  };
  const { pki } = target;
  for (const mode of client.modes ?? ['TLS']) {
    const open = (tls, place = {}) =>
      client.open({ host: 'localhost', port: target.port, mode, target, ...place, tls });
    const within = async (tls, body, place) => {
      const session = await open(tls, place);
      try {
        return await body(session);
      } finally {
        await session.close();
      }
    };
    const strict = { port: target.mtlsPort, mtls: true, target: { ...target, ...target.mtls } };
    for (const version of target.versions ?? ['TLSv1.2', 'TLSv1.3']) {
      const tls = { ca: pki.ca, minVersion: version, maxVersion: version };
      const named = `${mode}, ${version}`;
      await step(`${named}: round trip`, () => within(tls, (session) => session.trip()));
      if (client.protocol !== false)
        await step(`${named}: version`, () => within(tls, (session) => session.protocol?.() ?? 'not told'));
      if (client.large !== false)
        await step(`${named}: 1 MB both ways`, () => within(tls, (session) => session.large(LARGE)));
      if (client.again !== undefined) await step(`${named}: again`, () => client.again({ port: target.port, tls }));
      if (target.mtlsPort !== undefined) {
        const own = { ...tls, cert: pki.client.cert, key: pki.client.key };
        await step(`${named}: client certificate`, () =>
          within(own, (session) => (session.who ?? session.trip)(), strict),
        );
        await step(`${named}: refused: no client certificate`, () => within(tls, (session) => session.trip(), strict));
      }
    }
    await step(`${mode}: refused: another CA`, () => within({ ca: pki.wrongCa }, (session) => session.trip()));
    await step(`${mode}: refused: no CA`, () => within({}, (session) => session.trip()));
    if (client.hosts !== false)
      await step(`${mode}: refused: another host`, () =>
        within({ ca: pki.ca }, (session) => session.trip(), { host: 'other.test' }),
      );
    // Some look at names only: the control tells.
    await step(`${mode}: by its address`, () =>
      within({ ca: pki.ca }, (session) => session.trip(), { host: '127.0.0.1' }),
    );
    await step(`${mode}: not verified, as asked for`, () =>
      within({ rejectUnauthorized: false }, (session) => session.trip()),
    );
  }
  await client.more?.({ step, target });
  return rows;
}

async function bounded(promise, title) {
  const over = new AbortController();
  const late = delay(STEP_MS, undefined, { signal: over.signal }).then(() => {
    throw Object.assign(new Error(`no answer: ${title}`), { code: 'NO_ANSWER' });
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}

/** The code and the message of the innermost error that has a code: clients wrap what TLS says. */
function seenOf(error, depth = 0) {
  if (error === null || typeof error !== 'object') return { message: String(error) };
  const inner =
    depth < 6 ? [error.cause, error.originalError, error.reason, error.lastErrorObj, ...(error.errors ?? [])] : [];
  for (const cause of inner) {
    if (cause !== null && typeof cause === 'object' && cause !== error) {
      const seen = seenOf(cause, depth + 1);
      if (typeof seen.code === 'string') return seen;
    }
  }
  const { code } = error;
  // What OpenSSL says of a protocol names a thread and a line of a source file; its code is what counts.
  const message = /^(ERR_SSL_|EPROTO|ECONNRESET)/.test(String(code)) ? '' : String(error.message);
  // Of the clients, one says when.
  return {
    ...(code !== undefined && { code }),
    message: message.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, 'then').replace(/:\d{4,5}\b/g, ':port'),
  };
}

/** Text of so many characters that is not the same everywhere. */
export function textOf(length) {
  const line = Array.from({ length: 997 }, (_, i) => String.fromCharCode(97 + ((i * 7) % 26))).join('');
  return line.repeat(Math.ceil(length / line.length)).slice(0, length);
}

/** Throws where two are not the same. */
export function same(seen, sent) {
  const [a, b] = [String(seen), String(sent)];
  if (a !== b) throw new Error(`what came back is not what was sent: ${a.length} for ${b.length}`);
  return `${a.length} came back`;
}
