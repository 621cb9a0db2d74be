/** `npm run check` finds circles of files: here what it would find, planted, and that there is none. */
import { describe, expect, it } from 'vitest';
import { dependencies, findCCircles } from '../../scripts/lib/c-circles.mjs';
import { circlesOf, findCircles, importsOf } from '../../scripts/lib/circles.mjs';
import { textsOf } from '../../scripts/lib/source-files.mjs';

const inScripts = (files: Record<string, string>) => circlesOf(importsOf(new Map(Object.entries(files))));
const inC = (files: Record<string, string>) => circlesOf(dependencies(new Map(Object.entries(files))));

describe('circles of files', () => {
  it('there is none, in whatever folder', async () => {
    expect(await findCircles()).toEqual([]);
    expect(await findCCircles()).toEqual([]);
  });

  it('looks at the sources, the tests, the scripts, the benchmarks and the C of shim and kernels', async () => {
    const files = [...(await textsOf('*.ts', '*.mjs', '*.c')).keys()];
    for (const folder of [
      'src/tls/',
      'test/support/',
      'scripts/lib/',
      'bench/',
      'wasm-build/shim/',
      'wasm-build/kernels/',
    ])
      expect(
        files.some((file) => file.startsWith(folder)),
        folder,
      ).toBe(true);
  });

  it.each([
    ["import { b } from './b.js';", "import { a } from './a.js';"],
    ["import type { B } from './b.js';", "export type { A } from './a.js';"],
    ["import './b.js';", "const a = await import('./a.js');"],
    ["/** @type {import('./b.js').B} */", "import { a } from './a.js'"],
    ["import {\n  b,\n} from './b.js';", "type A = import('./a.js').A;"],
  ])('finds two files: %s', (a, b) => {
    expect(inScripts({ 'x/a.ts': a, 'x/b.ts': b, 'x/c.ts': "import './a.js';" })).toEqual([['x/a.ts', 'x/b.ts']]);
  });

  it('finds a long way round, over folders', () => {
    const files = {
      'a.mjs': "import './x/b.mjs'",
      'x/b.mjs': "import './y/c.mjs'",
      'x/y/c.mjs': "import '../../a.mjs'",
    };
    expect(inScripts(files)).toEqual([['a.mjs', 'x/b.mjs', 'x/y/c.mjs']]);
  });

  it('finds two C files that call each other, and two that include each other', () => {
    const called = { 'k/a.c': 'int a(void)\n{\n    return b();\n}\n', 'k/b.c': 'int b(void)\n{\n    return a();\n}\n' };
    expect(inC(called)).toEqual([['k/a', 'k/b']]);
    const included = { 'k/a.h': '#include "b.h"\n', 'k/b.c': '#include "a.h"\n', 'k/b.h': '' };
    expect(inC(included)).toEqual([['k/a', 'k/b']]);
  });

  it('takes a file and its header for one, and what several files define for a hook', () => {
    expect(inC({ 'k/a.c': '#include "a.h"\nint a(void)\n{\n}\n', 'k/a.h': 'int a(void);\n' })).toEqual([]);
    const hooks = {
      'k/a.c': 'int h(void)\n{\n    b();\n}\n',
      'k/b.c': 'void b(void)\n{\n    h();\n}\n',
      'k/c.c': 'int h(void)\n{\n}\n',
    };
    expect(inC(hooks)).toEqual([]);
  });
});
