/** Certificates for requests: what is taken, what is not, and what native openssl(1), certtool(1) and Python say of both. */
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  createCertificateAuthority,
  createRequest,
  issueFromRequest,
  type JudgeRequestOptions,
  judgeRequest,
  type RequestOptions,
  type RequestPolicy,
  RequestRefusedError,
  readCertificate,
  readRequest,
  signer,
} from '../../../src/pki/index.js';
import { has, run } from '../../support/native.js';
import { NativeOpenssl } from '../../support/native-openssl.js';
import { askPython } from '../../support/python.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());

const issuer = createCertificateAuthority({ subject: 'Root' });
native.file('root.pem', issuer.pem);
native.file('root.key', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, issuer.key));
const { key } = issuer;
const policy: RequestPolicy = {
  subject: ['CN', 'O'],
  names: {
    ...{ dns: ['.example.com', 'example.org'], ip: ['10.0.0.0/8', '2001:db8::1'], email: ['@example.com'] },
    ...{ uri: ['spiffe://example.com/team'], wildcards: true },
    other: (name) => name.type === 'otherName' && name.value === 'jo@example.com',
  },
  usages: ['serverAuth', 'clientAuth'],
  keyUsages: ['digitalSignature'],
  extensions: ['1.2.3.4', 'tlsFeature'],
};
const typesOf = (der: Uint8Array) => readCertificate(der).extensions.map(({ content, oid }) => content?.type ?? oid);
const contentOf = (der: Uint8Array, type: string) =>
  readCertificate(der).extensions.find(({ content }) => content?.type === type)?.content;
/** What is refused of a request, in words. */
const refusedOf = (options: JudgeRequestOptions) =>
  judgeRequest(options).refused.map(({ what, why }) => `${what} ${why}`);
const droppedOf = (options: JudgeRequestOptions) =>
  judgeRequest(options).dropped.map(({ what, why }) => `${what} ${why}`);

const full = createRequest({
  subject: [
    { type: 'C', value: 'SE' },
    { type: 'O', value: 'Å' },
    { type: 'CN', value: 'www.example.com' },
  ],
  names: [
    ...['www.example.com', '*.a.example.com', 'example.org', '10.1.2.3', '2001:db8::1'],
    { type: 'email', value: 'jo@EXAMPLE.com' },
    { type: 'uri', value: 'spiffe://example.com/team/a' },
    { type: 'otherName', oid: '1.3.6.1.4.1.311.20.2.3', value: 'jo@example.com' },
  ],
  extensions: [
    { type: 'basicConstraints', ca: true },
    { type: 'keyUsage', usages: ['digitalSignature', 'keyCertSign', 'cRLSign'] },
    { type: 'extKeyUsage', usages: ['clientAuth', 'codeSigning'] },
    { type: 'tlsFeature', features: [5] },
    { type: 'nameConstraints', permitted: [{ type: 'dns', value: 'x' }] },
    { oid: '1.2.3.4', value: Uint8Array.of(5, 0) },
    { oid: '1.2.3.5', value: Uint8Array.of(5, 0) },
  ],
  attributes: [{ type: 'challengePassword', value: 's3cret' }],
});

