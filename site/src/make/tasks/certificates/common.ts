/** Fields that certificates share, and the results that they become. */
import type { ExtensionInput } from 'tsopenssl/pki';
import type { Field } from '../../model/fields.js';
import type { Input } from '../../model/input.js';
import type { MadeKey } from '../../model/keys.js';
import { constraint, subjectOf } from '../../model/names.js';
import type { Outcome } from '../../model/outcome.js';
import type { Kit } from '../../model/task.js';
import { certificateProduct } from '../../model/things.js';
import type { SentenceName } from '../../model/words.js';

const code = { isCode: true } as const;

/** Whose it is. @param needsName - whether the common name must be filled in */
export const subjectFields = (needsName: boolean): readonly Field[] => [
  { kind: 'text', name: 'commonName', optional: !needsName },
  { kind: 'text', name: 'organization', optional: true, more: !needsName },
  { kind: 'text', name: 'country', optional: true, more: true, ...code },
  { kind: 'text', name: 'unit', optional: true, more: true },
  { kind: 'text', name: 'locality', optional: true, more: true },
  { kind: 'text', name: 'state', optional: true, more: true },
];

export const issuerField: Field = {
  ...{ kind: 'item', name: 'issuer', accepts: ['certificate'], withKey: true },
  fits: (item) => item.isAuthority === true,
};

export const daysField = (days: number): Field => ({
  ...{ kind: 'number', name: 'days', initial: String(days), min: 1, max: 36_500 },
});

/** What few say of a certificate. */
export const rareFields: readonly Field[] = [
  { kind: 'text', name: 'notBefore', optional: true, more: true, ...code },
  { kind: 'text', name: 'serialNumber', optional: true, more: true, ...code },
  { kind: 'choice', name: 'digest', options: ['usual', 'sha256', 'sha384', 'sha512'], more: true },
  { kind: 'choice', name: 'padding', options: ['pkcs1', 'pss'], more: true },
];

export const placeFields: readonly Field[] = [
  { kind: 'text', name: 'crlUrl', optional: true, more: true, ...code },
  { kind: 'text', name: 'ocspUrl', optional: true, more: true, ...code },
  { kind: 'text', name: 'issuersUrl', optional: true, more: true, ...code },
];

export const constraintFields: readonly Field[] = [
  { kind: 'lines', name: 'permitted', optional: true, more: true, ...code },
  { kind: 'lines', name: 'excluded', optional: true, more: true, ...code },
];

/** From the largest to the smallest, as names are written. */
export const subject = (input: Input) =>
  subjectOf([
    ['C', input.text('country').toUpperCase()],
    ['ST', input.text('state')],
    ['L', input.text('locality')],
    ['O', input.text('organization')],
    ['OU', input.text('unit')],
    ['CN', input.text('commonName')],
  ]);

/** How it is signed, where the key leaves a choice. */
export function signature(input: Input): { readonly signature?: { digest?: string; padding?: 'pss' } } {
  const digest = input.text('digest');
  const isPss = input.text('padding') === 'pss';
  const how = { ...(digest !== 'usual' && digest !== '' && { digest }), ...(isPss && { padding: 'pss' as const }) };
  return Object.keys(how).length === 0 ? {} : { signature: how };
}

export function common(input: Input) {
  const [days, notBefore, serialNumber] = [input.whole('days'), input.date('notBefore'), input.big('serialNumber')];
  return {
    ...(days !== undefined && { days }),
    ...(notBefore !== undefined && { notBefore }),
    ...(serialNumber !== undefined && { serialNumber }),
    ...signature(input),
  };
}

/** Where lists, answers and the issuer's certificate are, and what a CA is bound to. */
export function extensions(input: Input): readonly ExtensionInput[] {
  const [crl, ocsp, issuers] = [input.text('crlUrl'), input.text('ocspUrl'), input.text('issuersUrl')];
  const services = [
    ...(ocsp === '' ? [] : [{ method: 'OCSP', location: { type: 'uri' as const, value: ocsp } }]),
    ...(issuers === '' ? [] : [{ method: 'caIssuers', location: { type: 'uri' as const, value: issuers } }]),
  ];
  const [permitted, excluded] = [input.lines('permitted').map(constraint), input.lines('excluded').map(constraint)];
  const bounds = {
    ...(permitted.length > 0 && { permitted }),
    ...(excluded.length > 0 && { excluded }),
  };
  return [
    ...(crl === ''
      ? []
      : [{ type: 'crlDistributionPoints' as const, points: [{ fullName: [{ type: 'uri' as const, value: crl }] }] }]),
    ...(services.length === 0 ? [] : [{ type: 'authorityInfoAccess' as const, descriptions: services }]),
    ...(Object.keys(bounds).length === 0 ? [] : [{ type: 'nameConstraints' as const, critical: true, ...bounds }]),
    ...(input.flag('mustStaple') ? [{ type: 'tlsFeature' as const, features: [5] }] : []),
  ];
}

/** A certificate and its key as a result. */
export async function issuedOutcome(sentence: SentenceName, der: Uint8Array, key: MadeKey, kit: Kit): Promise<Outcome> {
  const product = await certificateProduct(der, kit);
  const { title, facts } = product;
  const warnings: SentenceName[] = key.isKept ? ['keptKeyWarning'] : [];
  return { sentence, title, facts, warnings, products: [product, ...key.products] };
}
