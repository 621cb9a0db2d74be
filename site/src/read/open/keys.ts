/** Keys, and the stores that hold them. Nothing of a private key is shown. */
import type { KeyData } from 'tsopenssl/pki';
import { crypto } from 'tsopenssl/worker';
import type { Inner, Row } from '../model.js';
import { inner, judged, type Opener, rows } from './tools.js';

const { FILETYPE_ASN1 } = crypto;
const certificateDer = (object: InstanceType<typeof crypto.X509>) => crypto.dumpCertificate(FILETYPE_ASN1, object);
const keyDer = (object: InstanceType<typeof crypto.PKey>) => crypto.dumpPrivatekey(FILETYPE_ASN1, object);
const crlDer = (object: InstanceType<typeof crypto.CRL>) => crypto.dumpCrl(FILETYPE_ASN1, object);

const keyRows = ({ type, bits, curve, format, encoding, encryption, comment }: KeyData): readonly Row[] =>
  rows(
    ['algorithm', type],
    ['bits', bits],
    ['curve', curve ?? undefined],
    ['format', format ?? undefined],
    ['encoding', encoding ?? undefined],
    ['encryption', encryption ?? undefined],
    ['comment', comment],
  );

export const openPrivateKey: Opener = async (pki, { input, found }, password) => {
  const data = await pki.readKey(input, password === undefined ? {} : { passphrase: password });
  const [check, prints] = await Promise.all([
    pki.checkKey(data.key).catch(() => undefined),
    pki.fingerprints(data.key).catch(() => undefined),
  ]);
  // Lint looks at the public half: a password may protect the file.
  const lint = await judged(pki, crypto.dumpPublickey(FILETYPE_ASN1, data.key)).catch(() => ({}));
  data.key.free();
  const consistent: Row = ['consistent', check === undefined ? undefined : check.isConsistent ? true : check.fault];
  const isEncrypted = 'encrypted' in found && found.encrypted;
  return {
    summary: [...rows(['key', [data.type, data.curve ?? data.bits].join(' ')], ['encrypted', isEncrypted], consistent)],
    sections: [{ title: 'key', rows: [...keyRows(data), ...rows(consistent)] }, printsOf(prints)],
    ...lint,
    inside: [],
  };
};

export const openPublicKey: Opener = async (pki, { input }) => {
  const data = await pki.readKey(input);
  const prints = await pki.fingerprints(data.key).catch(() => undefined);
  const lint = await judged(pki, crypto.dumpPublickey(FILETYPE_ASN1, data.key)).catch(() => ({}));
  data.key.free();
  return {
    summary: rows(['key', [data.type, data.curve ?? data.bits].join(' ')], ['sha256', prints?.sha256]),
    sections: [{ title: 'key', rows: keyRows(data) }, printsOf(prints)],
    ...lint,
    inside: [],
  };
};

const printsOf = (prints: object | undefined) => ({
  title: 'fingerprints',
  rows: Object.entries(prints ?? {})
    .filter(([name, value]) => name !== 'kind' && value !== null)
    .map(([name, value]): Row => [name, value]),
});

export const openPkcs12: Opener = async (pki, { input }, password = '') => {
  const data = await pki.readPkcs12(input, { password });
  const inside: Inner[] = [
    ...inner(
      data.keys.map(({ key, friendlyName }) => ({ name: friendlyName ?? '', object: key })),
      keyDer,
    ),
    ...inner(
      data.certificates.map(({ certificate, friendlyName }) => ({ name: friendlyName ?? '', object: certificate })),
      certificateDer,
    ),
    ...inner(
      data.crls.map(({ crl, friendlyName }) => ({ name: friendlyName ?? '', object: crl })),
      crlDer,
    ),
  ];
  const counts = rows(
    ['keys', data.keys.length],
    ['certificates', data.certificates.length],
    ['crls', data.crls.length > 0 ? data.crls.length : undefined],
    ['secrets', data.secrets.length > 0 ? data.secrets.length : undefined],
  );
  return {
    summary: [...counts, ['mac', data.mac ?? false]],
    sections: [
      { title: 'store', rows: [...counts, ['mac', data.mac ?? false]] },
      {
        title: 'safes',
        rows: data.safes.map(({ encryption, bags }, at) => [
          `${at + 1}`,
          { bags: bags.length, encryption: encryption ?? false },
        ]),
      },
      { title: 'skipped', rows: data.skipped.map(({ what, why }) => [what, why]) },
    ],
    inside,
  };
};

export const openJavaStore: Opener = async (pki, { input }, password) => {
  const data = await pki.readJks(input, password === undefined ? {} : { password });
  const inside: Inner[] = [
    ...data.keys.flatMap(({ alias, key, chain }) => [
      ...(key === null ? [] : inner([{ name: alias, object: key }], keyDer)),
      ...inner(
        chain.map((object) => ({ name: alias, object })),
        certificateDer,
      ),
    ]),
    ...inner(
      data.certificates.map(({ alias, certificate }) => ({ name: alias, object: certificate })),
      certificateDer,
    ),
  ];
  const entries: readonly Row[] = [...data.keys, ...data.certificates].map(({ alias, created }) => [alias, created]);
  const counts: readonly Row[] = [
    ['keys', data.keys.length],
    ['certificates', data.certificates.length],
    ['verified', data.isVerified],
  ];
  return {
    summary: counts,
    sections: [
      { title: 'store', rows: counts },
      { title: 'entries', rows: entries },
    ],
    inside,
  };
};
