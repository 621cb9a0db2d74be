/** What is issued: native openssl(1) and certtool(1) take it, and it says what was asked for. */
import { X509Certificate } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import {
  createCertificateAuthority,
  createRequest,
  type ExtensionContent,
  type ExtensionInput,
  type Issued,
  issueCertificate,
  issueIntermediate,
  type LeafOptions,
  PkiError,
  readCertificate,
  readRequest,
} from '../../src/pki/index.js';
import { has, run } from '../support/native.js';
import { NativeOpenssl } from '../support/native-openssl.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());

const root = createCertificateAuthority({
  subject: [
    { type: 'C', value: 'SE' },
    { type: 'O', value: 'Åke & Co' },
    { type: 'CN', value: 'Root' },
  ],
});
const intermediate = issueIntermediate({ issuer: root, subject: 'Intermediate' });
const leaf = (options: Partial<LeafOptions> = {}): Issued =>
  issueCertificate({
    issuer: intermediate,
    names: ['example.com', '*.example.com', '192.0.2.1', '2001:db8::1'],
    ...options,
  });

/** What native says to a chain, which it prints on an error. */
function nativeVerify(chain: readonly Issued[], ...options: readonly string[]): string {
  const [last, ...above] = chain.map(({ pem }) => pem);
  native.file('leaf.pem', last ?? '');
  native.file('root.pem', above.at(-1) ?? last ?? '');
  native.file('between.pem', above.slice(0, -1).join(''));
  const untrusted = above.length > 1 ? ['-untrusted', 'between.pem'] : [];
  return native.run('verify', '-x509_strict', ...options, '-CAfile', 'root.pem', ...untrusted, 'leaf.pem');
}

function ownVerify(leafCertificate: crypto.X509, ...above: readonly Issued[]): void {
  const store = new crypto.X509Store();
  store.addCert(above.at(-1)?.certificate ?? leafCertificate);
  new crypto.X509StoreContext(
    store,
    leafCertificate,
    above.slice(0, -1).map(({ certificate }) => certificate),
  ).verifyCertificate();
}

const contents = (issued: Issued): readonly (ExtensionContent | undefined)[] =>
  readCertificate(issued.der).extensions.map(({ content }) => content);
const refusal = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (error instanceof PkiError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
};

describe('a chain in three calls', () => {
  const server = leaf();

  it('is good for native, for certtool, for node and for us', () => {
    expect(
      nativeVerify([server, intermediate, root], '-purpose', 'sslserver', '-verify_hostname', 'www.example.com'),
    ).toContain('OK');
    expect(nativeVerify([server, intermediate, root], '-purpose', 'sslserver', '-verify_ip', '2001:db8::1')).toContain(
      'OK',
    );
    ownVerify(server.certificate, intermediate, root);
    const [own, above] = [new X509Certificate(server.pem), new X509Certificate(intermediate.pem)];
    expect(own.checkIssued(above)).toBe(true);
    expect(own.checkHost('a.example.com')).toBe('*.example.com');
  });

  it.skipIf(!has('certtool', '--version'))('is good for certtool of gnutls-bin, which npm test installs', () => {
    native.file('chain.pem', server.pem + intermediate.pem + root.pem);
    expect(run('certtool', ['--verify-chain', '--infile', native.path('chain.pem')])).toContain('Verified');
  });

  it('has a serial number of 128 bits whose first is clear, and another each time', () => {
    const numbers = Array.from({ length: 64 }, () => readCertificate(leaf({ key: server.key }).der).serialNumber);
    expect(new Set(numbers).size).toBe(64);
    for (const number of numbers) expect(number > 0n && number < 1n << 127n).toBe(true);
    // All of 64 below 2^120 would be a chance of 2^-448.
    expect(numbers.some((number) => number >= 1n << 120n)).toBe(true);
  });

  it('has what today’s browsers ask for', () => {
    const data = readCertificate(server.der);
    expect(contents(server)).toEqual([
      { type: 'basicConstraints', ca: false },
      { type: 'keyUsage', usages: ['digitalSignature'] },
      { type: 'extKeyUsage', usages: ['serverAuth'] },
      { type: 'subjectKeyIdentifier', keyId: expect.any(Uint8Array) },
      { type: 'authorityKeyIdentifier', keyId: expect.any(Uint8Array) },
      { type: 'subjectAltName', names: data.subjectAltName },
    ]);
    expect(data.subjectAltName).toEqual([
      { type: 'dns', value: 'example.com' },
      { type: 'dns', value: '*.example.com' },
      { type: 'ip', value: '192.0.2.1' },
      { type: 'ip', value: '2001:db8::1' },
    ]);
    expect(server.key.groupName).toBe('prime256v1');
    expect((Number(data.notAfter.date) - Number(data.notBefore.date)) / 86_400_000).toBe(90);
    expect(contents(intermediate)).toContainEqual({ type: 'basicConstraints', ca: true, pathLength: 0 });
    // The key identifier is native's `hash`.
    const printed = native.run('x509', '-in', 'leaf.pem', '-noout', '-ext', 'subjectKeyIdentifier');
    const [keyId] = contents(server).flatMap((one) => (one?.type === 'subjectKeyIdentifier' ? [one.keyId] : []));
    expect(printed.replaceAll(':', '').toLowerCase()).toContain(Buffer.from(keyId ?? []).toString('hex'));
  });

  it('takes CAs that native has made', () => {
    native.line('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /C=SE/CN=Native -days 3650');
    const text = (name: string) => new TextDecoder().decode(native.read(name));
    const key = crypto.loadPrivatekey(crypto.FILETYPE_PEM, text('ca.key'));
    const issued = issueCertificate({ issuer: { certificate: text('ca.pem'), key }, names: ['a.example'] });
    native.file('own.pem', issued.pem);
    expect(native.line('verify -CAfile ca.pem own.pem')).toContain('OK');
  });
});

