/** What our own look-ups give against OpenSSL's hash tables. */
import { expect, test } from 'vitest';
import { ours, reference } from '../support/harness-pair.js';

test('every error has the words that OpenSSL has for it', () => {
  const lines = ours.texts('errors');
  expect(lines).toEqual(reference.texts('errors'));
  expect(lines.length).toBeGreaterThan(1500);
  expect(lines).toContain('20 SSL routines');
  expect(lines).toContain('134 certificate verify failed');
});

test('every algorithm has the names that OpenSSL has for it', () => {
  const lines = ours.texts('names');
  expect(lines).toEqual(reference.texts('names'));
  expect(lines.length).toBeGreaterThan(150);
  expect(lines).toContain('id-aes256-GCM aes-256-gcm 2.16.840.1.101.3.4.1.46 ');
});
