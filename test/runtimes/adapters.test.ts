/** The adapters, from the packed package, over each runtime's own transports to a real TLS server. */
import https from 'node:https';
import type net from 'node:net';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../../scripts/lib/run.mjs';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { hasWebsockify, startWebsockify } from '../support/web-socket-proxy.js';
import { serveFolder, withPage } from './support/browser.js';
import { bun, chromium, deno, firefox, type Program, pathOf, titleOf, workerd } from './support/programs.js';
import { serveWorker } from './support/workerd.js';

const { ca, server, client } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();

const listen = (listener: net.Server) => listenOnLoopback(listener, closers);

/** An HTTPS server of Node's that echoes. */
const echo = (options: https.ServerOptions = {}) =>
  listen(
    https.createServer({ ...credentials, ...options }, async (request, response) => {
      response.end(await text(request));
    }),
  );

const BROWSERS: readonly (readonly ['chromium' | 'firefox', Program])[] = [
  ['chromium', chromium],
  ['firefox', firefox],
];
const proxy: Program = hasWebsockify
  ? { path: 'websockify' }
  : { missing: 'not installed: `apt-get install websockify` brings it' };

describe.each(BROWSERS)('%s', (name, program) => {
  const needs = 'missing' in program ? program : proxy;
  it.skipIf('missing' in needs)(titleOf(`${name} speaks TLS end to end through websockify`, needs), async () => {
    const { url, stop } = await startWebsockify(await echo());
    closers.push(stop);
    const pages = await serveFolder(inject('consumer'));
    closers.push(pages.close);
    const options = { url, ca: ca.certPem, dist: '/node_modules/tsopenssl/dist' };
    const result = await withPage(name, async (page) => {
      await page.goto(`${pages.origin}/`);
      return page.evaluate(
        `import('/smoke/page-websocket.mjs').then(({ runPage }) => runPage(${JSON.stringify(options)}))`,
      );
    });
    expect(result).toEqual({
      protocol: 'TLSv1.3',
      authorized: true,
      subject: 'localhost',
      refused: 'ERR_TLS_CERT_ALTNAME_INVALID',
      untold: expect.stringContaining("'tsopenssl/roots'"),
      status: 200,
      length: 1_000_000,
    });
  });
});

it.skipIf('missing' in workerd)(titleOf('workerd speaks TLS over cloudflare:sockets', workerd), async () => {
  const port = await echo({ requestCert: true, ca: ca.certPem });
  const worker = await serveWorker(inject('consumer'), 'workerd-sockets');
  closers.push(worker.stop);
  const body = JSON.stringify({ port, ca: ca.certPem, cert: client.certPem, key: client.keyPem });
  const response = await fetch(worker.url, { method: 'POST', body });
  expect(await response.json()).toEqual({ protocol: 'TLSv1.3', subject: 'localhost', status: 200, length: 100_000 });
});

it.skipIf('missing' in deno)(titleOf('Deno speaks TLS over its own connections', deno), async () => {
  const port = await listen(tls.createServer(credentials, (socket) => socket.pipe(socket)));
  const args = ['run', '--allow-all', '--node-modules-dir=manual', '--no-lock', 'smoke/deno-sockets.mjs'];
  const output = await run(pathOf(deno), [...args, JSON.stringify({ port, ca: ca.certPem })], {
    cwd: inject('consumer'),
  });
  expect(JSON.parse(output)).toEqual({ protocol: 'TLSv1.3', length: 1_000_000 });
});

describe.each([
  ['Node', { path: process.execPath }, []],
  ['Deno', deno, ['run', '--allow-all', '--node-modules-dir=manual', '--no-lock']],
  ['Bun', bun, ['run']],
] as const)('%s', (name, program: Program, args) => {
  it.skipIf('missing' in program)(titleOf(`${name} runs tsopenssl/node and tsopenssl/fetch`, program), async () => {
    const options = JSON.stringify({ ca: ca.certPem, ...credentials });
    const output = await run(pathOf(program), [...args, 'smoke/node-sockets.mjs', options], {
      cwd: inject('consumer'),
    });
    expect(JSON.parse(output)).toEqual({ length: 1_000_000, fetched: 1000, protocol: 'TLSv1.3' });
  });

  it.skipIf('missing' in program).each(['server', 'client', 'both'] as const)(
    titleOf(`${name} runs tsopenssl/https: %s`, program),
    async (end) => {
      const options = JSON.stringify({ ca: ca.certPem, ...credentials, end });
      const output = await run(pathOf(program), [...args, 'smoke/https.mjs', options], { cwd: inject('consumer') });
      expect(JSON.parse(output)).toEqual({
        lengths: [100_000, 100_000],
        refused: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        pinned: 'ERR_TLS_PINNED_KEY',
      });
    },
  );
});