describe('every way to sign', () => {
  const pss = createCertificateAuthority({
    subject: 'PSS',
    key: { type: 'RSA' },
    signature: { padding: 'pss', digest: 'sha384' },
  });
  const cases: Record<string, () => Issued> = {
    'RSA PKCS #1': () => createCertificateAuthority({ subject: 'R', key: { type: 'RSA' } }),
    'RSA-PSS with an RSA key': () => pss,
    'RSA-PSS key': () => createCertificateAuthority({ subject: 'R', key: { type: 'RSA-PSS' } }),
    'P-521': () => createCertificateAuthority({ subject: 'E', key: { type: 'EC', curve: 'P-521' } }),
    brainpoolP384r1: () => createCertificateAuthority({ subject: 'B', key: { type: 'EC', curve: 'brainpoolP384r1' } }),
    Ed25519: () => createCertificateAuthority({ subject: 'E', key: { type: 'ED25519' } }),
    Ed448: () => createCertificateAuthority({ subject: 'E', key: { type: 'ED448' } }),
  };
  it.each(Object.keys(cases))('%s: native verifies a chain of it', (name) => {
    const ca = cases[name]?.() ?? root;
    const options = name.includes('with') ? { signature: { padding: 'pss' } as const } : {};
    const below = issueCertificate({ issuer: ca, names: ['a.example'], ...options });
    ownVerify(below.certificate, ca);
    expect(nativeVerify([below, ca])).toContain('OK');
    native.line('x509 -in root.pem -noout -text');
  });

  it.each(['ML-DSA-65', 'SLH-DSA-SHA2-128f'] as const)(
    '%s: we verify a chain of it, and so does native since 3.5',
    (type) => {
      const ca = createCertificateAuthority({ subject: type, key: { type } });
      const below = issueCertificate({ issuer: ca, names: ['a.example'] });
      ownVerify(below.certificate, ca);
      expect(readCertificate(below.der).signatureAlgorithm.name).toBe(type);
      if (native.knowsPostQuantum) expect(nativeVerify([below, ca])).toContain('OK');
    },
  );

  it('SM2 with an id, which native must be told', () => {
    const key = new crypto.PKey();
    key.generateKey('SM2');
    const ca = createCertificateAuthority({ subject: 'SM2', key, signature: { id: '1234567812345678' } });
    expect(readCertificate(ca.der).signatureAlgorithm.name).toBe('SM2-with-SM3');
    const below = issueCertificate({ issuer: ca, names: ['a.example'], signature: { id: '1234567812345678' } });
    expect(nativeVerify([below, ca], '-vfyopt', 'distid:1234567812345678')).toContain('OK');
    expect(() => nativeVerify([below, ca], '-vfyopt', 'distid:another')).toThrow('signature failure');
  });

  it('PSS says its digest and salt', () => {
    native.file('pss.pem', pss.pem);
    const text = native.line('x509 -in pss.pem -noout -text');
    expect(text).toContain('Hash Algorithm: sha384');
    expect(text).toContain('Salt Length: 0x30');
  });
});

