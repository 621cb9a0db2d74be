/** What is asked of nginx, through any client of HTTP. */
import https from 'node:https';
import { same, textOf } from './checklist.mjs';

let count = 0;

/**
 * @param {(method: string, path: string, body?: string) => Promise<{ status: number, text: string }>} send
 * @param {() => Promise<unknown>} close
 */
export function httpSession(send, close) {
  const who = async () => {
    const { status, text } = await send('GET', '/who');
    const [version, reused, verified, name] = text.split(' ');
    return { status, version, reused, verified, name };
  };
  const echo = async (payload) => {
    const path = `/files/${process.pid}-${count++}`;
    const { status } = await send('PUT', path, payload);
    const { text } = await send('GET', path);
    return { status, text };
  };
  return {
    trip: async () => {
      const { status, verified } = await who();
      // A refusal of nginx's own is an answer of HTTP.
      if (status !== 200) throw Object.assign(new Error(`status ${status}`), { code: status });
      return verified;
    },
    who: async () => (await who()).name,
    // Twice: the second over the same connection or, in another, with the same session.
    protocol: async () => {
      const [first, second] = [await who(), await who()];
      return [first.version, first.reused, second.version, second.reused].join(' ');
    },
    large: async (length) => {
      const { status, text } = await echo(textOf(length));
      return `${status}, ${same(text, textOf(length))}`;
    },
    close,
  };
}

/** An agent of what stands for node:https. */
export function agentOf(tls, keepAlive) {
  return new https.Agent({ keepAlive, ...tls });
}
