/** What the package promises by its types is what docs/api/ says: a change of it is seen in review. */
import { expect, it } from 'vitest';
import { apiReports, changedApiReports } from '../../scripts/lib/api-report.mjs';

it('is what docs/api/ says; `npm run api` writes it anew', async () => {
  expect(await changedApiReports()).toEqual([]);
});

it('has a report of each entry, with what the entry exports and nothing that is internal', () => {
  const reports = apiReports();
  expect(reports.get('tsopenssl.api.md')).toMatch(/class X509 extends/);
  expect(reports.get('tsopenssl-pki.api.md')).toContain('function readCertificate(');
  for (const text of reports.values()) expect(text).not.toMatch(/#private|@internal/);
});
