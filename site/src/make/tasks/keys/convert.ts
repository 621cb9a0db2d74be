/** The same in another form: each form that the kit writes of what it reads. */
import type { WriteKeyOptions } from 'tsopenssl/pki';
import type { ShelfItem, ShelfKind } from '../../../frame/shelf.js';
import type { FormState } from '../../model/fields.js';
import type { Input } from '../../model/input.js';
import { pkcs8 } from '../../model/keys.js';
import { fileStem } from '../../model/names.js';
import { type FileForm, fact, type Product } from '../../model/outcome.js';
import { about, Problem } from '../../model/problem.js';
import type { Kit, Task } from '../../model/task.js';
import { pemOf } from '../../model/things.js';

const PRIVATE = ['pkcs8-pem', 'pkcs8-der', 'pkcs1-pem', 'pkcs1-der', 'sec1-pem', 'sec1-der', 'openssh', 'jwk'];
const PUBLIC = ['spki-pem', 'spki-der', 'public-pkcs1-pem', 'public-pkcs1-der', 'public-openssh', 'public-jwk'];
const STORE = ['store-pem', 'store-p7b', 'p12-modern', 'p12-legacy'];

/** What each kind of thing can become. */
const FORMS: Readonly<Record<ShelfKind, readonly string[]>> = {
  certificate: ['pem', 'der', 'p7b-pem', 'p7b-der', 'text', ...PUBLIC],
  request: ['pem', 'der', 'text', ...PUBLIC],
  crl: ['pem', 'der', 'p7b-pem', 'p7b-der', 'text'],
  'private-key': [...PRIVATE, ...PUBLIC],
  'public-key': PUBLIC,
  pkcs12: [...STORE, 'der'],
  'java-store': STORE,
  message: ['pem', 'der', 'certificates-pem'],
  mail: ['inner-pem', 'inner-der'],
  'ocsp-request': ['pem', 'der', 'text'],
  'ocsp-response': ['pem', 'der', 'text'],
  'time-stamp-request': ['der', 'base64'],
  'time-stamp': ['der', 'base64'],
  data: ['base64'],
};

const LABELS: Partial<Record<ShelfKind, string>> = {
  certificate: 'CERTIFICATE',
  request: 'CERTIFICATE REQUEST',
  crl: 'X509 CRL',
  message: 'PKCS7',
  'ocsp-request': 'OCSP REQUEST',
  'ocsp-response': 'OCSP RESPONSE',
};

const chosenKinds = ({ values, shelf }: FormState): readonly ShelfKind[] => {
  const ids = new Set(Array.isArray(values.source) ? (values.source as readonly string[]) : []);
  return shelf.filter(({ id }) => ids.has(id)).map(({ kind }) => kind);
};

/** What all that was chosen can become; several things become one file where that form holds several. */
function forms(state: FormState): readonly string[] {
  const kinds = chosenKinds(state);
  const [first = 'certificate'] = kinds;
  const common = FORMS[first].filter((form) => kinds.every((kind) => FORMS[kind].includes(form)));
  return kinds.length > 1
    ? common.filter((form) => /^(pem|p7b-.*|text)$|-pem$|^(public-)?openssh$/.test(form))
    : common;
}

const needsPassword = ({ values }: FormState): boolean => /^p12-/.test(String(values.to));
const isSealable = ({ values }: FormState): boolean => /^(pkcs8-(pem|der)|openssh)$/.test(String(values.to));
const isStore = (state: FormState): boolean => chosenKinds(state).some((kind) => /pkcs12|java/.test(kind));

export const convert: Task = {
  id: 'convert',
  group: 'keys',
  fields: [
    { kind: 'item', name: 'source', accepts: Object.keys(FORMS) as ShelfKind[], several: true },
    { kind: 'password', name: 'password', optional: true, when: isStore },
    { kind: 'choice', name: 'to', options: forms },
    { kind: 'password', name: 'newPassword', when: needsPassword },
    { kind: 'password', name: 'sealPassword', optional: true, when: isSealable },
    {
      kind: 'text',
      name: 'comment',
      optional: true,
      more: true,
      when: ({ values }) => /openssh/.test(String(values.to)),
    },
  ],
  blame: [
    [/^The key has only|form of|there is no .* of/i, 'to'],
    [/passphrase/, 'sealPassword'],
    [/password/i, 'password'],
    [/comment/, 'comment'],
  ],
  run: async (input, kit) => {
    const items = input.items('source');
    if (items.some(({ signer }) => signer !== undefined) && !/^(public|spki)/.test(input.text('to')))
      throw new Problem('source', { word: 'keptKeyStays' });
    const to = input.text('to');
    const { file, isSecret, isLine } = await converted(items, to, input, kit);
    const title = items.map((item) => item.title).join(', ');
    const product: Product = { name: 'converted', title, isSecret, forms: [file] };
    const shown = typeof file.content === 'string' && !isSecret && (isLine || to === 'text');
    return {
      ...{ sentence: 'converted', title, products: [product] },
      facts: [...fact('form', { choice: to, of: 'to' }), ...fact('bytes', sizeOf(file.content))],
      warnings: to === 'p12-legacy' ? ['legacyWarning'] : [],
      ...(shown && { text: String(file.content) }),
    };
  },
};

