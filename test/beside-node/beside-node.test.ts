/** The same scripts on node:tls and on tsopenssl/node of the packed package, in Node 26: what they see is the same. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { node, pathOf, titleOf } from '../runtimes/support/programs.js';
import { FAULTS } from './harness/broken.js';
import { type Difference, makeRunner, type Runner } from './harness/compare.js';
import {
  hasReason,
  isOpen,
  KEPT,
  lineOf,
  listOpen,
  newOnes,
  openDifferences,
  rowsOf,
  scriptsOf,
  staleLines,
} from './harness/known.js';
import { pinnedScripts } from './harness/pinned.js';
import { makePki } from './harness/pki.js';
import { SCRIPTS } from './scripts/index.js';

const program = node(26);
const isMissing = 'missing' in program;

/** What is seen once may be the machine's haste: a difference is one that is seen three times. */
const TIMES = 3;

let runner: Runner;
beforeAll(async () => {
  if (!isMissing) runner = await makeRunner(pathOf(program), inject('consumer'), makePki());
});
afterAll(() => runner?.close());

describe('beside node:tls', () => {
  it('has scripts enough, each by a name of its own', () => {
    expect(SCRIPTS.length).toBeGreaterThan(1500);
    expect(new Set(SCRIPTS.map(({ name }) => name)).size).toBe(SCRIPTS.length);
  });

  it.skipIf(isMissing)(
    titleOf('every script sees on ours what it sees on node, but for what is listed', program),
    async () => {
      let scripts = [...SCRIPTS];
      const seen: Difference[] = [];
      let fresh: Difference[] = [];
      for (let time = 0; time < TIMES && scripts.length > 0; time++) {
        const found = await runner.compare(scripts);
        seen.push(...found);
        const suspects = new Set(fresh.map(lineOf));
        fresh = newOnes(found).filter((one) => time === 0 || suspects.has(lineOf(one)));
        scripts = scriptsOf([...fresh.map(lineOf), ...staleLines(seen)], SCRIPTS);
      }
      if (process.env['TSOPENSSL_LIST_DIFFERENCES'] === '1')
        listOpen([...fresh, ...seen.filter((one) => isOpen(one) || hasReason(one))], SCRIPTS);
      else expect(fresh).toEqual([]);
      // A row whose difference is gone says what is no longer true.
      const rows = new Set(seen.flatMap(rowsOf));
      expect(KEPT.filter(({ row }) => !rows.has(row))).toEqual([]);
      // Some that are listed show in some orders of events alone: said, and no failure.
      for (const line of staleLines(seen)) console.warn(`no longer differs, or not this time: ${line}`);
    },
    300_000,
  );

  // What must be seen by each fault, in a handful of scripts.
  const witnesses: Readonly<Record<keyof typeof FAULTS, string>> = {
    'a value': 'members/getProtocol/client/TLSv1.3',
    'an event that is never told': 'exchanges/the peer ends first/client/TLSv1.3',
    'an argument of an event': 'exchanges/both end/client/TLSv1.2',
    'the code of an error': "failures/the server's certificate: stranger/client/TLSv1.3",
    'an option that is ignored': 'failures/no client certificate/server/TLSv1.3',
    'a constant': 'module/DEFAULT_MIN_VERSION',
  };

  it('has a witness for every fault', () => {
    expect(Object.keys(witnesses)).toEqual(Object.keys(FAULTS));
  });

  it.skipIf(isMissing).each(Object.entries(witnesses))(
    '%s that is broken on purpose is found',
    async (fault, witness) => {
      const scripts = SCRIPTS.filter(({ name }) => name === witness);
      const sound = await runner.play('ours', scripts);
      const broken = await runner.play('broken', scripts, fault);
      expect(scripts).toHaveLength(1);
      expect(broken.get(witness)).not.toEqual(sound.get(witness));
    },
  );

  it('lists no script that is gone', () => {
    const names = new Set(SCRIPTS.map(({ name }) => name));
    const listed = [...[...openDifferences()].map((line) => line.split('\t')[0] ?? ''), ...pinnedScripts()];
    expect(listed.filter((name) => name !== '' && !names.has(name))).toEqual([]);
    const rows = readFileSync(new URL('../parity/node-tls.tsv', import.meta.url), 'utf8').split('\n');
    const told = rows.map((row) => row.split('\t')).filter(([, , , state]) => state !== 'same');
    expect(KEPT.filter(({ row }) => !told.some(([, , marker]) => marker === row))).toEqual([]);
    expect(KEPT.filter(({ scripts }) => !SCRIPTS.some(({ name }) => scripts.test(name)))).toEqual([]);
  });
});