describe('a certificate for a request', () => {
  it('has nothing of it but its key, where no policy says more', () => {
    const issued = issueFromRequest({ request: createRequest({ subject: 'x' }).pem, issuer, names: ['a.example'] });
    const data = readCertificate(issued.der);
    expect(data.subject).toEqual([]);
    expect(data.subjectAltName).toEqual([{ type: 'dns', value: 'a.example' }]);
    expect(issued.taken).toEqual([{ part: 'key', what: 'EC on prime256v1' }]);
    expect(issued.dropped).toEqual([{ part: 'subject', what: 'CN=x', why: 'is not allowed by the policy' }]);
    const names = { names: ['a.example'] };
    expect(() => issueFromRequest({ request: createRequest(names).der, issuer })).toThrow(
      'the request is refused: dns a.example is not allowed by the policy',
    );
  });

  it('has what the policy allows, and says what it has not', () => {
    const issued = issueFromRequest({ request: full.pem, issuer, policy });
    const data = readCertificate(issued.der);
    expect(data.publicKey).toEqual(readRequest(full.der).publicKey);
    expect(data.subject.flat().map(({ type, value }) => `${type}=${value}`)).toEqual(['O=Å', 'CN=www.example.com']);
    expect(data.subjectAltName).toEqual(readRequest(full.der).subjectAltName);
    expect(contentOf(issued.der, 'basicConstraints')).toEqual({ type: 'basicConstraints', ca: false });
    expect(contentOf(issued.der, 'keyUsage')).toEqual({ type: 'keyUsage', usages: ['digitalSignature'] });
    expect(contentOf(issued.der, 'extKeyUsage')).toEqual({ type: 'extKeyUsage', usages: ['clientAuth'] });
    expect(typesOf(issued.der)).toEqual(expect.arrayContaining(['tlsFeature', '1.2.3.4']));
    expect(typesOf(issued.der)).not.toContain('nameConstraints');
    expect(typesOf(issued.der)).not.toContain('1.2.3.5');
    expect(issued.dropped.map(({ part, what, why }) => `${part}: ${what} ${why}`)).toEqual([
      'attribute: challengePassword is no part of certificates',
      'subject: C=SE is not allowed by the policy',
      "extension: basicConstraints is the issuer's to say",
      "extension: keyUsage keyCertSign is a CA's",
      "extension: keyUsage cRLSign is a CA's",
      'extension: extendedKeyUsage codeSigning is not allowed by the policy',
      "extension: nameConstraints is the issuer's to say",
      'extension: 1.2.3.5 is not allowed by the policy',
    ]);
    native.file('issued.pem', issued.pem);
    expect(
      native.run('verify', '-x509_strict', '-CAfile', 'root.pem', '-purpose', 'sslclient', 'issued.pem'),
    ).toContain('OK');
  });

  it('is that of a CA where the issuer says so', () => {
    const issued = issueFromRequest({
      request: createRequest().der,
      issuer,
      subject: 'Below',
      authority: { pathLength: 0 },
    });
    expect(contentOf(issued.der, 'basicConstraints')).toEqual({ type: 'basicConstraints', ca: true, pathLength: 0 });
    native.file('below.pem', issued.pem);
    expect(native.run('verify', '-x509_strict', '-CAfile', 'root.pem', 'below.pem')).toContain('OK');
  });

  it('is signed by a key that is elsewhere, later', async () => {
    const elsewhere = signer({ publicKey: key, sign: async (data) => crypto.sign(key, data, 'sha256') });
    const made = issueFromRequest({ request: full.der, issuer: { certificate: issuer.pem, key: elsewhere }, policy });
    const { der, taken } = await made;
    expect(readCertificate(der).subject).toHaveLength(2);
    expect(taken.length).toBeGreaterThan(10);
  });
});

