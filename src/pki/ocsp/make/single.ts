/** What is told of one certificate, as bytes. */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions } from '../../../common/options.js';
import { context, contextOf } from '../../der/tags.js';
import { generalizedTime } from '../../der/time.js';
import { explicit, nothing, retagged, sequence } from '../../der/writer.js';
import { badValue, refused } from '../../error.js';
import { type ExtensionInput, rawExtension, writeExtensions, writeReason } from '../../extensions/index.js';
import { wholeNumber } from '../../model/whole.js';
import {
  type CertId,
  certId,
  isOfIssuer,
  judgeIssued,
  type KnownCertificate,
  knownCertId,
  knownCertificate,
} from '../id.js';
import type { OcspRequestData } from '../read/request.js';
import { type OcspKnowledge, type OcspStatusInput, STATUS_RULES } from './options.js';

/** What of a response each of its parts needs. */
export interface Telling {
  readonly issuer: KnownCertificate;
  readonly request: OcspRequestData | undefined;
  readonly hash: string;
  readonly producedAt: Date;
  /** Milliseconds from thisUpdate to nextUpdate; undefined for no nextUpdate. */
  readonly life: number | undefined;
  readonly isUnchecked: boolean;
}

const read = declareOptions<OcspStatusInput>(STATUS_RULES);

/** One certificate's name, and the whole of what is told of it. */
export interface WrittenSingle {
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
}

/** @throws {PkiError} for what contradicts itself, or cannot be encoded */
export function writeSingle(input: OcspStatusInput, telling: Telling): WrittenSingle {
  if (typeof input !== 'object' || input === null) throw badValue('a status must be an object');
  const status = read(input, 'a status');
  const id = idOf(status, telling);
  const thisUpdate = status.thisUpdate ?? telling.producedAt;
  const nextUpdate =
    status.nextUpdate ?? (telling.life === undefined ? undefined : new Date(thisUpdate.getTime() + telling.life));
  if (!telling.isUnchecked && nextUpdate !== undefined && nextUpdate < thisUpdate)
    throw refused('nextUpdate of a status is before its thisUpdate');
  const extensions = extensionsOf(status).map(rawExtension);
  const bytes = sequence(
    id,
    writeStatus(status),
    generalizedTime(thisUpdate, 'thisUpdate'),
    nextUpdate && explicit(0, generalizedTime(nextUpdate, 'nextUpdate')),
    extensions.length === 0 ? undefined : explicit(1, writeExtensions(extensions)),
  );
  return { id, bytes };
}

function writeStatus({ status, revocationDate, reason, invalidityDate }: OcspKnowledge): Bytes {
  if (status === undefined) throw badValue('a status must be good, revoked or unknown');
  if (status !== 'revoked') {
    if (revocationDate !== undefined || reason !== undefined || invalidityDate !== undefined)
      throw badValue(`revocationDate, reason and invalidityDate are for revoked, and the status is ${status}`);
    return retagged(context(status === 'good' ? 0 : 2), nothing());
  }
  if (revocationDate === undefined) throw badValue('a status that is revoked must have a revocationDate');
  return retagged(
    contextOf(1),
    sequence(
      generalizedTime(revocationDate, 'revocationDate'),
      reason === undefined ? undefined : explicit(0, writeReason(reason, 'reason')),
    ),
  );
}

function extensionsOf(status: OcspStatusInput): ExtensionInput[] {
  const { archiveCutoff, crlReference, invalidityDate, extensions = [] } = status;
  const all: (ExtensionInput | undefined)[] = [
    crlReference && { ...crlReference, type: 'crlReference' },
    archiveCutoff && { type: 'archiveCutoff', date: { date: archiveCutoff } },
    invalidityDate && { type: 'invalidityDate', date: { date: invalidityDate } },
    ...extensions,
  ];
  return all.filter((one) => one !== undefined);
}

/** The name that the request gives it, where it asks for it: clients look for the very bytes. */
function idOf(status: OcspStatusInput, telling: Telling): Bytes {
  const { certificate, serialNumber, id } = status;
  const given = [certificate, serialNumber, id].filter((one) => one !== undefined && one !== null).length;
  if (given !== 1) throw badValue('a status must name its certificate: by certificate, serialNumber or id');
  if (id !== undefined) return namedId(id, status.status, telling);
  const number =
    serialNumber === undefined ? numberOf(status, telling) : wholeNumber(serialNumber, 'serialNumber of a status');
  for (const asked of telling.request?.requests ?? []) {
    if (asked.id.serialNumber === number && isOfIssuer(asked.id, telling.issuer)) return asked.id.der;
  }
  return certId(telling.issuer, number, telling.hash);
}

/** Nobody can know more of another's certificates than that they are unknown to him. */
function namedId(id: CertId, status: OcspStatusInput['status'], { issuer, isUnchecked }: Telling): CertId['der'] {
  const known = knownCertId(id);
  if (!isUnchecked && status !== 'unknown' && !isOfIssuer(known, issuer))
    throw refused('a status is of a certificate of another issuer, of which only unknown can be said');
  return known.der;
}

function numberOf(status: OcspStatusInput, { issuer, isUnchecked }: Telling): bigint {
  const { object, data } = knownCertificate(status.certificate ?? '', 'the certificate of a status');
  if (!isUnchecked) judgeIssued(object, issuer.object);
  return data.serialNumber;
}
