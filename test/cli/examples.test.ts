/** Each example of the help does what it says, and what --json prints has the members that the documentation names. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERBS } from '../../src/cli/verbs.js';
import { argumentsOf, type CommandLine, withFiles, within } from './support/cli.js';

/** Examples with a network are in connect.test.ts and serve.test.ts. */
const HERE = VERBS.filter(({ group }) => group !== 'On the network');

describe.each(HERE)('tsopenssl $name', ({ name, examples, json }) => {
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
      const typed = argumentsOf(example.replace(/ > \S+$/, '').replace(/ - < (\S+)/, ' $1'));
      const writes = / -o (?!-)|--(cert|key)-out |^(issue|csr) /.test(example);
      const argv = [...typed, '--json', ...(writes ? ['--force'] : [])];
      const { code, out, err } = await within(line.folder, argv);
      if (exit > 1) {
        expect([code, JSON.parse(err)]).toEqual([exit, { error: expect.objectContaining({ exitCode: exit }) }]);
        continue;
      }
      expect({ example, code, err }).toEqual({ example, code: exit, err: '' });
      // Examples may end with another command.
      if (typed[0] === name) for (const member of Object.keys(JSON.parse(out) as object)) seen.add(member);
    }
    expect([...seen].sort()).toEqual(Object.keys(json).sort());
  });
});