describe('every extension', () => {
  const names = [
    { type: 'dns', value: 'a.example' },
    { type: 'email', value: 'a@a.example' },
    { type: 'uri', value: 'tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-500' },
    { type: 'ip', value: '192.0.2.1' },
    { type: 'rid', value: '1.2.3.4' },
    { type: 'dirName', value: [[{ type: 'CN', value: 'Jörg', encoding: 'utf8' }]] },
    { type: 'otherName', oid: '1.3.6.1.4.1.311.20.2.3', value: 'jörg@a.example', encoding: 'utf8' },
  ] as const;
  const uri = [{ type: 'uri', value: 'http://a.example/a,b' }] as const;
  const all: ExtensionContent[] = [
    { type: 'subjectAltName', names },
    { type: 'issuerAltName', names: uri },
    { type: 'extKeyUsage', usages: ['serverAuth', 'clientAuth', '1.2.3.4'] },
    { type: 'crlDistributionPoints', points: [{ fullName: uri, reasons: ['keyCompromise', 'aACompromise'] }] },
    { type: 'freshestCRL', points: [{ fullName: uri }] },
    {
      type: 'authorityInfoAccess',
      descriptions: [
        { method: 'OCSP', location: uri[0] },
        { method: 'caIssuers', location: uri[0] },
      ],
    },
    { type: 'subjectInfoAccess', descriptions: [{ method: 'caRepository', location: uri[0] }] },
    {
      type: 'certificatePolicies',
      policies: [
        { oid: '2.23.140.1.2.1' },
        {
          oid: '1.2.3.4',
          qualifiers: [
            { type: 'cps', uri: 'http://a.example/cps' },
            {
              type: 'notice',
              text: { value: 'nur für Tests', encoding: 'utf8' },
              organization: { value: 'Org', encoding: 'utf8' },
              numbers: [1, 2],
            },
          ],
        },
      ],
    },
    { type: 'tlsFeature', features: [5] },
    { type: 'msTemplate', template: '1.3.6.1.4.1.311.21.8.1', major: 100, minor: 3 },
    { type: 'msTemplateName', name: 'Machine', encoding: 'bmp' },
    { type: 'msSid', sid: 'S-1-5-21-1-2-3-500' },
    { type: 'ocspNoCheck' },
    {
      type: 'ipAddrBlocks',
      families: [
        { family: 'ipv4', blocks: ['10.0.0.0/8', { min: '192.0.2.0', max: '192.0.2.130' }] },
        { family: 'ipv6', blocks: 'inherit' },
      ],
    },
    { type: 'asIdentifiers', numbers: [64_496n, { min: 64_500n, max: 64_511n }] },
    { type: 'qcStatements', statements: [{ oid: '0.4.0.1862.1.1', name: 'id-etsi-qcs-QcCompliance' }] },
  ];
  const issued = leaf({ names: [], usages: ['serverAuth'], extensions: all });

  it('is read as it was written', () => {
    const read = contents(issued);
    for (const content of all) {
      const same = read.find((one) => one?.type === content.type);
      expect(same, content.type).toEqual(
        content.type === 'qcStatements' ? expect.objectContaining({ type: content.type }) : content,
      );
    }
  });

  it('says to native what it says to us', () => {
    native.file('all.pem', issued.pem);
    const text = native.line('x509 -in all.pem -noout -text');
    for (const part of [
      'DNS:a.example, email:a@a.example, URI:tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-500, IP Address:192.0.2.1',
      'Registered ID:1.2.3.4',
      'Policy: 1.2.3.4',
      'CPS: http://a.example/cps',
      'Numbers: 1, 2',
      'OCSP - URI:http://a.example/a,b',
      'status_request',
      '192.0.2.0-192.0.2.130',
      '64500-64511',
      'Key Compromise, AA Compromise',
    ])
      expect(text).toContain(part);
  });

  it('of CAs holds below them', () => {
    const constraints: ExtensionInput[] = [
      {
        type: 'nameConstraints',
        permitted: [
          { type: 'dns', value: 'a.example' },
          { type: 'ip', value: '10.0.0.0/8' },
          { type: 'ip', value: '2001:db8::/32' },
        ],
        excluded: [{ type: 'dns', value: 'not.a.example' }],
      },
      { type: 'policyConstraints', requireExplicitPolicy: 3, inhibitPolicyMapping: 0 },
      { type: 'inhibitAnyPolicy', skip: 1 },
    ];
    const ca = issueIntermediate({ issuer: root, subject: 'Bound', extensions: constraints });
    for (const content of constraints) expect(contents(ca)).toContainEqual(content);
    const verified = (name: string) => nativeVerify([issueCertificate({ issuer: ca, names: [name] }), ca, root]);
    expect(verified('www.a.example')).toContain('OK');
    expect(verified('10.1.2.3')).toContain('OK');
    expect(() => verified('not.a.example')).toThrow('excluded subtree violation');
    expect(() => verified('192.0.2.1')).toThrow('permitted subtree violation');
  });

  it('of any kind goes in raw', () => {
    const raw = { oid: '1.3.6.1.4.1.99999.1', critical: true, value: Uint8Array.of(0x0c, 2, 0x68, 0x69) };
    expect(readCertificate(leaf({ extensions: [raw] }).der).extensions).toContainEqual({ ...raw, name: raw.oid });
  });
});

