/** Every method of every object, as it is made and as it has been filled: what it throws has a reason. */
import { describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../../src/index.js';
import { localPki, newKey } from '../../support/pki.js';
import { GOOD, OBJECTS, parametersOf } from '../../support/signatures.js';

const { ca, server } = localPki();
const NO_REASON = /gave no reason|Cannot (read|convert)|of undefined|undefined is/;

/** Keys that do not fit what is asked of them. */
const KEYS = (): crypto.PKey[] => [
  newKey('X25519'),
  newKey('ED25519'),
  newKey('ML-KEM-512'),
  newKey(crypto.TYPE_DH, 'ffdhe2048'),
  newKey(crypto.TYPE_RSA, 512),
  newKey(crypto.TYPE_DSA, 512),
  newKey(crypto.TYPE_EC, 'secp112r1'),
  newKey(crypto.TYPE_EC, 'SM2'),
  server.cert.getPubkey(),
  new crypto.PKey(),
];
const DIGESTS = ['sha256', 'md5', 'shake128', 'RSA-SHA256', null] as const;

function* members(target: object): Generator<[string, (...args: unknown[]) => unknown]> {
  for (
    let level = target;
    level !== Object.prototype && level !== null;
    level = Object.getPrototypeOf(level) as object
  ) {
    for (const name of Object.getOwnPropertyNames(level)) {
      const { value, get } = Object.getOwnPropertyDescriptor(level, name) ?? {};
      if (get !== undefined) yield [name, () => Reflect.apply(get, target, [])];
      else if (typeof value === 'function' && !['constructor', 'free'].includes(name))
        yield [name, (...args) => Reflect.apply(value, target, args)];
    }
  }
}

/** The method of a name; of a getter, something without parameters. */
function methodOf(target: object, name: string): unknown {
  for (let level = target; level !== null; level = Object.getPrototypeOf(level) as object) {
    const own = Object.getOwnPropertyDescriptor(level, name);
    if (own !== undefined) return typeof own.value === 'function' ? own.value : () => undefined;
  }
  return () => undefined;
}

function faultOf(title: string, body: () => unknown): string[] {
  try {
    const given = body();
    if (given instanceof Promise) given.catch(() => undefined);
    return [];
  } catch (error) {
    const { message } = error as Error;
    return message === '' || NO_REASON.test(message) ? [`${title}: ${message}`] : [];
  }
}

const CLASSES = [
  'CRL',
  'NetscapeSPKI',
  'PKCS12',
  'PKey',
  'Revoked',
  'X509',
  'X509Extension',
  'X509Name',
  'X509Req',
  'X509Store',
];

describe('methods', () => {
  it.each(CLASSES)('of %s say why they refuse', (name) => {
    const faults: string[] = [];
    for (const [index, make] of (OBJECTS[name] ?? []).entries()) {
      const names = [...members(make() as object)].map(([member]) => member);
      for (const member of names) {
        const target = make() as object;
        const call = [...members(target)].find(([other]) => other === member)?.[1];
        if (call === undefined) continue;
        const args = parametersOf(methodOf(target, member)).map((parameter) =>
          (GOOD[`${name}.${member}.${parameter}`] ?? GOOD[`${member}.${parameter}`] ?? GOOD[parameter])?.(),
        );
        faults.push(...faultOf(`${name}#${index}.${member}`, () => call(...args)));
      }
    }
    expect(faults).toEqual([]);
  });

  it('that sign and verify say why a key does not', () => {
    const faults: string[] = [];
    for (const key of KEYS()) {
      for (const digest of DIGESTS) {
        const title = `${key} ${digest}`;
        const signing: Record<string, () => unknown> = {
          sign: () => crypto.sign(key, 'data', digest),
          verify: () => crypto.verify(key, new Uint8Array(10), 'data', digest),
          'X509.sign': () => crypto.loadCertificate(crypto.FILETYPE_PEM, server.certPem).sign(key, digest),
          'X509Req.sign': () => new crypto.X509Req().sign(key, digest),
          'X509Req.verify': () => new crypto.X509Req().verify(key),
          'CRL.sign': () => new crypto.CRL().sign(ca.cert, key, digest),
          'CRL.export': () => new crypto.CRL().export(ca.cert, key),
          'CRL.verify': () => new crypto.CRL().verify(key),
          'SPKI.sign': () => new crypto.NetscapeSPKI().sign(key, digest),
          'SPKI.verify': () => new crypto.NetscapeSPKI().verify(key),
          'PKCS7.sign': () => crypto.PKCS7.sign(server.cert, key, 'data', digest === null ? {} : { digest }),
          setPubkey: () => new crypto.X509().setPubkey(key),
          check: () => key.check(),
          equals: () => key.equals(server.key),
          'dump DER': () => crypto.dumpPrivatekey(crypto.FILETYPE_ASN1, key),
          'dump PEM': () => crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key, 'aes-256-cbc', ''),
          'dump text': () => crypto.dumpPrivatekey(crypto.FILETYPE_TEXT, key),
          'dump GCM': () => crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key, 'aes-256-gcm', 'x'),
          'dump public': () => crypto.dumpPublickey(crypto.FILETYPE_TEXT, key),
          usePrivatekey: () => new SSL.Context(SSL.TLS_METHOD).usePrivatekey(key),
          pkcs12: () => {
            const file = new crypto.PKCS12();
            file.setPrivatekey(key);
            file.setCertificate(server.cert);
            file.export('x');
          },
        };
        for (const [what, body] of Object.entries(signing)) faults.push(...faultOf(`${what}: ${title}`, body));
      }
    }
    expect(faults).toEqual([]);
  });

  it('of PKCS7 say why they refuse', () => {
    const faults: string[] = [];
    const store = new crypto.X509Store();
    const structures = [
      crypto.PKCS7.sign(server.cert, server.key, 'data'),
      crypto.PKCS7.sign(server.cert, server.key, 'data', { detached: true }),
      crypto.PKCS7.encrypt(server.cert, 'data'),
      crypto.PKCS7.encrypt(server.cert, 'data', 'aes-256-gcm'),
      crypto.loadPkcs7Data(
        crypto.FILETYPE_ASN1,
        Uint8Array.of(0x30, 0x0f, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1, 0xa0, 2, 4, 0),
      ),
    ];
    for (const [index, p7] of structures.entries()) {
      faults.push(...faultOf(`verify ${index}`, () => p7.verify(store)));
      faults.push(...faultOf(`verify ${index}, content`, () => p7.verify(store, { content: 'x' })));
      faults.push(...faultOf(`certificates ${index}`, () => p7.getCertificates()));
      for (const key of KEYS()) faults.push(...faultOf(`decrypt ${index} ${key}`, () => p7.decrypt(key, ca.cert)));
      for (const key of KEYS())
        faults.push(...faultOf(`decrypt ${index} ${key}, server`, () => p7.decrypt(key, server.cert)));
    }
    for (const key of KEYS()) {
      const recipient = new crypto.X509();
      try {
        recipient.setPubkey(key);
      } catch {
        continue;
      }
      for (const cipher of ['aes-256-cbc', 'aes-256-gcm'])
        faults.push(...faultOf(`encrypt ${key} ${cipher}`, () => crypto.PKCS7.encrypt(recipient, 'data', cipher)));
    }
    faults.push(...faultOf('encrypt for nobody', () => crypto.PKCS7.encrypt(new crypto.X509(), 'data')));
    expect(faults).toEqual([]);
  });

  it('of names, extensions and contexts say what does not fit', () => {
    const subject = crypto.X509Name.empty();
    const faults: string[] = [];
    for (const [field, value] of [
      ...[
        ['C', 'DEU'],
        ['C', ''],
        ['C', 'ü'],
        ['CN', ''],
        ['CN', 'x'.repeat(65)],
        ['CN', '\0'],
      ],
      ...[
        ['emailAddress', 'ü'],
        ['serialNumber', 'ü'],
        ['DC', 'ü'],
        ['1.2.3', ''],
        ['2.5.4.6', 'x'.repeat(1000)],
      ],
    ] as [string, string][]) {
      faults.push(...faultOf(`set ${field}`, () => subject.set(field, value)));
      faults.push(...faultOf(`add ${field}`, () => subject.add(field, value, { joined: true })));
    }
    for (const type of [
      'basicConstraints',
      'keyUsage',
      'extendedKeyUsage',
      'subjectAltName',
      'certificatePolicies',
      'nameConstraints',
      'subjectKeyIdentifier',
      'authorityKeyIdentifier',
      'crlDistributionPoints',
      'authorityInfoAccess',
      'policyConstraints',
      'inhibitAnyPolicy',
      'tlsfeature',
      'sbgp-ipAddrBlock',
      'noCheck',
      'nsComment',
      'issuerSignTool',
      'proxyCertInfo',
      'ct_precert_scts',
      'crlNumber',
      'noSuch',
      '1.2.3',
      '',
    ]) {
      for (const value of [
        '',
        'x',
        'hash',
        'keyid:always',
        'DNS:',
        'IP:1',
        'DER:',
        'DER:zz',
        'ASN1:',
        'ASN1:NULL',
        '@x',
        'critical',
        'CA:maybe',
        'email:copy',
        'dirName:x',
        'otherName:1',
        ',',
        ':',
        'URI',
        'language:x',
      ])
        faults.push(...faultOf(`${type}=${value}`, () => new crypto.X509Extension(type, false, value)));
    }
    for (const attribute of ['challengePassword', 'unstructuredName', 'contentType', 'messageDigest', 'CN', '1.2.3'])
      for (const value of ['', 'ü', 'x'.repeat(1000), '\0'])
        faults.push(...faultOf(`attribute ${attribute}`, () => new crypto.X509Req().setAttribute(attribute, value)));
    const context = () => new SSL.Context(SSL.TLS_METHOD);
    const settings: (() => unknown)[] = [
      ...['', 'none', ':', '\u00fc', 'x'.repeat(10_000)].flatMap((list) => [
        () => context().setCipherList(list),
        () => context().setTls13Ciphersuites(list),
        () => context().setGroups(list),
        () => context().setSigalgs(list),
        () => context().setClientSigalgs(list),
        () => context().setSessionId(list),
      ]),
      () => context().checkPrivatekey(),
      () => context().useChain([ca.cert]),
      () => context().useCertificate(new crypto.X509()),
      () => context().addExtraChainCert(new crypto.X509()),
      () => context().usePrivatekey(new crypto.PKey()),
      () => context().setMinProtoVersion(1),
      () => context().setMaxProtoVersion(0x7f),
      () => context().setTicketKeys(new Uint8Array(3)),
      () => context().setSessionId('x'.repeat(33)),
      () => context().loadVerifyLocations('/no/such/file'),
      () => context().useCertificateFile('/no/such/file'),
      () => context().setAlpnProtos([]),
      () => context().setAlpnProtos(['']),
      () => context().setTlsextUseSrtp('none' as never),
      () => new crypto.X509StoreContext(new crypto.X509Store(), new crypto.X509()).verifyCertificate(),
      () =>
        new crypto.X509StoreContext(new crypto.X509Store(), server.cert, [], { policies: ['x'] }).verifyCertificate(),
      () =>
        new crypto.X509StoreContext(new crypto.X509Store(), server.cert, [], { email: '\u00fc' }).verifyCertificate(),
      () => new crypto.PKey().generateKey(crypto.TYPE_EC, 'none'),
      () => new crypto.PKey().generateKey('none' as never),
      () => new crypto.PKey().generateKey({ type: 'RSA', bits: 512, publicExponent: 4 }),
      () => new crypto.PKCS12().export('x'),
    ];
    for (const [index, setting] of settings.entries()) faults.push(...faultOf(`setting ${index}: ${setting}`, setting));
    expect(faults).toEqual([]);
  });
});
