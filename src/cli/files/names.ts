/** Names of files that are made of names of hosts, and names of subjects as they are typed. */

import type { SubjectNameInput } from '../../pki/index.js';
import { badName } from './subject.js';

/** `example.com` for itself, `_wildcard.example.com` for `*.example.com`; nothing that leaves the folder or looks like an option. */
export function fileNameFor(name: string): string {
  const plain = name
    .replaceAll('*', '_wildcard')
    .replace(/[^A-Za-z0-9._@-]/g, '_')
    .replace(/^[.-]+/, '_')
    .slice(0, 100);
  return plain === '' ? 'certificate' : plain;
}

/** What may stand before a name: the kind of it. */
const KINDS = new Map<string, (value: string) => SubjectNameInput>([
  ['dns', (value) => value],
  ['ip', (value) => ({ type: 'ip', value })],
  ['email', (value) => ({ type: 'email', value })],
  ['uri', (value) => ({ type: 'uri', value })],
  ['upn', (value) => ({ type: 'otherName', oid: '1.3.6.1.4.1.311.20.2.3', value })],
  ['rid', (value) => ({ type: 'rid', value })],
]);

/** A name as it is typed: a host, an address, an address of mail, a URI, or `kind:value`. */
export function subjectNameOf(text: string): SubjectNameInput {
  const [, kind = '', value = ''] = /^(dns|ip|email|uri|upn|rid):(.+)$/s.exec(text) ?? [];
  const make = KINDS.get(kind);
  if (make !== undefined) return make(value);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { type: 'uri', value: text };
  if (/^[^@\s]+@[^@\s]+$/.test(text)) return { type: 'email', value: text };
  if (text === '') throw badName('a name must not be empty');
  return text;
}
