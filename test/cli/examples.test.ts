/** Each example of the help does what it says, and what --json prints has the members that the documentation names. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERBS } from '../../src/cli/verbs.js';
import { argumentsOf, type CommandLine, withFiles, within } from './support/cli.js';

/** Examples with a network are in connect.test.ts and serve.test.ts. */
const HERE = VERBS.filter(({ group }) => group !== 'On the network');

describe.each(HERE)('tsopenssl $name', ({ examples, json }) => {
  let line: CommandLine;
  beforeAll(async () => {
    line = await withFiles();
  });
  afterAll(() => line.remove());

  it('does what its examples say', async () => {
    for (const { line: example, exit = 0 } of examples) {
      const ended = await line.typed(`tsopenssl ${example}`, { env: { SECRET: 'a secret of tests' } });
      expect({ example, code: ended.code, err: ended.code === exit ? '' : ended.err }).toEqual({
        example,
        code: exit,
        err: '',
      });
    }
  });

  it('prints the members of JSON that it names', async () => {
    process.env['SECRET'] = 'a secret of tests';
    const seen = new Set<string>();
    for (const { line: example, exit = 0 } of examples) {
      const typed = argumentsOf(example.replace(/ > \S+$/, ''));
      const argv = [
        ...typed,
        '--json',
        ...(example.includes('-o ') || /^(issue|csr)/.test(example) ? ['--force'] : []),
      ];
      const { code, out, err } = await within(line.folder, argv);
      expect({ example, code, err }).toEqual({ example, code: exit, err: '' });
      for (const member of Object.keys(JSON.parse(out) as object)) seen.add(member);
    }
    expect([...seen].sort()).toEqual(Object.keys(json).sort());
  });
});
