/** The words of errors, which elsewhere are taken out of what is noted. */
import type { Script } from '../harness/script.js';
import { type Options, quiet, type Stage } from '../harness/stage.js';

const cases: readonly (readonly [string, string, (stage: Stage) => Options])[] = [
  ["OpenSSL's", 'tls.errors.message', () => ({ minVersion: 'TLSv1.3' })],
  // Whoever trusts no CA of the system may have meant it.
  ['advice', 'tls.errors.advice', () => ({ ca: undefined, maxVersion: 'TLSv1.2' })],
];

export const words: readonly Script[] = cases.map(
  ([name, row, options]): Script => ({
    name: `words/${name}`,
    rows: [row],
    run: async (stage) => {
      const { leaf, chainKey } = stage.pki;
      const server = await stage.serve(stage.node, { cert: leaf, key: chainKey, maxVersion: 'TLSv1.2' });
      const client = quiet(stage.dial(stage.tls, server, options(stage)));
      const error = await new Promise<Error>((resolve) => client.once('error', resolve));
      stage.note(
        'message',
        error.message
          .trimEnd()
          .replace(/:[^:\s]*\.c:\d+:/, ':')
          .replace(/^[0-9A-F]+:/, ''),
      );
    },
  }),
);