describe('beside others', () => {
  it('a request of native is issued for, and native issues for ours what we do', () => {
    native.run(
      ...'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout n.key -subj /O=N/CN=n.example.com -addext'.split(
        ' ',
      ),
      'subjectAltName=DNS:n.example.com',
      '-out',
      'n.csr',
    );
    const issued = issueFromRequest({ request: native.read('n.csr'), issuer, policy });
    native.file('ours.pem', issued.pem);
    native.run(
      ...'x509 -req -in n.csr -CA root.pem -CAkey root.key -copy_extensions copyall -out theirs.pem'.split(' '),
    );
    const [ours, theirs] = [readCertificate(issued.pem), readCertificate(native.read('theirs.pem'))];
    expect(ours.subject).toEqual(theirs.subject);
    expect(ours.subjectAltName).toEqual(theirs.subjectAltName);
    expect(ours.publicKey).toEqual(theirs.publicKey);
    expect(native.run('verify', '-CAfile', 'root.pem', 'ours.pem', 'theirs.pem')).toMatch(/OK\n.*OK/);
    // What native copies when it is told to copy all, and we do not.
    native.file('full.csr', full.pem);
    native.run(
      ...'x509 -req -in full.csr -CA root.pem -CAkey root.key -copy_extensions copyall -out all.pem'.split(' '),
    );
    expect(contentOf(readCertificate(native.read('all.pem')).der, 'basicConstraints')).toMatchObject({ ca: true });
  });

  it('`openssl ca` takes over of a request what the same policy takes', () => {
    native.file('index.txt', '');
    native.file('serial', '0A\n');
    native.file(
      'ca.cnf',
      '[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\npolicy=p\nemail_in_dn=no\ncopy_extensions=copy\nx509_extensions=e\n' +
        '[p]\norganizationName=optional\ncommonName=supplied\n[e]\nbasicConstraints=critical,CA:FALSE\n',
    );
    native.run(
      ...'ca -batch -config ca.cnf -in n.csr -cert root.pem -keyfile root.key -days 3 -md sha256 -out ca.pem -notext'.split(
        ' ',
      ),
    );
    const [theirs, ours] = [readCertificate(native.read('ca.pem')), readCertificate(native.read('ours.pem'))];
    expect(ours.subject).toEqual(theirs.subject);
    expect(ours.subjectAltName).toEqual(theirs.subjectAltName);
  });

  it.skipIf(!has('certtool', '--version'))(
    'a request of certtool of gnutls-bin is issued for, which npm test installs',
    () => {
      native.file('t.cfg', 'cn = "t.example.com"\ndns_name = "t.example.com"\nchallenge_password = s3cret\nca\n');
      const files = ['--generate-privkey', '--key-type', 'ecdsa', '--outfile', native.path('t.key')];
      run('certtool', files);
      const [load, template] = [
        ['--load-privkey', native.path('t.key')],
        ['--template', native.path('t.cfg')],
      ];
      run('certtool', ['--generate-request', ...load, ...template, '--outfile', native.path('t.csr')]);
      const issued = issueFromRequest({ request: native.read('t.csr'), issuer, policy });
      expect(contentOf(issued.der, 'basicConstraints')).toMatchObject({ ca: false });
      native.file('chain.pem', issued.pem + issuer.pem);
      expect(run('certtool', ['--verify-chain', '--infile', native.path('chain.pem')])).toContain('Verified');
      native.file('full.csr', full.pem);
      expect(run('certtool', ['--crq-info', '--infile', native.path('full.csr')])).toContain(
        'Self signature: verified',
      );
    },
  );

  it.skipIf(!has('python3', '-c', 'import cryptography'))('Python’s cryptography makes and reads the same', () => {
    const said = askPython<unknown>(
      `
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = ec.generate_private_key(ec.SECP256R1())
csr = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'p.example.com')]))
csr = csr.add_extension(x509.SubjectAlternativeName([x509.DNSName('p.example.com')]), False)
csr = csr.add_extension(x509.BasicConstraints(True, None), True)
csr = csr.add_attribute(x509.oid.AttributeOID.CHALLENGE_PASSWORD, b'pw').sign(key, hashes.SHA256())
open('p.csr', 'wb').write(csr.public_bytes(serialization.Encoding.DER))
own = x509.load_pem_x509_csr(open('full.csr', 'rb').read())
print(json.dumps([own.is_signature_valid, own.attributes.get_attribute_for_oid(x509.oid.AttributeOID.CHALLENGE_PASSWORD).value.decode()]))`,
      { cwd: native.file('full.csr', full.pem) && native.folder },
    );
    expect(said).toEqual([true, 's3cret']);
    const issued = issueFromRequest({ request: native.read('p.csr'), issuer, policy });
    expect(readCertificate(issued.der).subjectAltName).toEqual([{ type: 'dns', value: 'p.example.com' }]);
    expect(issued.dropped.map(({ what }) => what)).toEqual(['challengePassword', 'basicConstraints']);
  });
});