describe('names', () => {
  it('have repeated and shared places, and types that nobody knows', () => {
    const subject = [
      [{ type: 'DC', value: 'com' }],
      [{ type: 'DC', value: 'example' }],
      [{ type: 'OU', value: 'A' }],
      [{ type: 'OU', value: 'B', encoding: 'bmp' }],
      [
        { type: 'GN', value: 'Jo' },
        { type: 'SN', value: 'Wil' },
      ],
      [{ type: '1.3.6.1.4.1.99999.7.1', value: 'special' }],
    ] as const;
    const issued = leaf({ subject, names: [], usages: ['clientAuth'] });
    const read = readCertificate(issued.der).subject;
    const plain = read.map((place) => place.map(({ type, value }) => `${type}=${value}`).sort());
    expect(plain).toEqual([
      ['DC=com'],
      ['DC=example'],
      ['OU=A'],
      ['OU=B'],
      ['GN=Jo', 'SN=Wil'],
      ['1.3.6.1.4.1.99999.7.1=special'],
    ]);
    expect(read[3]?.[0]?.encoding).toBe('bmp');
    expect(readCertificate(leaf({ subject: read, usages: ['clientAuth'] }).der).subject).toEqual(read);
    native.file('names.pem', issued.pem);
    const printed = native.run('x509', '-in', 'names.pem', '-noout', '-subject', '-nameopt', 'RFC2253');
    expect(printed).toContain('OU=B,OU=A,DC=example,DC=com');
  });
});

describe('requests', () => {
  const created = createRequest({
    subject: 'jo',
    names: ['a.example', { type: 'email', value: 'a@a.example' }],
    attributes: [
      { type: 'challengePassword', value: 's3cret' },
      { type: 'unstructuredName', value: 'Åcme' },
      { type: '2.16.840.1.113733.1.9.5', value: 'nonce', encoding: 'printable' },
    ],
    extensions: [{ type: 'tlsFeature', features: [5] }],
  });

  it('say what they were told, to us and to native', () => {
    const data = readRequest(created.pem);
    expect(data.subjectAltName).toEqual([
      { type: 'dns', value: 'a.example' },
      { type: 'email', value: 'a@a.example' },
    ]);
    expect(data.attributes).toContainEqual({
      type: 'challengePassword',
      values: [{ value: 's3cret', encoding: 'printable' }],
    });
    expect(data.attributes).toContainEqual({ type: 'unstructuredName', values: [{ value: 'Åcme', encoding: 'utf8' }] });
    expect(data.extensions.map(({ content }) => content?.type)).toEqual(['subjectAltName', 'tlsFeature']);
    expect(created.request.verify(created.key)).toBe(true);
    native.file('req.pem', created.pem);
    const text = native.line('req -in req.pem -noout -text -verify');
    expect(text).toContain('s3cret');
    expect(text).toContain('DNS:a.example, email:a@a.example');
  });
});

