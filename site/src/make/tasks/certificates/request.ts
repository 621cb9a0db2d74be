/** Requests for certificates, and certificates for requests. */
import type { KeyData, RequestData, RequestPolicy } from 'tsopenssl/pki';
import type { Input } from '../../model/input.js';
import { keyFields, makeKey } from '../../model/keys.js';
import { fileStem, nameLine, subjectName } from '../../model/names.js';
import { fact } from '../../model/outcome.js';
import { about } from '../../model/problem.js';
import type { Kit, Task } from '../../model/task.js';
import { certificateProduct, generalText, keyText, pemAndDer, requestEntry } from '../../model/things.js';
import {
  common,
  daysField,
  extensions,
  issuerField,
  placeFields,
  rareFields,
  signature,
  subjectFields,
} from './common.js';
import { leafSubject, leafTitle, namesField, PURPOSES } from './leaf.js';

const LEAF_DAYS = 90;

export const request: Task = {
  id: 'request',
  group: 'certificates',
  fields: [
    namesField,
    ...subjectFields(false),
    ...keyFields(false),
    { kind: 'password', name: 'challenge', optional: true, more: true },
    { kind: 'flag', name: 'mustStaple', more: true },
    { kind: 'choice', name: 'digest', options: ['usual', 'sha256', 'sha384', 'sha512'], more: true },
    { kind: 'choice', name: 'padding', options: ['pkcs1', 'pss'], more: true },
  ],
  run: async (input, kit) => {
    const key = await makeKey(input, kit, leafTitle(input));
    const challenge = input.raw('challenge');
    const { der, pem } = await kit.createRequest({
      ...{ subject: leafSubject(input), key: key.key, names: input.lines('names').map(subjectName) },
      ...{ extensions: extensions(input), ...signature(input) },
      ...(challenge !== '' && { attributes: [{ type: 'challengePassword', value: challenge }] }),
    });
    const [entry, data] = await requestEntry(der, kit, 'made');
    const stem = fileStem(entry.title, 'request');
    const forms = pemAndDer(`${stem}.csr`, pem, der, 'application/pkcs10');
    return {
      ...{
        sentence: 'requestMade',
        title: entry.title,
        facts: requestFacts(data, await kit.readKey(data.publicKey.der)),
      },
      warnings: key.isKept ? ['keptKeyWarning'] : [],
      products: [{ name: 'request', title: entry.title, forms, entry }, ...key.products],
    };
  },
};

const requestFacts = (data: RequestData, held: KeyData) => [
  ...fact('subject', nameLine(data.subject)),
  ...fact('names', data.subjectAltName.map(generalText), true),
  ...fact('keyKind', keyText(held), true),
  ...fact('signedWith', data.signatureAlgorithm.name, true),
];

const SUBJECT_PARTS = ['CN', 'O', 'OU', 'C', 'ST', 'L'];

export const signRequest: Task = {
  id: 'sign-request',
  group: 'certificates',
  fields: [
    { kind: 'item', name: 'request', accepts: ['request'] },
    issuerField,
    { kind: 'choice', name: 'nameRule', options: ['asked', 'listed'] },
    {
      ...{ kind: 'lines', name: 'allowedNames', isCode: true },
      when: ({ values }) => values.nameRule === 'listed',
    },
    { kind: 'choice', name: 'subjectRule', options: ['take', 'drop'] },
    { kind: 'choice', name: 'requestPurpose', options: [...Object.keys(PURPOSES), 'authority'] },
    daysField(LEAF_DAYS),
    { kind: 'choice', name: 'otherwise', options: ['refuse', 'drop'], more: true },
    { kind: 'lines', name: 'addedNames', optional: true, more: true, isCode: true },
    ...placeFields,
    ...rareFields,
  ],
  blame: [
    [/request/i, 'request'],
    [/outlive|days/, 'days'],
    [/issuer/, 'issuer'],
    [/name/, 'nameRule'],
  ],
  run: async (input, kit) => {
    const issuer = input.identity('issuer');
    const { bytes } = input.needed('request');
    const policy = await policyOf(input, kit, bytes);
    // Judged first: what was refused, and why, an error that crosses threads does not have.
    const judged = await about('request', () => kit.judgeRequest({ request: bytes, policy }));
    const left = [...judged.refused, ...judged.dropped].map(({ what, why }) => `${what} ${why}`);
    const isAuthority = input.text('requestPurpose') === 'authority';
    const names = input.lines('addedNames').map(subjectName);
    const made = await kit.issueFromRequest({
      ...common(input),
      ...{ issuer, request: bytes, policy, names, extensions: extensions(input) },
      ...(isAuthority ? { authority: { pathLength: 0 } } : { usages: PURPOSES[input.text('requestPurpose')] ?? [] }),
    });
    const product = await certificateProduct(made.der, kit);
    const taken = judged.taken.map(({ what }) => what);
    const facts = [...product.facts, ...fact('taken', taken, true), ...fact('left', left, true)];
    return { sentence: 'requestSigned', title: product.title, facts, products: [product] };
  },
};

/** What is taken over. What a request asks for itself is shown before: its names can all be taken. */
async function policyOf(input: Input, kit: Kit, request: Uint8Array): Promise<RequestPolicy> {
  const isListed = input.text('nameRule') === 'listed';
  const names = isListed ? input.lines('allowedNames') : await askedNames(request, kit);
  const takesSubject = input.text('subjectRule') === 'take';
  const isOf = (pattern: RegExp) => names.filter((name) => pattern.test(name));
  const isHost = (name: string) => !URI.test(name) && !name.includes('@') && !ADDRESS.test(name);
  return {
    subject: takesSubject ? SUBJECT_PARTS : [],
    names: {
      ...{
        dns: names.filter(isHost).map(policyName),
        ip: isOf(ADDRESS),
        email: names.filter((name) => name.includes('@')),
      },
      ...{ uri: isOf(URI), wildcards: names.some((name) => name.startsWith('*.')) },
    },
    otherwise: { names: input.text('otherwise') === 'drop' ? 'drop' : 'refuse' },
  };
}

/** A wildcard is allowed by what it stands for. */
const policyName = (name: string): string => (name.startsWith('*.') ? name.slice(1) : name);

const URI = /^[a-z][a-z0-9+.-]*:\/\//i;
const ADDRESS = /^\d+(\.\d+){3}(\/\d+)?$|^[\da-f]*:[\da-f:.]*(\/\d+)?$/i;

async function askedNames(request: Uint8Array, kit: Kit): Promise<readonly string[]> {
  const { subjectAltName, subject: asked } = await about('request', () => kit.readRequest(request));
  const common = asked.flat().filter(({ type }) => type === 'CN');
  return [
    ...subjectAltName.flatMap((name) => (name.type === 'dirName' ? [] : [name.value])),
    ...common.map(({ value }) => value),
  ];
}
