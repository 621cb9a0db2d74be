/** `npm run bench -- --pki`: what each library can of certificates, in how many lines and in what time. Writes docs/beside-libraries.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { CONTENDERS, linesOf } from './contenders.mjs';
import { inputs, TASKS } from './tasks.mjs';

/** Rounds, in each of which every contender does every task once, after one that is not counted. */
const ROUNDS = 7;
const PAGE = new URL('../../docs/beside-libraries.md', import.meta.url);

/** Every way is tried and its answer looked at; then all are timed in turns. @returns {Promise<Map<string, number>>} ms */
async function measure() {
  const given = inputs();
  /** @type {Map<string, number[]>} */
  const times = new Map();
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { id, check } of TASKS) {
      for (const [name, contender] of CONTENDERS) {
        const way = contender[id];
        if (typeof way !== 'function') continue;
        const begin = performance.now();
        const answer = await way(given);
        const time = performance.now() - begin;
        await checked(`${id} of ${name}`, () => check(answer, given));
        if (round > 0) times.set(`${id} ${name}`, [...(times.get(`${id} ${name}`) ?? []), time]);
      }
    }
  }
  return new Map([...times].map(([key, list]) => [key, list.sort((a, b) => a - b)[list.length >> 1] ?? 0]));
}

/** @param {string} what @param {() => unknown} check */
async function checked(what, check) {
  try {
    if (await check()) return;
  } catch (cause) {
    throw new Error(`the answer of ${what} cannot be read`, { cause });
  }
  throw new Error(`the answer of ${what} is wrong`);
}

/** @param {Map<string, number>} times @param {ReadonlyMap<string, string>} versions */
function pageOf(times, versions) {
  const names = [...CONTENDERS.keys()];
  const rows = TASKS.map(({ id, title }) => {
    const cells = names.map((name) => {
      const way = CONTENDERS.get(name)?.[id];
      if (typeof way !== 'function') return way?.startsWith('it can') ? way : `no: ${way}`;
      return `${linesOf(way)} ${linesOf(way) === 1 ? 'line' : 'lines'}, ${(times.get(`${id} ${name}`) ?? 0).toPrecision(2)} ms`;
    });
    return `| ${[title, ...cells].join(' | ')} |`;
  });
  const heads = names.map((name) => `${name} ${versions.get(name) ?? ''}`.trim());
  return [
    '# Certificates beside other libraries',
    '',
    'Tasks that people have, done with each library by the code in `bench/pki/`: how many lines that takes, and how long, from what a file',
    'holds to what a file holds. Every answer is looked at before it is timed, and a test does each once. Lines are those of the way itself, without',
    'what several share. Times are medians of interleaved rounds in one process of Node, on two cores; `npm run bench -- --pki` writes them anew.',
    '',
    `| task | ${heads.join(' | ')} |`,
    `| --- | ${names.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
    'PKI.js and @peculiar/x509 sign and decrypt by the WebCrypto of the platform, native code on another thread. Where another takes less',
    'time than this package: jsrsasign decodes no more of a certificate or a key than is asked for, where OpenSSL here reads and checks all of it; a',
    'signature by RSA, which is most of a list or of a certificate, takes native code a third of the time that WebAssembly takes.',
    '',
  ].join('\n');
}

/** The versions that are installed. */
async function versionsOf() {
  /** @type {Map<string, string>} */
  const versions = new Map();
  for (const name of CONTENDERS.keys()) {
    const folder = name === 'tsopenssl' ? '.' : `node_modules/${name === 'PKI.js' ? 'pkijs' : name}`;
    const text = await readFile(new URL(`../../${folder}/package.json`, import.meta.url), 'utf8');
    versions.set(name, JSON.parse(text).version);
  }
  return versions;
}

export async function runPki() {
  await writeFile(PAGE, pageOf(await measure(), await versionsOf()));
  console.log('docs/beside-libraries.md has been written.');
}
