/**
 * `npm run bench`: the package, the same source without kernels, native OpenSSL of the same version, and what a user would
 * pick instead, over the same inputs in one run.
 *
 *     --quick        the cases with a goal, within a minute
 *     --only TEXT    cases whose name holds TEXT
 *     --json FILE    writes the results too
 *     --no-native    without native OpenSSL, whose first build takes some minutes
 *     --browser NAME in a browser instead: chromium or firefox
 *     --peers        with --browser: TLS over a Wisp server beside epoxy-tls and libcurl.js
 *     --node-tls     beside node:tls, over TCP, each end in a process of its own
 *     --pki          tasks of certificates beside other libraries, into docs/beside-libraries.md
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureDependencies } from '../scripts/lib/dependencies.mjs';

await ensureDependencies();
const { CASES } = await import('./cases.mjs');
const { measure } = await import('./measure.mjs');
const { contendersFor } = await import('./contenders.mjs');
const { record, table } = await import('./report.mjs');

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    'no-native': { type: 'boolean', default: false },
    browser: { type: 'string' },
    peers: { type: 'boolean', default: false },
    'node-tls': { type: 'boolean', default: false },
    pki: { type: 'boolean', default: false },
  },
});
if (values['node-tls']) {
  const { measureBesideNode, tableBesideNode } = await import('./node-tls/run.mjs');
  const rounds = values.quick ? { rounds: 3, milliseconds: 300 } : { rounds: 11, milliseconds: 1000 };
  const found = await measureBesideNode({ ...rounds, only: values.only });
  console.log(`${await machine()}\n\n${tableBesideNode(found)}`);
  process.exit();
}
if (values.peers) {
  const { measurePeers } = await import('./browser/peers/run.mjs');
  const rounds = values.quick ? { rounds: 3, milliseconds: 500 } : { rounds: 9, milliseconds: 2000 };
  console.log(`${await machine()}\n\n${await measurePeers(values.browser ?? 'chromium', rounds)}`);
  process.exit();
}
if (values.pki) {
  const { runPki } = await import('./pki/run.mjs');
  await runPki();
  process.exit();
}
const effort = values.quick ? { slice: 4, rounds: 7, warm: 60 } : { slice: 20, rounds: 21, warm: 400 };
const cases = CASES.filter((test) => (!values.quick || test.quick) && test.name.includes(values.only));

/** @type {import('./report.mjs').Result[]} */
let results = [];
if (values.browser !== undefined) {
  const { measureInBrowser } = await import('./browser/drive.mjs');
  results = await measureInBrowser(values.browser, cases, effort, (text) => console.error(text));
} else {
  const contenders = await contendersFor({ native: !values['no-native'] }, (text) => console.error(text));
  for (const test of cases) {
    // A process a time is too slow for many rounds.
    const own = test.unit === 'ms' ? { slice: 1, rounds: values.quick ? 5 : 15, warm: 0 } : effort;
    results.push({ test, measured: await measure(test, contenders, own) });
    if (!values.quick) console.error(`${test.name} done`);
  }
  for (const contender of contenders) contender.close?.();
}
console.log(`${await machine()}\n\n${table(results)}`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results.map(record), null, 2)}\n`);

async function machine() {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const { bun, deno } = process.versions;
  const runtime = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${process.version}`;
  const where = values.browser ?? runtime;
  const virtual = existsSync('/proc/cpuinfo') && /hypervisor/.test(await readFile('/proc/cpuinfo', 'utf8'));
  return `${model}${virtual ? ', virtual' : ''}, ${cpus().length} cores; ${where}; ${new Date().toISOString().slice(0, 10)}`;
}
