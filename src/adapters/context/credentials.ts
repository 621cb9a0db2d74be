/** Certificates and keys, read once and shown by each context of a recipe. */
import { crypto, type SSL } from '../../index.js';
import { ExternalKey } from '../../signers/index.js';
import type { CertificateInput, ContextOptions, KeyInput, KeyWithPassphrase, PfxInput } from '../options.js';

/** What is done to a context. */
export type Step = (context: SSL.Context) => void;

type Passphrase = string | Uint8Array | null | undefined;

/** One or many as a list. */
export function listed<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** @param own - takes each key that is read here, to be freed with the recipe */
export function credentialSteps(options: ContextOptions, own: (key: crypto.PKey) => void): Step[] {
  const { cert, key, pfx, passphrase } = options;
  const steps = listed<CertificateInput>(cert).map(certificateStep);
  for (const one of listed<KeyInput>(key)) steps.push(keyStep(one, passphrase, own));
  for (const one of listed<PfxInput>(pfx)) steps.push(pfxStep(one, passphrase, own));
  if (cert !== undefined || pfx !== undefined) steps.push((context) => context.checkPrivatekey());
  return steps;
}

/** Shows a certificate, with the chain that stands behind it in its PEM. */
export function certificateStep(cert: CertificateInput): Step {
  // Copied: objects and bytes are the caller's, who may free them, or write over them.
  const pem = cert instanceof crypto.X509 ? pemOf(cert) : typeof cert === 'string' ? cert : cert.slice();
  return (context) => context.useCertificateChain(pem);
}

/** Proves with a key. Without a passphrase the empty one is tried, as in node:tls: its error says that it is not the right one. */
export function keyStep(input: KeyInput, otherwise: Passphrase, own: (key: crypto.PKey) => void): Step {
  if (input instanceof ExternalKey) return (context) => context.useSigner(input);
  const { pem, passphrase = otherwise } = isPair(input) ? input : { pem: input };
  const key =
    pem instanceof crypto.PKey ? copyOf(pem) : crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem, passphrase ?? '');
  own(key);
  return (context) => context.usePrivatekey(key);
}

function isPair(input: Exclude<KeyInput, ExternalKey>): input is KeyWithPassphrase {
  return typeof input === 'object' && !(input instanceof crypto.PKey) && !ArrayBuffer.isView(input);
}

function copyOf(key: crypto.PKey): crypto.PKey {
  const der = crypto.dumpPrivatekey(crypto.FILETYPE_ASN1, key);
  try {
    return crypto.loadPrivatekey(crypto.FILETYPE_ASN1, der);
  } finally {
    der.fill(0);
  }
}

function pemOf(cert: crypto.X509): string {
  return new TextDecoder().decode(crypto.dumpCertificate(crypto.FILETYPE_PEM, cert));
}

/** Shows what a PKCS#12 file holds: the certificate, its chain, and its key. */
export function pfxStep(input: PfxInput, otherwise: Passphrase, own: (key: crypto.PKey) => void): Step {
  const { buf, passphrase } = ArrayBuffer.isView(input) ? { buf: input } : input;
  const file = crypto.loadPkcs12(buf, passphrase ?? otherwise ?? null);
  const certificate = file.getCertificate();
  const key = file.getPrivatekey();
  if (key !== null) own(key);
  if (certificate === null || key === null) throw new TypeError('pfx must hold a certificate and its key');
  const chain = [certificate, ...(file.getCaCertificates() ?? [])];
  const pem = chain.map(pemOf).join('');
  return (context) => {
    context.useCertificateChain(pem);
    context.usePrivatekey(key);
  };
}
