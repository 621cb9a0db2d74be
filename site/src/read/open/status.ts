/** OCSP and time stamps. */
import type { OcspSingle, TimeStampData } from 'tsopenssl/pki';
import type { Row, Section } from '../model.js';
import { serialText } from './certificates.js';
import { openMessage } from './messages.js';
import { type Opener, rows } from './tools.js';

export const openOcspRequest: Opener = async (pki, { input }) => {
  const data = await pki.readOcspRequest(input);
  const asked: readonly Row[] = data.requests.map(({ id }) => [serialText(id.serialNumber), id]);
  return {
    summary: [['asked', data.requests.map(({ id }) => serialText(id.serialNumber))]],
    sections: [
      { title: 'asked', rows: asked },
      {
        title: 'request',
        rows: rows(
          ['version', data.version],
          ['requestorName', data.requestorName],
          ['nonce', data.nonce],
          ['signature', data.signature],
        ),
      },
      { title: 'extensions', rows: data.extensions.map((extension) => [extension.name, extension]) },
    ],
    text: await pki.toText(data),
    inside: [],
  };
};

const singleRows = ({ id, status, revocationDate, reason, thisUpdate, nextUpdate }: OcspSingle) =>
  rows(
    ['serialNumber', serialText(id.serialNumber)],
    ['status', status],
    ['revocationDate', revocationDate],
    ['reason', reason],
    ['thisUpdate', thisUpdate],
    ['nextUpdate', nextUpdate],
    ['identifier', id],
  );

export const openOcspResponse: Opener = async (pki, { input }) => {
  const data = await pki.readOcspResponse(input);
  const text = await pki.toText(data);
  if (data.status !== 'successful')
    return {
      summary: [['status', data.status]],
      sections: [{ title: 'response', rows: [['status', data.status]] }],
      text,
      inside: [],
    };
  const [first] = data.responses;
  const singles = data.responses.map((single): Section => ({ title: 'answer', rows: singleRows(single) }));
  return {
    summary: first === undefined ? [] : singleRows(first).filter(([term]) => term !== 'identifier'),
    sections: [
      ...singles,
      {
        title: 'response',
        rows: rows(
          ['responder', data.responderId.type === 'name' ? data.responderId.name : data.responderId.keyHash],
          ['producedAt', data.producedAt],
          ['nonce', data.nonce],
          ['certificates', data.certificates.length],
        ),
      },
      { title: 'extensions', rows: data.extensions.map((extension) => [extension.name, extension]) },
      {
        title: 'signature',
        rows: [
          ['algorithm', data.signatureAlgorithm],
          ['signature', data.signature],
        ],
      },
    ],
    text,
    inside: data.certificates.map((der) => ({ name: '', der })),
  };
};

export const openStampRequest: Opener = async (pki, { input, found }) => {
  const data = await pki.readTimeStampRequest(found.bytes ?? input);
  const facts = rows(
    ['version', data.version],
    ['imprint', data.imprint],
    ['policy', data.policy],
    ['nonce', data.nonce],
    ['wantsCertificates', data.certificates],
  );
  return { summary: facts, sections: [{ title: 'request', rows: facts }], inside: [] };
};

const stampRows = (data: TimeStampData) =>
  rows(
    ['genTime', data.genTime],
    ['imprint', data.imprint],
    ['policy', data.policy],
    ['serialNumber', data.serialNumber],
    ['accuracy', data.accuracy],
    ['ordering', data.ordering],
    ['nonce', data.nonce],
    ['tsa', data.tsa],
  );

export const openStamp: Opener = async (pki, item) => {
  const data = await pki.readTimeStamp(item.found.bytes ?? item.input);
  const { sections, inside } = await openMessage(pki, item);
  const facts = stampRows(data);
  return { summary: facts, sections: [{ title: 'stamp', rows: facts }, ...sections], inside };
};

export const openStampResponse: Opener = async (pki, { input, found }) => {
  const data = await pki.readTimeStampResponse(found.bytes ?? input);
  const facts = rows(
    ['status', data.status],
    ['texts', data.texts.length > 0 ? data.texts : undefined],
    ['failures', data.failures],
  );
  const stamp = data.untrustedStamp === undefined ? [] : stampRows(data.untrustedStamp);
  return {
    summary: [...facts, ...stamp],
    sections: [
      { title: 'response', rows: facts },
      { title: 'stamp', rows: stamp },
    ],
    inside: data.token === undefined ? [] : [{ name: '', der: data.token }],
  };
};
