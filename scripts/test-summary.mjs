/** Prints the closing line of CI from the last test run. */
import { readFile } from 'node:fs/promises';
import { inRoot } from './lib/paths.mjs';

const text = await readFile(inRoot('test-results.json'), 'utf8').catch(() => undefined);
if (text === undefined) {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
} else {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success, testResults } = JSON.parse(text);
  for (const file of testResults)
    if (file.status === 'failed') console.log(`failed: ${file.name.split('/').slice(-3).join('/')} ${file.message}`);
  const failed = numFailedTests || (success ? 0 : 1);
  console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`);
  process.exitCode = failed > 0 || numPassedTests === 0 ? 1 : 0;
}
