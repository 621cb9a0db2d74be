/** One project for each way of loading the package; those of modules run by `--experimental-vm-modules`. */
const PLAIN = { transform: {}, testMatch: ['**/*.test.{js,mjs}'] };
const OLD = [
  { ...PLAIN, displayName: 'cjs', rootDir: 'cjs', testEnvironment: 'node' },
  { ...PLAIN, displayName: 'jsdom', rootDir: 'jsdom', testEnvironment: 'jsdom' },
  {
    displayName: 'babel',
    rootDir: 'babel',
    testEnvironment: 'node',
    transform: { '\\.js$': ['babel-jest', { presets: [['@babel/preset-env', { targets: { node: 'current' } }]] }] },
  },
  {
    displayName: 'ts-jest',
    rootDir: 'ts',
    testEnvironment: 'node',
    transform: { '\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] },
  },
];
const MODULES = [
  { ...PLAIN, displayName: 'esm', rootDir: 'esm', testEnvironment: 'node', moduleFileExtensions: ['mjs', 'js', 'cjs'] },
  { ...PLAIN, displayName: 'one', rootDir: 'one', testEnvironment: 'node', moduleFileExtensions: ['mjs', 'js', 'cjs'] },
  {
    ...PLAIN,
    displayName: 'jsdom-esm',
    rootDir: 'jsdom-esm',
    testEnvironment: 'jsdom',
    moduleFileExtensions: ['mjs', 'js', 'cjs'],
  },
];

module.exports = { testTimeout: 60_000, projects: process.env.JEST_MODULES === '1' ? MODULES : OLD };
