/** Trusted CAs and revocation lists, read. */
import { bytesArgument } from '../../common/arguments.js';
import { kinds, singlePems } from '../../crypto/internal.js';
import { crypto } from '../../index.js';
import { copyOf } from '../certificate.js';
import type { CertificateInput, Pem } from '../options.js';

/** @throws {crypto.Error} when there is no certificate, or one is malformed */
export function certificatesOf(input: CertificateInput): crypto.X509[] {
  if (!(input instanceof crypto.X509)) return crypto.loadCertificates(input);
  // An object is the caller's, who may free it.
  return [copyOf(input)];
}

/** What was found of the last texts: a client gives the same with each connection. */
const found = new Map<string, string>();
const FOUND = 16;
const decoder = new TextDecoder();
/** Longest text that is remembered, in characters. */
const MAX_TEXT = 2 ** 20;

/** What can be read of a PEM, as PEM: what is broken ends the reading in silence, as in node:tls. */
export function readableOf(pem: Pem): string {
  const text = typeof pem === 'string' ? pem : new TextDecoder('latin1').decode(pem);
  const known = found.get(text);
  if (known !== undefined) return known;
  const readable = readBlocks(pem);
  if (text.length <= MAX_TEXT) {
    for (const oldest of found.keys()) {
      if (found.size < FOUND) break;
      found.delete(oldest);
    }
    found.set(text, readable);
  }
  return readable;
}

/** The same, as certificates that are the caller's. */
export function readableCertificates(pem: Pem): crypto.X509[] {
  const readable = readableOf(pem);
  return readable === '' ? [] : crypto.loadCertificates(readable);
}

function readBlocks(pem: Pem): string {
  const blocks: string[] = [];
  for (const block of singlePems(kinds.trusted, bytesArgument(pem, 'ca'))) {
    try {
      for (const certificate of crypto.loadCertificates(block)) certificate.free();
      blocks.push(decoder.decode(block));
    } catch (error) {
      if (!(error instanceof crypto.Error)) throw error;
      break;
    }
  }
  return blocks.join('');
}

/** @throws {crypto.Error} `ERR_CRYPTO_OPERATION_FAILED` when it is none */
export function crlOf(pem: Pem): crypto.CRL {
  try {
    return crypto.loadCrl(crypto.FILETYPE_PEM, pem);
  } catch (error) {
    // Node has one code for all that is wrong with a list.
    if (error instanceof crypto.Error) Object.assign(error, { code: 'ERR_CRYPTO_OPERATION_FAILED' });
    throw error;
  }
}
