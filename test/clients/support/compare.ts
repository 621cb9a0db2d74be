/** A client against its server, over node:tls and over the package: what is seen must be the same. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Running, ServerKind } from '../servers/kind.js';
import { startNpmServer } from '../servers/npm.js';
import { type Beneath, type Rows, runClient, type Seen } from './client.js';
import { makeScene, type Scene } from './scene.js';

/** The clients of a server, each a test. @param awaited - clients that cannot run yet, and what they wait for */
export function describeClients(
  kind: ServerKind,
  clients: readonly string[],
  awaited: Readonly<Record<string, string>> = {},
): void {
  const isHere = existsSync(kind.program);
  const why = isHere ? '' : ` (not installed: \`apt-get install ${kind.debian}\` brings it)`;
  describe.skipIf(!isHere)(`${kind.name}${why}`, () => {
    let scene: Scene;
    let running: Running | undefined;
    beforeAll(async () => {
      scene = await makeScene('clients');
      running = await kind.start(scene);
    });
    afterAll(async () => {
      await running?.stop();
      await scene.remove();
    });
    for (const name of clients) {
      const reason = awaited[name];
      it.skipIf(reason !== undefined)(
        `${name}${reason === undefined ? '' : ` (${reason})`}`,
        async () => {
          const target = { ...running?.target, port: running?.target.port ?? 0, pki: scene.pki };
          const control = await runClient(name, 'node:tls', target);
          expectSound(control);
          expect(differences(await runClient(name, 'tsopenssl', target), control)).toEqual([]);
        },
        240_000,
      );
    }
  });
}

/** What is refused must be refused with a code or a sentence, and all else must work: else the control says nothing. */
export function expectSound(rows: Rows): void {
  expect(rows.length).toBeGreaterThan(4);
  const wrong = rows.filter(
    ([step, seen]) => !step.includes('by its address') && step.includes('refused') !== 'error' in seen,
  );
  expect(wrong).toEqual([]);
}

/** The steps in which two runs differ, with what each has seen; of a refusal its code counts, where the client tells it. */
export function differences(ours: Rows, control: Rows): string[] {
  const steps = [...new Set([...control, ...ours].map(([step]) => step))];
  const [own, other] = [ours, control].map((rows) => new Map(rows.map(([step, seen]) => [step, shown(seen)])));
  return steps
    .filter((step) => own?.get(step) !== other?.get(step))
    .map((step) => `${step}: ${own?.get(step)}; node:tls: ${other?.get(step)}`);
}

function shown(seen: Seen): string {
  if ('value' in seen) return JSON.stringify(seen.value);
  return `fails: ${seen.error.code ?? seen.error.message}`;
}

/** A client and a server of npm, each over node:tls and over the package: all pairs see the same. */
export function describePairs(server: string, client: string): void {
  describe(`${client} and ${server}`, () => {
    let scene: Scene;
    let control: Rows;
    const pair = async (name: Beneath, served: Beneath): Promise<Rows> => {
      const running = await startNpmServer(server, served, scene.pki);
      try {
        return await runClient(client, name, { ...running.target, pki: scene.pki });
      } finally {
        await running.stop();
      }
    };
    beforeAll(async () => {
      scene = await makeScene('pairs');
      control = await pair('node:tls', 'node:tls');
      expectSound(control);
    }, 120_000);
    afterAll(() => scene.remove());
    it('our client, their server', async () => {
      expect(differences(await pair('tsopenssl', 'node:tls'), control)).toEqual([]);
    }, 120_000);
    it('their client, our server', async () => {
      expect(differences(await pair('node:tls', 'tsopenssl'), control)).toEqual([]);
    }, 120_000);
    it('both ours', async () => {
      expect(differences(await pair('tsopenssl', 'tsopenssl'), control)).toEqual([]);
    }, 120_000);
  });
}
