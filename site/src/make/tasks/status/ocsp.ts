/** The status of certificates: asked, answered, and judged. */
import type { OcspStatusInput } from 'tsopenssl/pki';
import type { ShelfItem } from '../../../frame/shelf.js';
import type { Input } from '../../model/input.js';
import { fileStem } from '../../model/names.js';
import { type Fact, fact } from '../../model/outcome.js';
import { about, Problem } from '../../model/problem.js';
import type { Kit, Task } from '../../model/task.js';
import { hexSerial, pemAndDer, plainProduct } from '../../model/things.js';
import { signature } from '../certificates/common.js';
import { REASONS } from './crl.js';

const HOURS = 24;
const MAX_HOURS = 24 * 3650;

const isAuthority = (item: ShelfItem): boolean => item.isAuthority === true;

export const ocspRequest: Task = {
  id: 'ocsp-request',
  group: 'status',
  fields: [
    { kind: 'item', name: 'certificate', accepts: ['certificate'], fits: ({ isRoot }) => isRoot !== true },
    { kind: 'item', name: 'issuerCertificate', accepts: ['certificate'], fits: isAuthority },
    { kind: 'flag', name: 'nonce', initial: true, more: true },
    { kind: 'choice', name: 'idDigest', options: ['sha1', 'sha256'], more: true },
  ],
  blame: [[/issue|digest/i, 'issuerCertificate']],
  run: async (input, kit) => {
    const item = input.needed('certificate');
    const made = await kit.createOcspRequest({
      certificates: [{ certificate: item.bytes, issuer: input.needed('issuerCertificate').bytes }],
      ...{ hash: input.text('idDigest'), nonce: input.flag('nonce') },
    });
    const stem = `${fileStem(item.title, 'status')}.ocsp-request`;
    const { serialNumber } = await kit.readCertificate(item.bytes);
    return {
      ...{ sentence: 'ocspRequestMade', title: item.title },
      facts: [...fact('serialNumber', hexSerial(serialNumber), true), ...nonceFact(made.nonce)],
      products: [
        plainProduct(
          'ocspRequest',
          { kind: 'ocsp-request', title: item.title, bytes: made.der },
          pemAndDer(stem, made.pem, made.der, 'application/ocsp-request'),
        ),
      ],
    };
  },
};

const nonceFact = (nonce: Uint8Array | null | undefined): readonly Fact[] =>
  nonce === null || nonce === undefined ? [] : fact('nonce', hex(nonce), true);

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const ocspAnswer: Task = {
  id: 'ocsp-answer',
  group: 'status',
  fields: [
    { kind: 'item', name: 'ocspRequest', accepts: ['ocsp-request'] },
    {
      ...{ kind: 'item', name: 'responder', accepts: ['certificate'], withKey: true },
      fits: ({ isAuthority: isIssuer, usages }) => isIssuer === true || usages?.includes('OCSPSigning') === true,
    },
    {
      ...{ kind: 'item', name: 'issuerCertificate', accepts: ['certificate'], fits: isAuthority },
      when: ({ values, shelf }) => shelf.find(({ id }) => id === String(values.responder))?.isAuthority !== true,
    },
    { kind: 'choice', name: 'status', options: ['good', 'revoked', 'unknown', 'list'] },
    { kind: 'item', name: 'list', accepts: ['crl'], when: ({ values }) => values.status === 'list' },
    {
      kind: 'choice',
      name: 'reason',
      options: REASONS.slice(0, -1),
      when: ({ values }) => values.status === 'revoked',
    },
    {
      ...{ kind: 'text', name: 'revokedOn', optional: true, isCode: true },
      when: ({ values }) => values.status === 'revoked',
    },
    { kind: 'number', name: 'hours', initial: String(HOURS), min: 1, max: MAX_HOURS, more: true },
    { kind: 'choice', name: 'digest', options: ['usual', 'sha256', 'sha384', 'sha512'], more: true },
  ],
  blame: [
    [/issuer|delegat|OCSPSigning|answer for|sign/i, 'responder'],
    [/request|nothing is said/i, 'ocspRequest'],
  ],
  run: async (input, kit) => {
    const responder = input.identity('responder');
    const request = input.needed('ocspRequest');
    const asked = await about('ocspRequest', () => kit.readOcspRequest(request.bytes));
    const statuses = await statusesOf(
      input,
      kit,
      asked.requests.map(({ id }) => id),
    );
    const issuer = input.item('issuerCertificate');
    const made = await kit.createOcspResponse({
      ...{ responder, request: request.bytes, statuses, ...signature(input) },
      ...(issuer && { issuer: issuer.bytes }),
      hours: input.whole('hours') ?? HOURS,
    });
    const stem = `${fileStem(request.title || responder.item.title, 'status')}.ocsp-response`;
    return {
      ...{ sentence: 'ocspAnswered', title: responder.item.title },
      facts: [
        ...fact(
          'statuses',
          statuses.map(({ id, status }) => `${hexSerial(id?.serialNumber ?? 0n)} ${status}`),
          true,
        ),
        ...nonceFact(asked.nonce),
      ],
      products: [
        plainProduct(
          'ocspResponse',
          { kind: 'ocsp-response', title: request.title || responder.item.title, bytes: made.der },
          pemAndDer(stem, made.pem, made.der, 'application/ocsp-response'),
        ),
      ],
    };
  },
};

