/** The packed package in Next.js: server components, routes of Node and of the edge, and a page, by Turbopack and by webpack. Run by command, for its size. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { withPage } from '../runtimes/support/browser.js';
import { pathOf, titleOf } from '../runtimes/support/programs.js';
import { closeAfterEach } from '../support/loopback.js';
import { outcomeOf } from './support/outcome.js';
import { program } from './support/programs.js';
import { projectOf } from './support/project.js';

const closers = closeAfterEach();
const next = program('next/dist/bin/next', 'next/');
const MINUTES = 60_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until it answers, and takes what it says of a path. */
async function asked(origin: string, path: string, child: ChildProcess): Promise<string> {
  for (;;) {
    try {
      const response = await fetch(origin + path);
      return `${response.status} ${(await response.text()).replaceAll('<!-- -->', '')}`;
    } catch (error) {
      if (child.exitCode !== null) throw error;
      await delay(200);
    }
  }
}

describe.skipIf('missing' in next)(titleOf('Next.js', next), () => {
  it.each(['--turbopack', '--webpack'])('built by %s', { timeout: 12 * MINUTES }, async (bundler) => {
    // Its own packages are copied beside: it follows no link that leads out of the project.
    const folder = await projectOf('next', inject('tarball'), closers);
    await cp(join(pathOf(next), '../../../..'), join(folder, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
    const built = await outcomeOf(process.execPath, ['node_modules/next/dist/bin/next', 'build', bundler], {
      cwd: folder,
      env,
    });
    expect(built.code, built.stdout + built.stderr).toBe(0);
    const standalone = join(folder, '.next/standalone');
    await cp(join(folder, '.next/static'), join(standalone, '.next/static'), { recursive: true });
    const port = await freePort();
    const child = spawn(process.execPath, ['server.js'], {
      cwd: standalone,
      env: { ...env, PORT: String(port), HOSTNAME: '127.0.0.1' },
      stdio: 'inherit',
    });
    closers.push(() => child.kill());
    const origin = `http://127.0.0.1:${port}`;
    expect(await asked(origin, '/', child)).toMatch(/^200 .*server component 256 Root function/s);
    expect(await asked(origin, '/api/node', child)).toBe('200 node route 256function');
    expect(await asked(origin, '/api/old', child)).toBe('200 pages route 256');
    expect(await asked(origin, '/api/edge', child)).toBe('200 edge route 256');
    const text = await withPage('chromium', async (page) => {
      await page.goto(`${origin}/client`);
      await page.waitForFunction("document.querySelector('#out').textContent === 'client 256'", { timeout: 30_000 });
      return page.evaluate("document.querySelector('#out').textContent");
    });
    expect(text).toBe('client 256');
  });
});
