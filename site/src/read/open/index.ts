/** Reads an item with the function of the kit that is for it. */
import type { RemotePki } from 'tsopenssl/worker';
import { sentenceOf } from '../../work/jobs.js';
import type { Item, Opened, Reading } from '../model.js';
import { openCertificate, openCrl, openRequest } from './certificates.js';
import { openJavaStore, openPkcs12, openPrivateKey, openPublicKey } from './keys.js';
import { openMail, openMessage } from './messages.js';
import { openOcspRequest, openOcspResponse, openStamp, openStampRequest, openStampResponse } from './status.js';
import type { Opener } from './tools.js';

const OPENERS: Partial<Record<Item['found']['kind'], Opener>> = {
  certificate: openCertificate,
  'trusted-certificate': openCertificate,
  'certificate-request': openRequest,
  crl: openCrl,
  'private-key': openPrivateKey,
  'public-key': openPublicKey,
  pkcs12: openPkcs12,
  jks: openJavaStore,
  cms: openMessage,
  mail: openMail,
  'ocsp-request': openOcspRequest,
  'ocsp-response': openOcspResponse,
  'time-stamp-request': openStampRequest,
  'time-stamp-response': openStampResponse,
  'time-stamp-token': openStamp,
};

/** Nothing more is known of it than what it is. */
const NOTHING: Opened = { is: 'open', sections: [], summary: [], inside: [] };

export async function readItem(pki: RemotePki, item: Item, password?: string): Promise<Reading> {
  const open = OPENERS[item.found.kind];
  if (open === undefined) return NOTHING;
  try {
    return { is: 'open', ...(await open(pki, item, password)) };
  } catch (error) {
    if (isAbort(error)) throw error;
    if (codeOf(error) === 'ERR_PKI_PASSWORD') return { is: 'locked', wrong: password !== undefined };
    return { is: 'unreadable', sentence: sentenceOf(error) };
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