type Ids = readonly NonNullable<OcspStatusInput['id']>[];

/** What is said of each certificate that was asked about. */
async function statusesOf(input: Input, kit: Kit, ids: Ids): Promise<readonly OcspStatusInput[]> {
  const status = input.text('status');
  if (status === 'list') return await statusesByList(input.needed('list').bytes, kit, ids);
  const reason = REASONS.find((one) => one === input.text('reason'));
  const revocationDate = input.date('revokedOn') ?? new Date();
  return ids.map((id) =>
    status === 'revoked'
      ? { id, status, revocationDate, ...(reason !== undefined && { reason }) }
      : { id, status: status === 'good' ? 'good' : 'unknown' },
  );
}

async function statusesByList(der: Uint8Array, kit: Kit, ids: Ids): Promise<readonly OcspStatusInput[]> {
  const { revoked } = await about('list', () => kit.readCrl(der));
  const bySerial = new Map(revoked.map((entry) => [entry.serialNumber, entry]));
  return ids.map((id): OcspStatusInput => {
    const entry = bySerial.get(id.serialNumber);
    if (entry === undefined) return { id, status: 'good' };
    const { date } = entry.revocationDate;
    if (date === null) throw new Problem('list', { word: 'noDate' });
    const { reason } = entry;
    return { id, status: 'revoked', revocationDate: date, ...(reason !== undefined && { reason }) };
  });
}

export const ocspCheck: Task = {
  id: 'ocsp-check',
  group: 'status',
  fields: [
    { kind: 'item', name: 'ocspResponse', accepts: ['ocsp-response'] },
    { kind: 'item', name: 'certificate', accepts: ['certificate'], fits: ({ isRoot }) => isRoot !== true },
    { kind: 'item', name: 'issuerCertificate', accepts: ['certificate'], fits: isAuthority },
    { kind: 'item', name: 'ocspRequest', accepts: ['ocsp-request'], optional: true },
    { kind: 'text', name: 'checkedAt', optional: true, more: true, isCode: true },
  ],
  run: async (input, kit) => {
    const { bytes: response } = input.needed('ocspResponse');
    const { bytes: certificate, title } = input.needed('certificate');
    const issuer = input.needed('issuerCertificate').bytes;
    const request = input.item('ocspRequest');
    const at = input.date('checkedAt');
    const read = await about('ocspResponse', () => kit.readOcspResponse(response));
    const said = read.status === 'successful' ? read.responses : [];
    const facts = [
      ...fact('answer', read.status, true),
      ...said.flatMap((one) => [
        ...fact('statuses', `${hexSerial(one.id.serialNumber)} ${one.status}`, true),
        ...fact('reasonSaid', one.reason, true),
        ...fact('revokedAt', one.revocationDate?.date),
        ...fact('thisUpdate', one.thisUpdate.date),
        ...fact('nextUpdate', one.nextUpdate?.date),
      ]),
      ...(read.status === 'successful' ? [...fact('signedAt', read.producedAt.date), ...nonceFact(read.nonce)] : []),
    ];
    try {
      const verified = await kit.verifyOcspResponse({
        ...{ response, certificate, issuer },
        ...(request && { request: request.bytes }),
        ...(at && { at }),
      });
      const sentence = `ocsp-${verified.status}` as const;
      return { sentence, title, facts, verdict: { holds: verified.status === 'good', sentence }, products: [] };
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_PKI_UNVERIFIED') throw error;
      const reason = error instanceof Error ? error.message : '';
      return {
        ...{ sentence: 'ocspUnbelieved', title, facts, products: [] },
        verdict: { holds: false, sentence: 'ocspUnbelieved', reason },
      };
    }
  },
};
