/** The entries of a list as bytes. */
import type { Bytes } from '../../common/bytes.js';
import { declareOptions, instance, listOf, oneOf, text } from '../../common/options.js';
import { time } from '../der/time.js';
import { hexOf } from '../der/values.js';
import { integer, sequence } from '../der/writer.js';
import { badValue, refused } from '../error.js';
import type { RevocationReason } from '../extensions/crls.js';
import { type ExtensionInput, rawExtension, writeExtensions } from '../extensions/index.js';
import { type GeneralNameInput, writeGeneralNames } from '../model/general-name.js';
import { wholeNumber } from '../model/whole.js';
import type { RevokedInput } from './options.js';

/** What of the list its entries are judged by. */
export interface ListKind {
  readonly isDelta: boolean;
  readonly isIndirect: boolean;
  readonly isUnchecked: boolean;
}

const REASONS: readonly RevocationReason[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

const read = declareOptions<RevokedInput>({
  serialNumber: wholeNumber,
  date: instance(Date),
  reason: oneOf(...REASONS),
  invalidityDate: instance(Date),
  certificateIssuer: (value) => value as readonly GeneralNameInput[],
  holdInstruction: text,
  extensions: listOf<ExtensionInput>((value) => value as ExtensionInput),
});

/**
 * The entries, those of one issuer behind each other: an entry is of the issuer that was named last (RFC 5280, 5.3.3), so the
 * list's own come first.
 */
export function writeEntries(revoked: readonly RevokedInput[], now: Date, kind: ListKind): Bytes[] {
  const byIssuer = new Map<string, { names: readonly GeneralNameInput[] | undefined; entries: RevokedInput[] }>([
    ['', { names: undefined, entries: [] }],
  ]);
  for (const input of revoked) {
    if (typeof input !== 'object' || input === null) throw badValue('an entry of revoked must be an object');
    const entry = read(input, 'an entry of revoked');
    const names = entry.certificateIssuer;
    const key = names === undefined ? '' : hexOf(writeGeneralNames(names, 'certificateIssuer'));
    const group = byIssuer.get(key);
    if (group === undefined) byIssuer.set(key, { names, entries: [entry] });
    else group.entries.push(entry);
  }
  if (!kind.isIndirect && !kind.isUnchecked && byIssuer.size > 1)
    throw refused('a certificateIssuer needs an issuingDistributionPoint that says indirect: true (RFC 5280, 5.2.5)');
  return [...byIssuer.values()].flatMap(({ names, entries }) => {
    if (!kind.isUnchecked) judgeNumbers(entries);
    return entries.map((entry, index) => writeEntry(entry, index === 0 ? names : undefined, now, kind));
  });
}

function judgeNumbers(entries: readonly RevokedInput[]): void {
  const seen = new Set<string>();
  for (const { serialNumber } of entries) {
    const text = String(serialNumber);
    if (seen.has(text)) throw refused(`the certificate of the serial number ${text} is revoked twice`);
    seen.add(text);
  }
}

function writeEntry(
  entry: RevokedInput,
  issuer: readonly GeneralNameInput[] | undefined,
  now: Date,
  { isDelta, isUnchecked }: ListKind,
): Bytes {
  const { serialNumber, date = now, reason, invalidityDate, holdInstruction, extensions = [] } = entry;
  if (serialNumber === undefined) throw badValue('an entry of revoked must have a serialNumber');
  if (reason === 'removeFromCRL' && !isDelta && !isUnchecked)
    throw refused('removeFromCRL is a reason of delta CRLs alone (RFC 5280, 5.3.1)');
  if (holdInstruction !== undefined && reason !== 'certificateHold' && !isUnchecked)
    throw refused('a holdInstruction is for the reason certificateHold');
  const all = [
    reason !== undefined && reason !== 'unspecified' ? rawExtension({ type: 'reasonCode', reason }) : undefined,
    holdInstruction === undefined
      ? undefined
      : rawExtension({ type: 'holdInstructionCode', instruction: holdInstruction }),
    invalidityDate && rawExtension({ type: 'invalidityDate', date: { date: invalidityDate } }),
    issuer && rawExtension({ type: 'certificateIssuer', names: issuer }),
    ...extensions.map(rawExtension),
  ].filter((one) => one !== undefined);
  return sequence(
    integer(serialNumber),
    time(date, 'the date of an entry'),
    all.length === 0 ? undefined : writeExtensions(all),
  );
}
