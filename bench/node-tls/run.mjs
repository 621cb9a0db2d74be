/**
 * `npm run bench -- --node-tls`: node:tls and this package, each as client and as server in a process of its own, in
 * interleaved rounds. Prints what each pair does of what node:tls does at both ends, and the CPU time of each end.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Client and server. The first is what the others are compared with. */
const PAIRS = [
  ['node', 'node'],
  ['node', 'package'],
  ['package', 'node'],
  ['package', 'package'],
];
const TITLES = ['node:tls', 'our server', 'our client', 'both ours'];
/** @type {Readonly<Record<string, string>>} */
const UNITS = { requests: 'HTTP requests/s', exchanges: 'exchanges/s', connections: 'connections/s', body: 'MB/s' };

/** @typedef {{ rate: number, client: number, server: number }} Figure - CPU in microseconds an operation */

/** A key and a certificate for localhost, in files. @param {string} folder */
function credentials(folder) {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -days 2';
  const options = [...made.split(' '), '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert];
  execFileSync('openssl', options, { stdio: 'ignore' });
  return { key, cert };
}

/**
 * @param {{ rounds: number, milliseconds: number, only: string }} effort
 * @returns {Promise<{ task: string, figures: Figure[][] }[]>} by pair, by round
 */
export async function measureBesideNode({ rounds, milliseconds, only }) {
  const folder = mkdtempSync(join(tmpdir(), 'tsopenssl-bench-'));
  const { key, cert } = credentials(folder);
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  const start = async (/** @type {string} */ script, /** @type {string[]} */ args) => {
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), args);
    children.push(child);
    const [first] = await once(child, 'message');
    return { child, first };
  };
  try {
    const [node, ours] = await Promise.all(
      ['node', 'package'].map(async (name) => ({
        server: await start('server.mjs', [name, key, cert]),
        client: await start('client.mjs', [name, cert]),
      })),
    );
    const ends = (/** @type {string | undefined} */ name) => {
      const found = name === 'node' ? node : ours;
      if (found === undefined) throw new Error('a process is missing');
      return found;
    };
    const ask = async (/** @type {(string | undefined)[]} */ [client, server], /** @type {string} */ task) => {
      const { child, first: ports } = ends(server).server;
      const used = async () => {
        child.send('cpu');
        return (await once(child, 'message'))[0];
      };
      const before = await used();
      ends(client).client.child.send({ task, ports, milliseconds });
      const [{ rate, count, cpu }] = await once(ends(client).client.child, 'message');
      return { rate, client: cpu / count, server: ((await used()) - before) / count };
    };
    const results = [];
    for (const task of Object.keys(UNITS).filter((name) => name.includes(only))) {
      /** @type {Figure[][]} */
      const figures = PAIRS.map(() => []);
      // Engines compile what is called often: the first rounds do not count.
      for (const pair of [...PAIRS, ...PAIRS]) await ask(pair, task);
      for (let round = 0; round < rounds; round += 1)
        for (const [index, pair] of PAIRS.entries()) figures[index]?.push(await ask(pair, task));
      results.push({ task, figures });
    }
    return results;
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true });
  }
}

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** @param {{ task: string, figures: Figure[][] }[]} results */
export function tableBesideNode(results) {
  const lines = [
    '| | pair | rate | of node:tls | CPU of the client, µs | of the server |',
    '|---|---|---|---|---|---|',
  ];
  for (const { task, figures } of results) {
    for (const [index, list] of figures.entries()) {
      // Round by round: what disturbs the machine disturbs a whole round.
      const ratio = median(list.map(({ rate }, round) => rate / (figures[0]?.[round]?.rate ?? Number.NaN)));
      const [rate, client, server] = [
        median(list.map((figure) => figure.rate)),
        median(list.map((figure) => figure.client)),
        median(list.map((figure) => figure.server)),
      ].map((value) => value.toFixed(0));
      lines.push(`| ${UNITS[task]} | ${TITLES[index]} | ${rate} | ${ratio.toFixed(2)} | ${client} | ${server} |`);
    }
  }
  return lines.join('\n');
}
