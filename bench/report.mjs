/** Results as a table for people and as records for programs. */

/** @typedef {{ test: import('./cases.mjs').Case, measured: Map<string, import('./measure.mjs').Measured> }} Result */

/** Not peers but builds of the same source. */
const OWN = ['ours', 'simd', 'plain', 'cipher', 'native', 'nativeNoAsm'];

/** @param {readonly Result[]} results */
export function table(results) {
  const names = [...OWN, ...peersOf(results)].filter((name) => results.some(({ measured }) => measured.has(name)));
  const lines = [
    `| | unit | ${names.join(' | ')} | goal |`,
    `| --- | --- |${names.map(() => ' ---: |').join('')} --- |`,
    ...results.map(({ test, measured }) => {
      const cells = names.map((name) => cell(name, measured.get(name)));
      return `| ${test.name}${test.through === 'api' ? ' *' : ''} | ${test.unit} | ${cells.join(' | ')} | ${goals(test, measured)} |`;
    }),
  ];
  const legend =
    'Median; ± half the quartile distance; in brackets: ours is so many times as fast, paired within the rounds.\n' +
    "* through the public API; native here is the same handshake or record in C, cipher the record's cipher alone. " +
    'All others: through EVP.';
  return `${aligned(lines)}\n\n${legend}`;
}

/** @param {string} name @param {import('./measure.mjs').Measured | undefined} result */
function cell(name, result) {
  if (result === undefined) return '';
  const value = `${number(result.median)} ±${(100 * result.spread).toFixed(0)}%`;
  return name === 'ours' ? value : `${value} (${result.ratio.toPrecision(2)}×)`;
}

/** Three digits, with a space between thousands. @param {number} value */
function number(value) {
  const text = value >= 100 ? Math.round(value).toString() : value.toPrecision(3);
  return text.replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** @param {import('./cases.mjs').Case} test @param {Map<string, import('./measure.mjs').Measured>} measured */
function goals(test, measured) {
  const isWide = measured.has('simd');
  const verdicts = Object.entries(test.goals ?? {}).flatMap(([name, [simd, wide]]) => {
    const ratio = measured.get(name)?.ratio;
    const wanted = isWide ? wide : simd;
    if (ratio === undefined) return [];
    return [`${wanted.toPrecision(2)}× ${name}: ${ratio >= wanted ? 'met' : 'missed'}`];
  });
  return verdicts.join('; ');
}

/** @param {string[]} lines - of a Markdown table */
function aligned(lines) {
  const rows = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((text) => text.trim()),
  );
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, index) => {
      const cells = row.map((text, column) => {
        const width = widths[column] ?? 0;
        if (index === 1) return text.endsWith(':') ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width);
        return rows[1]?.[column]?.endsWith(':') ? text.padStart(width) : text.padEnd(width);
      });
      return `| ${cells.join(' | ')} |`;
    })
    .join('\n');
}

/** @param {readonly Result[]} results */
function peersOf(results) {
  return [...new Set(results.flatMap(({ measured }) => [...measured.keys()]))].filter((name) => !OWN.includes(name));
}

/** @param {Result} result */
export function record({ test, measured }) {
  const value = (/** @type {string} */ name) => measured.get(name)?.median ?? null;
  const all = [...measured].map(([name, { spread, ratio }]) => [name, { spread, ratio }]);
  return {
    name: test.name,
    unit: test.unit,
    through: test.through,
    size: test.size ?? null,
    ours: value('ours'),
    simd: value('simd'),
    plain: value('plain'),
    native: value('native'),
    nativeNoAsm: value('nativeNoAsm'),
    cipher: value('cipher'),
    peers: Object.fromEntries(
      [...measured].filter(([name]) => !OWN.includes(name)).map(([name, { median }]) => [name, median]),
    ),
    detail: Object.fromEntries(all),
  };
}
