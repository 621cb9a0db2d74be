/** The page as plain files, for any static host, in whatever folder. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { listFiles } from './build/files.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: './',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [listFiles()],
  worker: { format: 'es' },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the page allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2048,
    rollupOptions: {
      checks: { pluginTimings: false },
      input: { page: here('index.html'), 'service-worker': here('src/frame/offline/service-worker.ts') },
      output: {
        // Its address is its scope, and stays the same.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
