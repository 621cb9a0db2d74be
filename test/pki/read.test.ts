/** What is read of certificates, requests and lists: the right values, the same bytes back, and text as native's. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { rawExtension } from '../../src/pki/extensions/index.js';
import {
  type CertificateData,
  type CrlData,
  type Extension,
  PkiError,
  type RequestData,
  readCertificate,
  readCrl,
  readRequest,
  toText,
} from '../../src/pki/index.js';
import { writeName } from '../../src/pki/model/name.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));
const certificate = (name: string): CertificateData => readCertificate(file(`${name}.der`));
const SOURCE = new URL('../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const OWN_CERTS = new URL(`openssl-${version}/test/certs/`, SOURCE);
const contentOf = (data: { extensions: readonly Extension[] }, type: string) =>
  data.extensions.find(({ content }) => content?.type === type)?.content;

const [, minor = '0'] = /^OpenSSL 3\.(\d+)/.exec(execFileSync('openssl', ['version'], { encoding: 'utf8' })) ?? [];
/** Whether the openssl(1) of this machine prints as ours: Debian's 3.0 knows fewer extensions and leaves out blank lines. */
const isSameNative = minor === version.split('.')[1];
/** As 3.5 prints names, which an older one does when it is told. */
const NAMEOPT = isSameNative ? [] : ['-nameopt', 'sep_comma_plus_space,sname,esc_ctrl,utf8,dump_nostr,dump_der'];
const native = (command: string, der: Uint8Array): string =>
  execFileSync('openssl', [command, '-inform', 'DER', '-noout', '-text', ...NAMEOPT], {
    input: der,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
/** What an older version prints otherwise: blank lines behind URIs, and a colon more behind the kind of an otherName. */
const asOlder = (text: string): string => text.replace(/\n *\n/g, '\n').replace(/(othername: [^:\n]+:):/g, '$1');
/** What OpenSSL says of a key that it cannot read names a thread and a line of its source. */
const withoutErrors = (text: string): string => text.replace(/^\S+:error:.*\n/gm, '');
const comparable = (text: string): string => (isSameNative ? withoutErrors(text) : asOlder(withoutErrors(text)));
/** Extensions and keys that came after 3.0. */
const isCompared = (name: string): boolean => isSameNative || !/^ext-|ml-dsa/.test(name);

/** Every extension whose content is known, written again. @returns why some could not be */
function expectSameBytes(extensions: readonly Extension[]): string[] {
  return extensions.flatMap(({ oid, critical, value, content, fault }) => {
    if (content === undefined) return fault === undefined ? [] : [fault];
    try {
      const written = rawExtension({ ...content, critical });
      return Buffer.compare(written.value, value) === 0 ? [] : [`${oid} is not as it was`];
    } catch (error) {
      if (error instanceof PkiError) return [error.message];
      throw error;
    }
  });
}

describe('what certificates say', () => {
  it('alternative names come as a list of kinds and values, which nothing can forge', () => {
    expect(certificate('san-inject').subjectAltName).toHaveLength(1);
    expect(certificate('san-inject').subjectAltName[0]?.type).toBe('uri');
    expect(certificate('san-mixed').subjectAltName).toHaveLength(7);
    expect(certificate('san-mixed').subjectAltName).toContainEqual({ type: 'ip', value: '2001:db8::1' });
    expect(certificate('san-uri-comma').subjectAltName).toContainEqual({
      type: 'uri',
      value: 'tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-500',
    });
    expect(certificate('san-upn').subjectAltName).toContainEqual({
      type: 'otherName',
      oid: '1.3.6.1.4.1.311.20.2.3',
      value: 'jo@corp.example',
      encoding: 'utf8',
    });
  });

  it('names say which attributes share a place, and unknown types are dotted numbers', () => {
    const { subject } = certificate('multi-rdn');
    const shared = subject.find((place) => place.length > 1);
    expect(shared?.map(({ type }) => type).sort()).toEqual(['GN', 'SN']);
    expect(subject.filter((place) => place[0]?.type === 'OU')).toHaveLength(2);
    expect(certificate('custom-oid-dn').subject.flat()).toContainEqual(
      expect.objectContaining({ type: '1.3.6.1.4.1.99999.7.1', value: 'special' }),
    );
  });

  it('extensions are found by their dotted numbers, and one that cannot be read says why', () => {
    const data = certificate('ext-many');
    expect(data.extensions.map(({ oid }) => oid)).toContain('2.5.29.15');
    const list = data.extensions.find(({ oid }) => oid === '1.3.6.1.4.1.11129.2.4.2');
    // Both lengths within are two too long: native shows the bytes, too.
    expect(list?.fault).toBe('sctList is cut off');
    expect(list?.value).toHaveLength(124);
  });

  it('timestamps of logs have their moment', () => {
    const pem = readFileSync(new URL('embeddedSCTs1.pem', OWN_CERTS), 'utf8');
    const moments = contentOf(readCertificate(pem), 'sctList');
    expect(moments).toMatchObject({ timestamps: [{ version: 0, hashAlgorithm: 4, signatureAlgorithm: 3 }] });
    const [first] = moments?.type === 'sctList' ? moments.timestamps : [];
    const printed = /Timestamp : (.*)/.exec(toText(readCertificate(pem)))?.[1] ?? '';
    expect(first?.timestamp).toEqual(new Date(`${printed.replace(' GMT', '')} GMT`));
  });

  it('times have their fractions, and the text that was encoded', () => {
    expect(certificate('time-frac').notAfter).toEqual({
      date: new Date('9999-12-31T22:59:59.357Z'),
      text: '99991231225959.357Z',
    });
    expect(readCrl(file('crl-frac.der')).nextUpdate?.date).toEqual(new Date('2050-01-01T00:00:00.500Z'));
  });

  it('requests have their attributes', () => {
    const { attributes } = readRequest(file('csr-challenge.der'));
    const values = Object.fromEntries(attributes.map(({ type, values }) => [type, values[0]?.value]));
    expect(values).toMatchObject({ challengePassword: 's3cret', unstructuredName: 'Acme Inc' });
  });

  it('reads the same from PEM, from DER and from objects', () => {
    const object = crypto.loadCertificate(crypto.FILETYPE_ASN1, file('leaf.der'));
    const pem = crypto.dumpCertificate(crypto.FILETYPE_PEM, object);
    const data = certificate('leaf');
    expect(readCertificate(object)).toEqual(data);
    expect(readCertificate(pem)).toEqual(data);
    expect(readCertificate(new TextDecoder().decode(pem))).toEqual(data);
    expect(structuredClone(data)).toEqual(data);
  });
});

describe('every file of these cases and of OpenSSL’s own certificates', () => {
  const cases = readdirSync(new URL('cases/', import.meta.url)).map((name) => file(name));
  const pems = readdirSync(OWN_CERTS).filter((name) => /\.pem$/.test(name));

  it('is written again as it was read, and printed as native prints it', () => {
    let compared = 0;
    const different: string[] = [];
    const faults: string[] = [];
    const check = (name: string, command: string, data: CertificateData | RequestData | CrlData) => {
      for (const fault of expectSameBytes(data.extensions)) faults.push(`${name}: ${fault}`);
      if (data.kind !== 'crl') expect(writeName(data.subject, name).length, name).toBeGreaterThan(1);
      if (!isCompared(name)) return;
      compared += 1;
      if (comparable(toText(data)) !== comparable(native(command, data.der))) different.push(name);
    };
    for (const der of cases) {
      const read = [readCertificate, readRequest, readCrl].map((reader) => attempt(() => reader(der)));
      const data = read.find((one) => one !== undefined);
      if (data === undefined) throw new Error('a case is nothing that is known');
      check('case', { certificate: 'x509', request: 'req', crl: 'crl' }[data.kind], data);
    }
    for (const name of pems) {
      const text = readFileSync(new URL(name, OWN_CERTS), 'utf8');
      if (!/BEGIN (TRUSTED )?CERTIFICATE-/.test(text)) continue;
      const object = attempt(() => crypto.loadCertificate(crypto.FILETYPE_PEM, text));
      if (object !== undefined) check(name, 'x509', readCertificate(object));
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(150);
    // What no one should write: read, and said.
    expect(faults).toEqual([
      'case: sctList is cut off',
      'ee-cert-policies-bad.pem: certificatePolicies must name each policy once (RFC 5280, 4.2.1.4)',
      'ee-ed25519.pem: 2.5.29.19 is not as it was',
      "ee-pathlen.pem: basicConstraints has a pathLength, which only a CA's has",
    ]);
  });
});

function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof PkiError || error instanceof crypto.Error) return undefined;
    throw error;
  }
}
