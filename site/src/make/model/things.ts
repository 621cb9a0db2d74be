/** Certificates, requests and lists as they go on the shelf, into facts and into files. */
import type { CertificateData, CrlData, GeneralName, KeyData, RequestData } from 'tsopenssl/pki';
import type { ShelfEntry } from '../../frame/shelf.js';
import { called, fileStem, nameLine, printable } from './names.js';
import { type Fact, type FileForm, fact, type Product } from './outcome.js';
import type { Kit } from './task.js';
import type { ProductName } from './words.js';

type Origin = ShelfEntry['origin'];

/** The two forms of what has a PEM. */
export function pemAndDer(stem: string, pem: string, der: Uint8Array, type: string): readonly FileForm[] {
  return [
    { form: 'PEM', name: `${stem}.pem`, type: 'application/x-pem-file', content: pem },
    { form: 'DER', name: `${stem}.der`, type, content: der },
  ];
}

const PEM_LINE = 64;

/** Bytes as a block of PEM. */
export function pemOf(label: string, der: Uint8Array): string {
  let binary = '';
  for (const byte of der) binary += String.fromCharCode(byte);
  const lines = btoa(binary).match(new RegExp(`.{1,${PEM_LINE}}`, 'g')) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** A certificate that was read, with what the page wants to know of it. */
export interface KnownCertificate {
  readonly data: CertificateData;
  readonly entry: ShelfEntry;
  readonly facts: readonly Fact[];
}

export async function knownCertificate(
  input: Parameters<Kit['readCertificate']>[0],
  kit: Kit,
  origin: Origin,
): Promise<KnownCertificate> {
  const [data, prints] = await Promise.all([kit.readCertificate(input), kit.fingerprints(input)]);
  const key = await kit.readKey(data.publicKey.der).catch(() => undefined);
  const title = called(data.subject, data.subjectAltName);
  const constraints = contentOf(data, 'basicConstraints');
  const isRoot = nameLine(data.subject) === nameLine(data.issuer);
  const usages = contentOf(data, 'extKeyUsage')?.usages;
  const entry: ShelfEntry = {
    ...{ kind: 'certificate', title, bytes: data.der, pin: prints.pin, origin },
    ...{ isAuthority: constraints?.ca === true, isRoot, ...(usages && { usages }) },
    ...(data.notAfter.date && { until: data.notAfter.date }),
  };
  const facts = [
    ...fact('subject', nameLine(data.subject)),
    ...fact('names', data.subjectAltName.map(generalText), true),
    ...fact('issuer', isRoot ? { word: 'itself' } : nameLine(data.issuer)),
    ...fact('validFrom', data.notBefore.date),
    ...fact('validTo', data.notAfter.date),
    ...fact('usages', usages, true),
    ...fact('keyKind', keyText(key), true),
    ...fact('signedWith', data.signatureAlgorithm.name, true),
    ...fact('serialNumber', hexSerial(data.serialNumber), true),
    ...fact('fingerprint', prints.sha256, true),
  ];
  return { data, entry, facts };
}

export async function certificateProduct(der: Uint8Array, kit: Kit): Promise<Product & KnownCertificate> {
  const known = await knownCertificate(der, kit, 'made');
  const { title } = known.entry;
  const forms = pemAndDer(fileStem(title, 'certificate'), pemOf('CERTIFICATE', der), der, 'application/pkix-cert');
  return { ...known, name: 'certificate', title, forms };
}

export async function requestEntry(der: Uint8Array, kit: Kit, origin: Origin): Promise<[ShelfEntry, RequestData]> {
  const [data, { pin }] = await Promise.all([kit.readRequest(der), kit.fingerprints(der)]);
  const title = called(data.subject, data.subjectAltName);
  return [{ kind: 'request', title, bytes: data.der, pin, origin }, data];
}

export async function crlEntry(
  input: Parameters<Kit['readCrl']>[0],
  kit: Kit,
  origin: Origin,
): Promise<[ShelfEntry, CrlData]> {
  const data = await kit.readCrl(input);
  return [{ kind: 'crl', title: called(data.issuer), bytes: data.der, origin }, data];
}

/** A kind of key in a few words: its curve or its size where the kind leaves that open; nothing of one that OpenSSL does not know. */
export function keyText(key: Pick<KeyData, 'type' | 'curve' | 'bits'> | undefined): string {
  if (key === undefined) return '';
  const more = key.curve ?? (/^(RSA|DSA|DH)/.test(key.type) ? String(key.bits) : '');
  return `${key.type} ${CURVES[more] ?? more}`.trim();
}

/** What most call them. */
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** Something that has no more to be known of it than its bytes. */
export function plainProduct(
  name: ProductName,
  entry: Omit<ShelfEntry, 'origin'>,
  forms: readonly FileForm[],
): Product {
  return { name, title: entry.title, forms, entry: { ...entry, origin: 'made' } };
}

interface Extended {
  readonly extensions: CertificateData['extensions'];
}
type Content = NonNullable<CertificateData['extensions'][number]['content']>;
type ContentOf<T extends Content['type']> = Extract<Content, { readonly type: T }>;

/** What an extension says, where it is there. */
export function contentOf<T extends Content['type']>({ extensions }: Extended, type: T): ContentOf<T> | undefined {
  for (const { content } of extensions) if (content?.type === type) return content as ContentOf<T>;
  return undefined;
}

/** A name as people read it. */
export function generalText(name: GeneralName): string {
  return name.type === 'dirName' ? nameLine(name.value) : printable(name.value);
}

/** A serial number in pairs, as programs show it. */
export function hexSerial(number: bigint): string {
  const hex = number.toString(16).replace('-', '');
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return `${number < 0n ? '-' : ''}${even.match(/../g)?.join(':') ?? ''}`;
}
