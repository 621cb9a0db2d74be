/** A fetch of module level in workerd, where what one request has opened another must not use. */
import https from 'node:https';
import { describe, expect, inject, it } from 'vitest';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { titleOf, workerd } from './support/programs.js';
import { type Bindings, serveWorker } from './support/workerd.js';

const { ca, server } = localPki();
const closers = closeAfterEach();
const PAUSE_MS = 150;

interface Answer {
  readonly text: string;
  readonly resumed: boolean;
}

/** A server that takes its time, and the worker whose fetch goes to it. */
async function start(
  bindings: Bindings = {},
): Promise<{ ask(query: string): Promise<Answer[]>; sockets: Set<unknown> }> {
  const sockets = new Set<unknown>();
  const web = https.createServer({ cert: server.certPem, key: server.keyPem }, (request, response) => {
    sockets.add(request.socket);
    setTimeout(() => response.end(request.url), PAUSE_MS);
  });
  const port = await listenOnLoopback(web, closers);
  const worker = await serveWorker(inject('consumer'), 'edge-fetch', {
    PORT: String(port),
    CA: ca.certPem,
    ...bindings,
  });
  closers.push(worker.stop);
  const ask = async (query: string) => {
    const response = await fetch(`${worker.url}?${query}`);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return JSON.parse(text) as Answer[];
  };
  return { ask, sockets };
}

describe.skipIf('missing' in workerd).each(['', '&later'])(
  titleOf('a fetch that requests share in workerd, %j', workerd),
  (how) => {
    it('serves requests one after the other, each with a connection of its own, whose session resumes', async () => {
      const { ask, sockets } = await start();
      // Node's server gives two tickets, and none where one was redeemed.
      for (let time = 0; time < 4; time++) {
        expect(await ask(`times=1&name=${time}${how}`)).toEqual([{ text: `/${time}`, resumed: time % 3 !== 0 }]);
      }
      expect(sockets.size).toBe(4);
    });

    it('serves requests side by side, each with several fetches', async () => {
      const { ask } = await start();
      const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
      const answers = await Promise.all(names.map((name) => ask(`times=3&name=${name}${how}`)));
      expect(answers.map((list) => list.map(({ text }) => text))).toEqual(
        names.map((name) => Array(3).fill(`/${name}`)),
      );
    });
  },
);

it.skipIf('missing' in workerd)(titleOf('keepAlive keeps nothing in workerd', workerd), async () => {
  const { ask, sockets } = await start({ KEEP_ALIVE: '60000' });
  for (let time = 0; time < 3; time++) await ask(`times=2&name=${time}`);
  expect(sockets.size).toBe(6);
});