describe('what is impossible or foolish is refused in one sentence', () => {
  const day = 86_400_000;
  const weak = new crypto.PKey();
  weak.generateKey(crypto.TYPE_RSA, 1024);
  const other = createCertificateAuthority({ subject: 'other' });
  const noCa = leaf();
  const x25519 = new crypto.PKey();
  x25519.generateKey('X25519');
  it.each<[string, () => unknown]>([
    ['ERR_PKI_REFUSED an RSA key of 1024 bits is too short: take 2048 at least', () => leaf({ key: weak })],
    ['ERR_PKI_REFUSED signatures over sha1 can be forged: take sha256', () => leaf({ signature: { digest: 'sha1' } })],
    [
      "ERR_PKI_VALUE the issuer's key is not that of its certificate",
      () => leaf({ issuer: { ...root, key: other.key } }),
    ],
    [
      'ERR_PKI_REFUSED the issuer is no CA: its certificate has no basicConstraints that say so',
      () => leaf({ issuer: noCa }),
    ],
    [
      'ERR_PKI_REFUSED the issuer lets fewer CAs stand below it: its pathLength is 0',
      () => issueIntermediate({ issuer: intermediate, subject: 'x' }),
    ],
    [
      'ERR_PKI_REFUSED the certificate would outlive its issuer',
      () => issueIntermediate({ issuer: root, subject: 'x', days: 9999 }),
    ],
    [
      'ERR_PKI_REFUSED the certificate would end before it begins',
      () => leaf({ notAfter: new Date(Date.now() - day) }),
    ],
    [
      "ERR_PKI_REFUSED a server's certificate of more than 825 days is refused by today's browsers",
      () => leaf({ days: 826 }),
    ],
    ['ERR_PKI_VALUE the certificate must name somebody: by subject or by names', () => leaf({ names: [] })],
    [
      "ERR_PKI_REFUSED a server's certificate must name its hosts: browsers read no common name",
      () => leaf({ names: [], subject: 'a.example', usages: ['serverAuth'] }),
    ],
    ['ERR_PKI_VALUE a CA must have a subject (RFC 5280, 4.1.2.6)', () => createCertificateAuthority({ subject: [] })],
    [
      'ERR_PKI_VALUE serialNumber must be positive and fit into 20 bytes (RFC 5280, 4.1.2.2)',
      () => leaf({ serialNumber: 0 }),
    ],
    ['ERR_PKI_VALUE days and notAfter exclude each other', () => leaf({ days: 1, notAfter: new Date() })],
    [
      'ERR_PKI_VALUE padding and saltLength are for RSA keys, and the key is of the type EC',
      () => leaf({ signature: { padding: 'pss' } }),
    ],
    [
      'ERR_PKI_VALUE an extension must not stand twice: tlsfeature',
      () =>
        leaf({
          extensions: [
            { type: 'tlsFeature', features: [5] },
            { type: 'tlsFeature', features: [5] },
          ],
        }),
    ],
    [
      'ERR_PKI_VALUE this is no DNS name as a certificate has it: "a b.example"',
      () => leaf({ names: [{ type: 'dns', value: 'a b.example' }] }),
    ],
    ['ERR_PKI_VALUE a wildcard needs two labels behind it: "*.com"', () => leaf({ names: ['*.com'] })],
    [
      'ERR_PKI_VALUE the subject\'s C must have 2 characters (RFC 5280, A.1): "Sweden"',
      () => leaf({ subject: [{ type: 'C', value: 'Sweden' }] }),
    ],
    [
      'ERR_PKI_VALUE the subject has a type that nobody knows: "XX"',
      () => leaf({ subject: [{ type: 'XX', value: 'x' }] }),
    ],
  ])('%s', (sentence, body) => {
    expect(refusal(body)).toBe(sentence);
  });

  it('a key that cannot sign says so; what is only unwise is made where it is asked for', () => {
    expect(refusal(() => createCertificateAuthority({ subject: 'x', key: x25519 }))).toContain('X25519 cannot sign so');
    expect(leaf({ key: x25519 }).key).toBe(x25519);
    expect(
      leaf({ key: weak, signature: { digest: 'sha1' }, days: 1000, notBefore: new Date(), unchecked: true }).der.length,
    ).toBeGreaterThan(99);
  });
});
