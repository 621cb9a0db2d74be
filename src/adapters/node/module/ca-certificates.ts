/** The trusted CAs that there are, in the shape of node:tls. */
import tls from 'node:tls';
import { environment } from '../../../common/environment.js';
import { readFile } from '../../../common/files.js';
import { text } from '../../../common/options.js';
import { wrongType } from '../../../common/refusals.js';
import { crypto } from '../../../index.js';
import { systemBundle } from '../../../tls/context/verification.js';
import { readableCertificates } from '../../context/authorities.js';
import type { Pem } from '../../options.js';
import { extraCertificates, platformRoots, replaceDefaults, replacedDefaults } from '../../trust.js';
import { coded } from '../socket/node-errors.js';

/** The CAs that the platform brings, as PEM: Mozilla's, as `tls.rootCertificates` has them. They are no default here. */
export const rootCertificates: readonly string[] = Object.freeze([...tls.rootCertificates]);

const cache = new Map<string, readonly string[]>();

/**
 * The trusted CAs as PEM, in a frozen list.
 * @param type - `default`: what a client trusts that is told nothing; `system`: those of the system; `bundled`: those that the
 * platform brings; `extra`: those of NODE_EXTRA_CA_CERTS
 * @throws {TypeError} for another type
 */
export function getCACertificates(type: 'default' | 'system' | 'bundled' | 'extra' = 'default'): readonly string[] {
  const list = LISTS.get(text(type, 'type'));
  if (list === undefined)
    throw coded('ERR_INVALID_ARG_VALUE', `type must be one of ${[...LISTS.keys()].join(', ')}`, TypeError);
  let certificates = cache.get(type);
  if (certificates === undefined) {
    certificates = Object.freeze(list());
    cache.set(type, certificates);
  }
  return certificates;
}

/**
 * Sets the default CAs of all clients of this package that are made from now on, in the place of the system's and of
 * NODE_EXTRA_CA_CERTS. None: they trust nobody.
 * @param certs - each PEM, as text or bytes
 * @throws {TypeError} when it is no array of them
 * @throws {Error} `ERR_CRYPTO_OPERATION_FAILED` when none of them is a certificate
 */
export function setDefaultCACertificates(certs: readonly Pem[]): void {
  if (!Array.isArray(certs)) throw wrongType('certs', 'an array', certs);
  certs.forEach((cert: unknown, index) => {
    if (typeof cert !== 'string' && !ArrayBuffer.isView(cert)) throw wrongType(`certs[${index}]`, 'PEM', cert);
  });
  const certificates = certs.flatMap((cert: Pem) => readableCertificates(cert));
  if (certificates.length === 0 && certs.length > 0) {
    const error = new Error('No valid certificates found in the provided array');
    throw Object.assign(error, { code: 'ERR_CRYPTO_OPERATION_FAILED' });
  }
  replaceDefaults(certificates);
  cache.delete('default');
}

const LISTS: ReadonlyMap<string, () => string[]> = new Map([
  ['default', defaultCertificates],
  ['system', systemCertificates],
  ['bundled', () => [...rootCertificates]],
  ['extra', () => extraCertificates().map(pemOf)],
]);

function defaultCertificates(): string[] {
  const replaced = replacedDefaults();
  const certificates = replaced?.map(pemOf) ?? [...systemCertificates(), ...extraCertificates().map(pemOf)];
  return [...new Set(certificates)];
}

function systemCertificates(): string[] {
  const bundle = environment('SSL_CERT_FILE') || systemBundle();
  if (bundle === undefined) return platformRoots().map(pemOf);
  try {
    return crypto.loadCertificates(readFile(bundle)).map(pemOf);
  } catch {
    return [];
  }
}

function pemOf(cert: crypto.X509): string {
  return new TextDecoder().decode(crypto.dumpCertificate(crypto.FILETYPE_PEM, cert));
}
