/** The main job: TLS with foreign peers, both ways, on loopback. */
import { works } from '../lib/run.mjs';
import { SERVERS, visit } from './client-side.mjs';
import { makeCredentials } from './credentials.mjs';
import { withTimeout } from './processes.mjs';
import { printLine } from './report.mjs';
import { CLIENTS, startServer } from './server-side.mjs';

/** @returns {Promise<number>} the exit code */
export async function mainJob() {
  /** @type {typeof import('../../src/index.js')} */
  const library = await import(new URL('../../dist/node.js', import.meta.url).href);
  const { SSL, crypto } = library;
  console.log(`\ntsopenssl on ${SSL.OpenSSLVersion(SSL.OPENSSL_VERSION)}\n`);
  const credentials = await makeCredentials(crypto);
  let failures = 0;

  /** @param {string} name @param {string | undefined} program @param {() => Promise<string>} body */
  const attempt = async (name, program, body) => {
    if (program && !(await works(program, program === 'openssl' ? ['version'] : ['--version']))) {
      printLine(name, 'not installed, left out');
      return;
    }
    try {
      printLine(name, String(await withTimeout(body(), name)));
    } catch (error) {
      failures += 1;
      printLine(name, `FAILED: ${error instanceof Error ? error.message : error}`);
    }
  };

  try {
    console.log('Our server, foreign clients:');
    const server = await startServer(library, credentials);
    for (const client of CLIENTS) {
      await attempt(client.name, client.program, async () => {
        const seen = server.nextConnection();
        const result = await client.visit(server.port, credentials);
        return `${await seen}  (${result})`;
      });
    }
    server.close();
    console.log('Our client, foreign servers:');
    for (const foreign of SERVERS) {
      await attempt(foreign.name, foreign.program, async () => {
        const peer = await foreign.start(credentials);
        try {
          return await visit(library, peer.port, credentials, peer.isAnswer);
        } finally {
          peer.close();
        }
      });
    }
  } finally {
    await credentials.remove();
  }
  console.log(failures === 0 ? '\nAll peers agreed.' : `\n${failures} of them failed.`);
  return failures === 0 ? 0 : 1;
}