const sizeOf = (content: string | Uint8Array): number =>
  typeof content === 'string' ? new TextEncoder().encode(content).length : content.length;

interface Converted {
  readonly file: FileForm;
  readonly isSecret: boolean;
  readonly isLine?: boolean;
}

async function converted(items: readonly ShelfItem[], to: string, input: Input, kit: Kit): Promise<Converted> {
  const stem = fileStem(items[0]?.title ?? '', 'converted').replace(/\.(pem|der|crt|cer|key|p12|pfx|jks)$/i, '');
  const text = (content: string, extension: string): Converted => ({
    file: { form: extension.toUpperCase(), name: `${stem}.${extension}`, type: 'text/plain', content },
    isSecret: false,
  });
  const bytes = (content: Uint8Array, extension: string): Converted => ({
    file: { form: extension.toUpperCase(), name: `${stem}.${extension}`, type: 'application/octet-stream', content },
    isSecret: false,
  });
  const [first] = items;
  if (first === undefined) throw new Problem('source', { word: 'missing' });
  if (/^(pkcs8|pkcs1|sec1|openssh|jwk|spki|public)/.test(to)) return await keyForm(items, to, stem, input, kit);
  if (/^(store|p12)-/.test(to)) return await storeForm(first, to, stem, input, kit);
  switch (to) {
    case 'pem':
      return text(items.map(({ kind, bytes: der }) => pemOf(LABELS[kind] ?? 'DATA', der)).join(''), 'pem');
    case 'der':
      return bytes(first.bytes, first.kind === 'pkcs12' ? 'p12' : 'der');
    case 'base64':
      return text(`${pemOf('X', first.bytes).split('\n').slice(1, -2).join('\n')}\n`, 'b64');
    case 'text':
      return text((await Promise.all(items.map((item) => printed(item, kit)))).join('\n'), 'txt');
    case 'p7b-pem':
    case 'p7b-der': {
      const of = (kind: ShelfKind) => items.filter((item) => item.kind === kind).map((item) => item.bytes);
      const made = await kit.bundleCertificates(of('certificate'), { crls: of('crl') });
      return to === 'p7b-pem' ? text(made.pem, 'p7b') : bytes(made.der, 'p7b');
    }
    case 'certificates-pem': {
      const { certificates } = await about('source', () => kit.readBundle(first.bytes));
      if (certificates.length === 0) throw new Problem('source', { word: 'noCertificates' });
      const read = await Promise.all(certificates.map((one) => kit.readCertificate(one)));
      return text(read.map(({ der }) => pemOf('CERTIFICATE', der)).join(''), 'pem');
    }
    case 'inner-pem':
    case 'inner-der': {
      const der = await innerMessage(first.bytes, kit);
      return to === 'inner-pem' ? text(pemOf('PKCS7', der), 'pem') : bytes(der, 'p7m');
    }
    default:
      throw new Problem('to', { word: 'missing' });
  }
}

async function printed({ kind, bytes }: ShelfItem, kit: Kit): Promise<string> {
  switch (kind) {
    case 'certificate':
      return await kit.toText(await kit.readCertificate(bytes));
    case 'request':
      return await kit.toText(await kit.readRequest(bytes));
    case 'crl':
      return await kit.toText(await kit.readCrl(bytes));
    case 'ocsp-request':
      return await kit.toText(await kit.readOcspRequest(bytes));
    default:
      return await kit.toText(await kit.readOcspResponse(bytes));
  }
}

async function innerMessage(mail: Uint8Array, kit: Kit): Promise<Uint8Array> {
  const { der } = await about('source', () => kit.readMail(mail));
  if (der === undefined) throw new Problem('source', { word: 'noMessage' });
  return der;
}

async function keyForm(
  items: readonly ShelfItem[],
  to: string,
  stem: string,
  input: Input,
  kit: Kit,
): Promise<Converted> {
  const isPublic = /^(public|spki)/.test(to);
  const [, format, encoding] = /^(?:public-)?(\w+?)(?:-(pem|der))?$/.exec(to) ?? [];
  const password = input.raw('sealPassword');
  const options: WriteKeyOptions = {
    ...{ format: format as 'pkcs8', ...(isPublic && { public: true }) },
    ...(encoding === 'der' && { encoding: 'der' as const }),
    ...(password !== '' && { passphrase: password }),
    ...input.given('comment', 'comment'),
  };
  const written = await Promise.all(
    items.map(async ({ bytes, signer }): Promise<unknown> => await kit.writeKey(signer?.publicKey ?? bytes, options)),
  );
  const [first] = written;
  const isSecret = !isPublic;
  const name = `${stem}${isPublic ? '.pub' : '.key'}`;
  if (first instanceof Uint8Array)
    return { file: { form: 'DER', name: `${name}.der`, type: 'application/octet-stream', content: first }, isSecret };
  if (format === 'jwk') {
    const content = `${JSON.stringify(first, null, 2)}\n`;
    return {
      file: { form: 'JWK', name: `${name}.jwk.json`, type: 'application/json', content },
      isSecret,
      isLine: true,
    };
  }
  const content = written.map((one) => (String(one).endsWith('\n') ? String(one) : `${String(one)}\n`)).join('');
  if (format === 'openssh')
    return {
      ...{ isSecret, isLine: isPublic },
      file: { form: 'OpenSSH', name: isPublic ? name : stem, type: 'text/plain', content },
    };
  return { file: { form: 'PEM', name: `${name}.pem`, type: 'application/x-pem-file', content }, isSecret };
}

