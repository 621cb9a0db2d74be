/** The packed package in Jest: by require, through Babel and ts-jest, in jsdom, and as modules. */
import { describe, expect, inject, it } from 'vitest';
import { node, pathOf, titleOf } from '../runtimes/support/programs.js';
import { closeAfterEach } from '../support/loopback.js';
import { outcomeOf } from './support/outcome.js';
import { program } from './support/programs.js';
import { projectOf } from './support/project.js';

const closers = closeAfterEach();
const jest = program('jest/bin/jest.js');

async function runJest(project: string, { executable = process.execPath, modules = false } = {}) {
  const folder = await projectOf('jest', inject('tarball'), closers);
  const args = [pathOf(jest), '--config', 'jest.config.cjs', '-i', '--json', '--selectProjects', project];
  const environment = { ...process.env, NODE_ENV: 'test', JEST_MODULES: modules ? '1' : '0' };
  const flags = modules ? ['--experimental-vm-modules', '--no-warnings'] : [];
  const output = await outcomeOf(executable, [...flags, ...args], { cwd: folder, env: environment });
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(output.stdout) as {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { message: string }[];
  };
  expect(numFailedTests, testResults.map(({ message }) => message).join('\n') + output.stderr).toBe(0);
  return numPassedTests;
}

describe.skipIf('missing' in jest)(titleOf('Jest', jest), () => {
  it.each(['cjs', 'babel', 'ts-jest', 'jsdom'])('by require: %s', async (project) => {
    expect(await runJest(project)).toBe(4);
  });

  it.each(['esm', 'jsdom-esm'])('by import, with --experimental-vm-modules: %s', async (project) => {
    expect(await runJest(project, { modules: true })).toBe(4);
  });

  const later = node(26);
  it.skipIf('missing' in later)(titleOf('in Node 26, where require and import give one instance', later), async () => {
    expect(await runJest('one', { modules: true, executable: pathOf(later) })).toBe(1);
  });
});