describe('names that are not allowed', () => {
  const asking = (options: RequestOptions) => createRequest({ ...options, key }).der;
  it.each<[string, NonNullable<Parameters<typeof createRequest>[0]>['names'] & {}]>([
    ['dns example.com', ['example.com']],
    ['dns evil.com', ['evil.com']],
    ['dns evilexample.com', ['evilexample.com']],
    ['dns a.example.org', ['a.example.org']],
    ['dns *.example.org', ['*.example.org']],
    ['ip 11.0.0.1', ['11.0.0.1']],
    ['ip 2001:db8::2', ['2001:db8::2']],
    ['ip ::ffff:10.0.0.1', [{ type: 'ip', value: '::ffff:10.0.0.1' }]],
    ['email jo@sub.example.com', [{ type: 'email', value: 'jo@sub.example.com' }]],
    ['email a@evil.com@example.com', [{ type: 'email', value: 'a@evil.com@example.com' }]],
    ['uri spiffe://example.com/teamster', [{ type: 'uri', value: 'spiffe://example.com/teamster' }]],
    ['uri spiffe://example.com/team/../x', [{ type: 'uri', value: 'spiffe://example.com/team/../x' }]],
    ['uri spiffe://a@example.com/team', [{ type: 'uri', value: 'spiffe://a@example.com/team' }]],
    ['uri https://example.com/team', [{ type: 'uri', value: 'https://example.com/team' }]],
    ['rid 1.2.3', [{ type: 'rid', value: '1.2.3' }]],
    ['otherName root@example.com', [{ type: 'otherName', oid: '1.2.3', value: 'root@example.com' }]],
  ])('%s refuses the request, or is dropped', (what, names) => {
    const request = asking({ names });
    expect(judgeRequest({ request, policy }).refused.map((one) => one.part)).toEqual(['name']);
    expect(refusedOf({ request, policy })[0]?.replace('::ffff:a00:1', '::ffff:10.0.0.1')).toContain(what);
    expect(() => issueFromRequest({ request, issuer, policy })).toThrow(RequestRefusedError);
    const dropping: RequestPolicy = { ...policy, otherwise: { names: 'drop' } };
    const issued = issueFromRequest({ request, issuer, policy: dropping, subject: 'x' });
    expect(readCertificate(issued.der).subjectAltName).toEqual([]);
  });

  it('are not smuggled in by a text of commas, a NUL or a common name', () => {
    const value = 'a.example.com,DNS:evil.com';
    const request = createRequest({ key, names: [{ type: 'dns', value }], unchecked: true }).der;
    expect(refusedOf({ request, policy })[0]).toContain(`dns ${value} is none`);
    const subject = [{ type: 'CN', value: 'evil.com' }];
    expect(droppedOf({ request: asking({ subject }), policy })).toEqual([
      'CN=evil.com is a host, and as such is not allowed by the policy',
    ]);
    const injected = [{ type: 'O', value: 'x/CN=evil.com\nsubjectAltName=DNS:evil.com' }];
    expect(droppedOf({ request: asking({ subject: injected }), policy })[0]).toContain('has control characters');
    const twice = [
      { type: 'CN', value: 'Anna' },
      { type: 'CN', value: 'b.example.com' },
    ];
    expect(droppedOf({ request: asking({ subject: twice }), policy })[0]).toContain('is a second common name');
    const attribute = { type: 'unstructuredName', value: 'subjectAltName=DNS:evil.com' };
    const issued = issueFromRequest({ request: asking({ attributes: [attribute] }), issuer, policy, subject: 'x' });
    expect(readCertificate(issued.der).subjectAltName).toEqual([]);
  });
});
