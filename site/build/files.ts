/** Tells the service worker which files there are. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));

/** Puts the names of all files, and a hash over them, where `service-worker.ts` has `__FILES__` and `__VERSION__`. */
export function listFiles(): Plugin {
  return {
    name: 'list-files',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['service-worker.js'];
        if (worker?.type !== 'chunk') throw new Error('there is no service worker');
        const others = Object.values(bundle).filter((file) => file !== worker && !file.fileName.endsWith('.map'));
        const shipped = readdirSync(PUBLIC);
        const names = [...others.map(({ fileName }) => fileName), ...shipped].sort();
        const hash = createHash('sha256').update(names.join('\n'));
        for (const file of others) if (file.type === 'asset') hash.update(file.source);
        for (const name of shipped) hash.update(readFileSync(`${PUBLIC}/${name}`));
        worker.code = worker.code
          .replace('__FILES__', JSON.stringify(names))
          .replace('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16)));
      },
    },
  };
}
