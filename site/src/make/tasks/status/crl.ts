/** Lists of revoked certificates, whole and delta. */
import type { RevocationReason, RevokedInput } from 'tsopenssl/pki';
import type { Field } from '../../model/fields.js';
import { bigOf, dateOf, type Input } from '../../model/input.js';
import { fileStem, nameLine } from '../../model/names.js';
import { fact } from '../../model/outcome.js';
import { about, Problem } from '../../model/problem.js';
import type { Kit, Task } from '../../model/task.js';
import { contentOf, crlEntry, hexSerial, pemAndDer } from '../../model/things.js';
import { issuerField, signature } from '../certificates/common.js';

const DAYS = 7;
const MAX_DAYS = 36_500;

export const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
  'removeFromCRL',
] as const satisfies readonly RevocationReason[];

const isDelta: Field['when'] = ({ values }) => values.crlKind === 'delta';

export const crl: Task = {
  id: 'crl',
  group: 'status',
  fields: [
    issuerField,
    { kind: 'choice', name: 'crlKind', options: ['whole', 'delta'] },
    { kind: 'item', name: 'baseList', accepts: ['crl'], when: isDelta },
    {
      ...{ kind: 'item', name: 'previousList', accepts: ['crl'], optional: true },
      when: ({ values }) => values.crlKind !== 'delta',
    },
    {
      ...{ kind: 'item', name: 'revoked', accepts: ['certificate'], several: true, optional: true },
      fits: ({ isRoot }) => isRoot !== true,
    },
    { kind: 'choice', name: 'reason', options: REASONS },
    { kind: 'lines', name: 'serials', optional: true, isCode: true },
    { kind: 'number', name: 'days', initial: String(DAYS), min: 1, max: MAX_DAYS },
    { kind: 'text', name: 'crlNumber', optional: true, more: true, isCode: true },
    { kind: 'choice', name: 'digest', options: ['usual', 'sha256', 'sha384', 'sha512'], more: true },
  ],
  blame: [
    [/deltaBase|crlNumber/, 'crlNumber'],
    [/removeFromCRL|reason/, 'reason'],
    [/revoked twice|serial/i, 'serials'],
    [/issuer|lists|CA/, 'issuer'],
  ],
  run: async (input, kit) => {
    const issuer = input.identity('issuer');
    const delta = input.text('crlKind') === 'delta';
    const base = delta ? await numberOf(input.needed('baseList').bytes, 'baseList', kit) : undefined;
    const previous = delta ? undefined : input.item('previousList');
    const kept = previous === undefined ? undefined : await previousEntries(previous.bytes, kit);
    const number = input.big('crlNumber') ?? (kept?.number === undefined ? undefined : kept.number + 1n);
    const days = input.whole('days');
    const made = await kit.createCrl({
      ...{ issuer, ...signature(input) },
      revoked: merged([...(kept?.entries ?? []), ...(await chosen(input, kit)), ...written(input)]),
      ...(days !== undefined && { days }),
      ...(number !== undefined && { crlNumber: number }),
      ...(base !== undefined && { deltaBase: base }),
    });
    const [entry, data] = await crlEntry(made.der, kit, 'made');
    const stem = fileStem(`${entry.title}${delta ? ' delta' : ''}`, 'list');
    const forms = pemAndDer(`${stem}.crl`, made.pem, made.der, 'application/pkix-crl');
    const entries = data.revoked.map((one) => `${hexSerial(one.serialNumber)}${one.reason ? ` ${one.reason}` : ''}`);
    return {
      ...{ sentence: delta ? 'deltaMade' : 'crlMade', title: entry.title },
      facts: [
        ...fact('issuer', nameLine(data.issuer)),
        ...fact('crlNumber', contentOf(data, 'crlNumber')?.number.toString(), true),
        ...fact('deltaBase', base?.toString(), true),
        ...fact('thisUpdate', data.thisUpdate.date),
        ...fact('nextUpdate', data.nextUpdate?.date),
        ...fact('revokedCount', data.revoked.length),
        ...fact('revokedSerials', entries, true),
      ],
      products: [{ name: delta ? 'delta' : 'crl', title: entry.title, forms, entry }],
    };
  },
};

async function numberOf(der: Uint8Array, field: 'baseList' | 'previousList', kit: Kit): Promise<bigint> {
  const data = await about(field, () => kit.readCrl(der));
  const number = contentOf(data, 'crlNumber')?.number;
  if (number === undefined) throw new Problem(field, { word: 'noCrlNumber' });
  return number;
}

/** What was revoked stays so: a certificate is on each list until it is over. */
async function previousEntries(der: Uint8Array, kit: Kit) {
  const data = await about('previousList', () => kit.readCrl(der));
  const entries = data.revoked.map(
    ({ serialNumber, revocationDate, reason, invalidityDate }): RevokedInput => ({
      serialNumber,
      ...(revocationDate.date !== null && { date: revocationDate.date }),
      ...(reason !== undefined && { reason }),
      ...(invalidityDate?.date && { invalidityDate: invalidityDate.date }),
    }),
  );
  return { entries, number: contentOf(data, 'crlNumber')?.number };
}

const reasonOf = (input: Input): RevocationReason =>
  REASONS.find((reason) => reason === input.text('reason')) ?? 'unspecified';

async function chosen(input: Input, kit: Kit): Promise<readonly RevokedInput[]> {
  const reason = reasonOf(input);
  const read = input.ders('revoked').map(async (der): Promise<RevokedInput> => {
    const { serialNumber } = await kit.readCertificate(der);
    return { serialNumber, reason };
  });
  return await about('revoked', () => Promise.all(read));
}

/** Lines of a serial number, and what may stand behind it: a reason and a day. */
function written(input: Input): readonly RevokedInput[] {
  return input.lines('serials').map((line) => {
    const [number = '', ...rest] = line.split(/\s+/);
    const [reason] = rest.flatMap((word) => REASONS.find((one) => one.toLowerCase() === word.toLowerCase()) ?? []);
    const others = rest.filter((word) => word.toLowerCase() !== reason?.toLowerCase());
    const [day] = others;
    if (others.length > 1) throw new Problem('serials', { word: 'noReason' });
    if (day !== undefined && !/^\d/.test(day)) throw new Problem('serials', { word: 'noReason' });
    return {
      ...{ serialNumber: bigOf(number, 'serials'), reason: reason ?? reasonOf(input) },
      ...(day !== undefined && { date: dateOf(day, 'serials') }),
    };
  });
}

/** Each certificate once: what was said first of it counts, with its date, but for one that was on hold. */
function merged(entries: readonly RevokedInput[]): readonly RevokedInput[] {
  const bySerial = new Map<string, RevokedInput>();
  for (const entry of entries) {
    const serial = String(entry.serialNumber);
    const known = bySerial.get(serial);
    if (known === undefined || known.reason === 'certificateHold') bySerial.set(serial, entry);
  }
  return [...bySerial.values()];
}
