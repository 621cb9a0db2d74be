/** `docs/clients.md` is what the list says: `npx vitest run --project clients test/clients/docs.test.ts -u` writes it. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LISTED } from './list.js';

const HERE = new URL('./', import.meta.url);

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const lockfile = JSON.parse(readFileSync(new URL('package-lock.json', HERE), 'utf8')) as Lockfile;
const versionOf = (name: string) => lockfile.packages[`node_modules/${name}`]?.version ?? 'none';

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const HEAD = `# Clients

Each of these runs over \`node:tls\` and over the packed package in its place, by the same script against the same server, in
Node 26: what is seen must be the same. \`npm test -- --project clients\` does it; this page is held to its list. The versions
of clients are the lockfile's of \`test/clients\`, those of Debian's servers are the system's.

For every client, over TLS 1.2 and 1.3: a round trip under a private CA, 1 MB both ways, a client certificate, none where one
is demanded, another CA, no CA, another host, \`rejectUnauthorized: false\`, and an end after which the process ends by itself.
A refusal has the code that it has over \`node:tls\`. Where a server refuses the client, what the client reports depends on
what arrives first, over \`node:tls\` too: there it counts that it is refused.

## In the place of node:tls

\`node --import ./register.mjs app.mjs\` with the files of \`test/clients/hook\`, beside which \`tsopenssl\` is installed: what an
application and its packages import or require as \`tls\`, \`node:tls\`, \`https\` and \`node:https\` is then \`tsopenssl/node\` and
\`tsopenssl/https\`. It takes \`module.registerHooks\`, and in Node 20 \`module.register\` and the loader of CommonJS. Node's own
modules keep their own \`node:tls\`: \`http2.connect\` takes a socket (\`createConnection\`), a server of http2
\`performServerHandshake(socket)\`.

## What runs
`;

const TAIL = `
## What cannot be had here

- MongoDB and Kafka: neither Debian nor npm serves a server, so \`mongodb\`, \`kafkajs\` and \`@platformatic/kafka\` are not run.
- \`http2.createSecureServer\` and grpc-js's own secure server are made of Node's own \`node:tls\` inside: over this package, they
  take connections that are decrypted already.
`;

it('docs/clients.md is what the list says', async () => {
  const rows = LISTED.map(({ client, server, way, besides, awaits }) =>
    row([client, versionOf(client), server, way, besides, awaits === undefined ? 'runs' : `waits for ${awaits}`]),
  );
  const table = [
    row(['client', 'version', 'server', 'without the hook', 'besides', 'state']),
    row(Array(6).fill('---')),
  ];
  const own = [
    row(['node:https', 'Node 26', 'nginx (Debian)', '`tsopenssl/https`', '', 'runs']),
    row(['node:http2', 'Node 26', 'node:http2, both sides', '`createConnection`', '', 'runs']),
  ];
  const text = `${HEAD}\n${[...table, ...rows, ...own].join('\n')}\n${TAIL}`;
  await expect(text).toMatchFileSnapshot('../../docs/clients.md');
});

it('every client of the list has a version and a script, and every script a line', () => {
  expect(LISTED.filter(({ client }) => versionOf(client) === 'none')).toEqual([]);
  const scripts = readdirSync(new URL('scripts/clients/', HERE)).map((file) => file.replace('.mjs', ''));
  const names = [...LISTED.map(({ client }) => SCRIPTS[client] ?? client), 'https', 'http2'];
  expect(scripts.sort()).toEqual(names.sort());
});

/** Scripts that have another name than their client. */
const SCRIPTS: Readonly<Record<string, string>> = { '@nats-io/transport-node': 'nats-io', '@grpc/grpc-js': 'grpc' };
