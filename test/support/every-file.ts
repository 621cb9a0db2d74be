/**
 * Reads every file of a folder by every loader, and uses what comes of it. Prints what it is about to do, so that whoever
 * started it knows what does not come back; at the end what it has done.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setModuleSource } from '../../src/ffi/index.js';
import { crypto, TrapError } from '../../src/index.js';

const [wasm = '', folder = ''] = process.argv.slice(2);
setModuleSource(() => new WebAssembly.Module(readFileSync(wasm)));

const { FILETYPE_ASN1: DER, FILETYPE_PEM: PEM, FILETYPE_TEXT: TEXT } = crypto;
/** What OpenSSL's own tests use. */
const PASSWORDS = [null, '', 'password', 'changeit'];
const BLOCK = /-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----\n?/g;

const totals = { files: 0, calls: 0, results: 0, signatures: 0 };

function say(kind: string, what: unknown): void {
  writeSync(1, `${JSON.stringify({ kind, what })}\n`);
}

/** One call: an Error is an answer, anything else is none. */
function attempt<T>(name: string, call: () => T): T | undefined {
  totals.calls += 1;
  say('call', name);
  try {
    const result = call();
    totals.results += 1;
    return result;
  } catch (error) {
    if (error instanceof TrapError || error instanceof WebAssembly.RuntimeError || !(error instanceof Error)) {
      say('fault', `${name}: ${String(error)}`);
    }
    return undefined;
  }
}

function useKey(key: crypto.PKey): void {
  const isPrivate = attempt('isPrivate', () => key.isPrivate) === true;
  attempt('bits', () => [key.bits(), key.type(), key.typeName, key.groupName]);
  attempt('equals', () => key.equals(key));
  for (const type of [PEM, DER, TEXT]) {
    attempt('dumpPublickey', () => crypto.dumpPublickey(type, key));
    if (isPrivate) attempt('dumpPrivatekey', () => crypto.dumpPrivatekey(type, key));
  }
  if (!isPrivate) return;
  attempt('check', () => key.check());
  const holder = new crypto.X509();
  attempt('setPubkey', () => holder.setPubkey(key));
  for (const digest of ['sha256', 'sm3', null]) {
    const signature = attempt(`sign with ${key.typeName} and ${digest}`, () => crypto.sign(key, 'data', digest));
    if (signature === undefined) continue;
    totals.signatures += 1;
    attempt('verify', () => crypto.verify(holder, signature, 'data', digest));
    // Those that hash by themselves take no other; a second signature says nothing new.
    break;
  }
}

function useCertificate(certificate: crypto.X509): void {
  for (const type of [PEM, DER, TEXT]) attempt('dumpCertificate', () => crypto.dumpCertificate(type, certificate));
  const key = attempt('getPubkey', () => certificate.getPubkey());
  if (key !== undefined) useKey(key);
  attempt('names', () => [certificate.getSubject().toString(), certificate.getIssuer().toString()]);
  attempt('times', () => [certificate.getNotBefore(), certificate.getNotAfter(), certificate.hasExpired()]);
  const extensions = attempt('getExtensionCount', () => certificate.getExtensionCount()) ?? 0;
  for (let index = 0; index < extensions; index++) attempt('extension', () => String(certificate.getExtension(index)));
  const store = new crypto.X509Store();
  attempt('addCert', () => store.addCert(certificate));
  attempt('verifyCertificate', () => new crypto.X509StoreContext(store, certificate).verifyCertificate());
}

function useFile(bytes: Uint8Array): void {
  for (const type of [PEM, DER]) {
    for (const password of PASSWORDS) {
      const key = attempt('loadPrivatekey', () => crypto.loadPrivatekey(type, bytes, password));
      if (key === undefined) continue;
      useKey(key);
      break;
    }
    const open = attempt('loadPublickey', () => crypto.loadPublickey(type, bytes));
    if (open !== undefined) useKey(open);
    const certificate = attempt('loadCertificate', () => crypto.loadCertificate(type, bytes));
    if (certificate !== undefined) useCertificate(certificate);
    const request = attempt('loadCertificateRequest', () => crypto.loadCertificateRequest(type, bytes));
    if (request !== undefined) attempt('verify request', () => request.verify(request.getPubkey()));
    const list = attempt('loadCrl', () => crypto.loadCrl(type, bytes));
    if (list !== undefined) attempt('dumpCrl', () => crypto.dumpCrl(TEXT, list));
    const message = attempt('loadPkcs7Data', () => crypto.loadPkcs7Data(type, bytes));
    if (message !== undefined) attempt('verify message', () => message.verify(new crypto.X509Store()));
  }
  attempt('loadCertificates', () => crypto.loadCertificates(bytes));
  for (const password of PASSWORDS) {
    const file = attempt('loadPkcs12', () => crypto.loadPkcs12(bytes, password, { allowMissingMac: true }));
    const key = file?.getPrivatekey();
    const certificate = file?.getCertificate();
    if (key) useKey(key);
    if (certificate) useCertificate(certificate);
    if (file !== undefined) break;
  }
}

const seen = new Set<string>();
const names = readdirSync(folder, { recursive: true, withFileTypes: true });
for (const entry of names.filter((each) => each.isFile() && !/\.(c|h|pm|pl|t|in|info|py|rb|sh|md)$/.test(each.name))) {
  const path = join(entry.parentPath, entry.name);
  const bytes = new Uint8Array(readFileSync(path));
  // Each block by itself too: a loader of PEM stops at the first of its kind.
  const blocks = Buffer.from(bytes).toString('latin1').match(BLOCK) ?? [];
  const contents = [
    bytes,
    ...(blocks.length > 1 ? blocks.map((block) => new Uint8Array(Buffer.from(block, 'latin1'))) : []),
  ];
  say('file', path);
  totals.files += 1;
  for (const content of contents) {
    const hash = createHash('sha256').update(content).digest('hex');
    if (!seen.has(hash)) useFile(content);
    seen.add(hash);
  }
}
say('done', totals);
