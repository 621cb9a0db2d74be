import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real peers and two cores: more workers only wait for each other.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'library',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/runtimes/**',
            'test/clients/**',
            'test/places/**',
            'test/site/**',
            'test/beside-node/**',
            'test/cases/node-tls.test.ts',
          ],
          setupFiles: ['test/setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          // The packed package as its users meet it: other runtimes, browsers, bundlers.
          name: 'runtimes',
          include: [
            'test/runtimes/*.test.ts',
            'test/places/*.test.ts',
            'test/beside-node/*.test.ts',
            'test/cases/node-tls.test.ts',
          ],
          setupFiles: ['test/setup.ts'],
          globalSetup: ['test/runtimes/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          // The packed package in the place of node:tls, beneath clients of real servers.
          name: 'clients',
          include: ['test/clients/*.test.ts'],
          setupFiles: ['test/setup.ts'],
          globalSetup: ['test/clients/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          // The page of site/, in browsers.
          name: 'site',
          // A browser takes its time to start beside others.
          testTimeout: 180_000,
          include: ['test/site/**/*.test.ts'],
          setupFiles: ['test/setup.ts'],
          globalSetup: ['test/site/global-setup.ts'],
        },
      },
    ],
  },
});
