/** Certificates of servers, clients, people and services. */
import type { Field } from '../../model/fields.js';
import type { Input } from '../../model/input.js';
import { keyFields, makeKey } from '../../model/keys.js';
import { subjectName } from '../../model/names.js';
import type { Task } from '../../model/task.js';
import {
  common,
  daysField,
  extensions,
  issuedOutcome,
  issuerField,
  placeFields,
  rareFields,
  subject,
  subjectFields,
} from './common.js';

/** What a certificate is for, and what its extension says then. */
export const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  server: ['serverAuth'],
  client: ['clientAuth'],
  both: ['serverAuth', 'clientAuth'],
  mail: ['emailProtection'],
  code: ['codeSigning'],
  ocsp: ['OCSPSigning'],
  stamps: ['timeStamping'],
};

const LEAF_DAYS = 90;
/** RFC 5280, appendix A.1. */
const MAX_COMMON_NAME = 64;

export const purposeField: Field = { kind: 'choice', name: 'purpose', options: Object.keys(PURPOSES) };

/** Servers are known by their names alone. */
export const namesField: Field = {
  ...{ kind: 'lines', name: 'names', isCode: true },
  optional: ({ values }) => !/^(server|both)$/.test(String(values.purpose)),
};

/** A host's first name is its common name, for programs of old. */
export function leafSubject(input: Input) {
  const given = subject(input);
  if (given.some(({ type }) => type === 'CN')) return given;
  const first = input.lines('names').find((name) => typeof subjectName(name) === 'string');
  const fits = first !== undefined && first.length <= MAX_COMMON_NAME;
  return fits ? [...given, { type: 'CN', value: first }] : given;
}

export const leafTitle = (input: Input): string => input.text('commonName') || (input.lines('names')[0] ?? '');

export const leaf: Task = {
  id: 'leaf',
  group: 'certificates',
  fields: [
    issuerField,
    purposeField,
    namesField,
    ...subjectFields(false),
    ...keyFields(true),
    daysField(LEAF_DAYS),
    ...placeFields,
    { kind: 'flag', name: 'mustStaple', more: true, when: ({ values }) => /server|both/.test(String(values.purpose)) },
    ...rareFields,
  ],
  run: async (input, kit) => {
    const issuer = input.identity('issuer');
    const key = await makeKey(input, kit, leafTitle(input));
    const purpose = input.text('purpose');
    const { der } = await kit.issueCertificate({
      ...common(input),
      ...{ issuer, subject: leafSubject(input), key: key.key, names: input.lines('names').map(subjectName) },
      usages: PURPOSES[purpose] ?? [],
      // RFC 6960, 4.2.2.2.1: who asks about a responder's certificate would ask the responder.
      extensions: [...extensions(input), ...(purpose === 'ocsp' ? [{ type: 'ocspNoCheck' as const }] : [])],
    });
    return await issuedOutcome('leafMade', der, key, kit);
  },
};