/** Stores become one file of all that is in them. */
async function storeForm(item: ShelfItem, to: string, stem: string, input: Input, kit: Kit): Promise<Converted> {
  const password = input.raw('password');
  const { entries, certificates, keys } = await contentsOf(item, password, kit);
  if (to === 'store-p7b') {
    const made = await about('source', () => kit.bundleCertificates(certificates));
    const file = { form: 'P7B', name: `${stem}.p7b`, type: 'application/pkcs7-mime', content: made.pem };
    return { file, isSecret: false };
  }
  if (to === 'store-pem') {
    const blocks = await Promise.all(keys.map(async (key) => String(await kit.writeKey(key, { format: 'pkcs8' }))));
    const content = [...blocks, ...certificates.map((der) => pemOf('CERTIFICATE', der))].join('');
    return {
      file: { form: 'PEM', name: `${stem}.pem`, type: 'application/x-pem-file', content },
      isSecret: keys.length > 0,
    };
  }
  const profile = to === 'p12-legacy' ? 'legacy' : 'modern';
  const { der } = await about('newPassword', () =>
    kit.createPkcs12({ entries, password: input.raw('newPassword'), profile }),
  );
  return { file: { form: 'P12', name: `${stem}.p12`, type: 'application/pkcs12', content: der }, isSecret: true };
}

type Entries = Parameters<Kit['createPkcs12']>[0]['entries'];

interface Contents {
  readonly entries: Entries;
  readonly certificates: readonly Uint8Array[];
  readonly keys: readonly Uint8Array[];
}

async function contentsOf({ kind, bytes }: ShelfItem, password: string, kit: Kit): Promise<Contents> {
  return kind === 'java-store' ? await javaContents(bytes, password, kit) : await p12Contents(bytes, password, kit);
}

type Der = { readonly der: Uint8Array };
const ders = async (list: readonly Parameters<Kit['readCertificate']>[0][], kit: Kit): Promise<Uint8Array[]> =>
  (await Promise.all(list.map((one): Promise<Der> => kit.readCertificate(one)))).map(({ der }) => der);

async function p12Contents(bytes: Uint8Array, password: string, kit: Kit): Promise<Contents> {
  const read = await about('password', () => kit.readPkcs12(bytes, { password, allowMissingMac: true }));
  const certificates = await ders(
    read.certificates.map(({ certificate }) => certificate),
    kit,
  );
  const keys = await Promise.all(read.keys.map(({ key }) => pkcs8(key, kit)));
  const named = (friendlyName: string | null) => (friendlyName === null ? {} : { friendlyName });
  const identities = await Promise.all(
    read.identities.map(async ({ key, certificate, chain, friendlyName }) => ({
      ...{ type: 'key' as const, key: await pkcs8(key, kit), chain: await ders(chain, kit), ...named(friendlyName) },
      ...(certificate !== null && { certificate: (await ders([certificate], kit))[0] ?? new Uint8Array() }),
    })),
  );
  const held = identities.flatMap(({ certificate, chain }) => [...(certificate ? [certificate] : []), ...chain]);
  const others = certificates.filter((one) => !held.some((other) => same(one, other)));
  const alone = others.map((certificate) => ({ type: 'certificate' as const, certificate }));
  return { entries: [...identities, ...alone], certificates, keys };
}

async function javaContents(bytes: Uint8Array, password: string, kit: Kit): Promise<Contents> {
  const read = await about('password', () => kit.readJks(bytes, { password }));
  const alone = await ders(
    read.certificates.map(({ certificate }) => certificate),
    kit,
  );
  const chains = await Promise.all(read.keys.map(({ chain }) => ders(chain, kit)));
  const keys = await Promise.all(read.keys.flatMap(({ key }) => (key === null ? [] : [pkcs8(key, kit)])));
  const identities = read.keys.flatMap(({ key, alias }, index) => {
    const [certificate, ...chain] = chains[index] ?? [];
    const bytesOfKey = key === null ? undefined : keys[index];
    if (bytesOfKey === undefined) return [];
    return [{ type: 'key' as const, key: bytesOfKey, friendlyName: alias, chain, ...(certificate && { certificate }) }];
  });
  const trusted = alone.map((certificate, index) => ({
    ...{ type: 'certificate' as const, certificate, trustedFor: ['anyExtendedKeyUsage'] },
    friendlyName: read.certificates[index]?.alias ?? '',
  }));
  return { entries: [...identities, ...trusted], certificates: [...chains.flat(), ...alone], keys };
}

const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
