/** What stores of keys hold, whatever their form. */
import type { PKey, X509 } from '../../crypto/index.js';
import { type JksData, type Pkcs12Data, readCertificate } from '../../pki/index.js';
import { keyName } from './certificate.js';
import { nameText } from './names.js';
import { timeText } from './times.js';

/** One entry of a store. */
export interface StoreEntry {
  readonly type: 'key' | 'certificate' | 'crl' | 'secret';
  readonly name: string | null;
  readonly key?: PKey;
  /** Of a key, its chain. */
  readonly certificates: readonly X509[];
  /** Members of JSON; nothing secret is among them. */
  readonly told: Readonly<Record<string, unknown>>;
}

/** The entries of a store. */
export function storeEntries(data: Pkcs12Data | JksData): readonly StoreEntry[] {
  return 'safes' in data ? pkcs12Entries(data) : jksEntries(data);
}

function pkcs12Entries({ identities, certificates, crls, secrets }: Pkcs12Data): StoreEntry[] {
  const ofKeys = identities.map(({ key, certificate, chain, friendlyName }) =>
    keyEntry(key, friendlyName, certificate === null ? [] : [certificate, ...chain]),
  );
  const shown = ofKeys.flatMap((entry) => entry.certificates);
  const others = certificates
    .filter(({ certificate }) => !shown.some((one) => one.equals(certificate)))
    .map(({ certificate, friendlyName, trustedFor }) =>
      certificateEntry(certificate, friendlyName, trustedFor !== null),
    );
  return [
    ...ofKeys,
    ...others,
    ...crls.map(({ friendlyName }) => plainEntry('crl', friendlyName)),
    ...secrets.map(({ friendlyName }) => plainEntry('secret', friendlyName)),
  ];
}

function jksEntries({ keys, certificates }: JksData): StoreEntry[] {
  return [
    ...keys.map(({ alias, key, chain }) => keyEntry(key, alias, chain)),
    ...certificates.map(({ alias, certificate }) => certificateEntry(certificate, alias, true)),
  ];
}

function keyEntry(key: PKey | null, name: string | null, certificates: readonly X509[]): StoreEntry {
  const told = { type: 'key', name, key, certificates: certificates.map((one) => readCertificate(one)) };
  return { type: 'key', name, certificates, told, ...(key !== null && { key }) };
}

function certificateEntry(certificate: X509, name: string | null, trusted: boolean): StoreEntry {
  const told = { type: 'certificate', name, trusted, certificates: [readCertificate(certificate)] };
  return { type: 'certificate', name, certificates: [certificate], told };
}

function plainEntry(type: 'crl' | 'secret', name: string | null): StoreEntry {
  return { type, name, certificates: [], told: { type, name } };
}

/** An entry in words. */
export function storeLines({ type, name, key, certificates }: StoreEntry): string[] {
  const called = name === null ? '' : ` called ${JSON.stringify(name)}`;
  const what = {
    key: `a private key${key === undefined ? '' : ` (${keyName(key)})`}`,
    certificate: 'a certificate',
    crl: 'a list of revoked certificates',
    secret: 'a secret',
  }[type];
  return [
    `  ${what}${called}`,
    ...certificates.map((one) => {
      const { subject, issuer, notAfter } = readCertificate(one);
      return `    of ${nameText(subject)}, by ${nameText(issuer)}, to ${timeText(notAfter).slice(0, 10)}`;
    }),
  ];
}
