/** Certificates of CAs: roots, and what stands below them. */
import { keyFields, makeKey } from '../../model/keys.js';
import type { Task } from '../../model/task.js';
import {
  common,
  constraintFields,
  daysField,
  extensions,
  issuedOutcome,
  issuerField,
  placeFields,
  rareFields,
  subject,
  subjectFields,
} from './common.js';

const ROOT_DAYS = 3650;
const INTERMEDIATE_DAYS = 1825;
const MAX_PATH = 255;

export const ca: Task = {
  id: 'ca',
  group: 'certificates',
  fields: [
    ...subjectFields(true),
    ...keyFields(false),
    daysField(ROOT_DAYS),
    { kind: 'number', name: 'pathLength', optional: true, more: true, min: 0, max: MAX_PATH },
    ...constraintFields,
    ...rareFields,
  ],
  run: async (input, kit) => {
    const key = await makeKey(input, kit, input.text('commonName'));
    const pathLength = input.whole('pathLength');
    const { der } = await kit.createCertificateAuthority({
      ...common(input),
      ...{ subject: subject(input), key: key.key, extensions: extensions(input) },
      ...(pathLength !== undefined && { pathLength }),
    });
    return await issuedOutcome('caMade', der, key, kit);
  },
};

export const intermediate: Task = {
  id: 'intermediate',
  group: 'certificates',
  fields: [
    issuerField,
    ...subjectFields(true),
    ...keyFields(false),
    daysField(INTERMEDIATE_DAYS),
    { kind: 'number', name: 'pathLength', optional: true, more: true, min: 0, max: MAX_PATH },
    ...constraintFields,
    ...placeFields,
    ...rareFields,
  ],
  run: async (input, kit) => {
    const issuer = input.identity('issuer');
    const key = await makeKey(input, kit, input.text('commonName'));
    const pathLength = input.whole('pathLength');
    const { der } = await kit.issueIntermediate({
      ...common(input),
      ...{ issuer, subject: subject(input), key: key.key, extensions: extensions(input) },
      ...(pathLength !== undefined && { pathLength }),
    });
    return await issuedOutcome('intermediateMade', der, key, kit);
  },
};
