/** What is handed to the certificates' side is judged where it comes in: lists, purposes, file types, text, and why not. */
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto, OpenSSLError, SSL, ssl } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { Scratch } from '../support/scratch.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server } = localPki();
const scratch = new Scratch();
afterAll(() => scratch.remove());
const store = new crypto.X509Store();
store.addCert(ca.cert);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('a list', () => {
  const extension = new crypto.X509Extension('basicConstraints', true, 'CA:TRUE');
  const name = ca.cert.getSubject();
  /** Every argument that is a list, and what one thing of it would be. */
  const LISTS: readonly (readonly [string, (list: never) => unknown, unknown])[] = [
    ['X509.addExtensions', (list) => new crypto.X509().addExtensions(list), extension],
    ['X509Req.addExtensions', (list) => new crypto.X509Req().addExtensions(list), extension],
    ['X509StoreContext chain', (list) => new crypto.X509StoreContext(store, server.cert, list), ca.cert],
    [
      'VerifyOptions.policies',
      (list) => new crypto.X509StoreContext(store, server.cert, [], { policies: list }),
      '1.2.3',
    ],
    ['PKCS12.setCaCertificates', (list) => new crypto.PKCS12().setCaCertificates(list), ca.cert],
    ['PKCS7.sign certs', (list) => crypto.PKCS7.sign(server.cert, server.key, 'x', { certs: list }), ca.cert],
    [
      'PKCS7.verify certs',
      (list) => crypto.PKCS7.sign(server.cert, server.key, 'x').verify(store, { certs: list }),
      ca.cert,
    ],
    ['Context.setClientCaList', (list) => new SSL.Context(SSL.TLS_METHOD).setClientCaList(list), name],
    ['Context.setAlpnProtos', (list) => new SSL.Context(SSL.TLS_METHOD).setAlpnProtos(list), 'h2'],
    ['SSLContext.setAlpnProtocols', (list) => new ssl.SSLContext().setAlpnProtocols(list), 'h2'],
  ];

  it.each(LISTS)('of %s is none when it is one thing, a text, bytes or a number', (_name, call, one) => {
    for (const wrong of [
      one,
      'h2',
      'http/1.1',
      new Uint8Array([2, 104, 50]),
      new Uint8Array(),
      5,
      {},
      { length: 1, 0: one },
    ]) {
      expect(thrownBy(() => call(wrong as never))).toBeInstanceOf(TypeError);
    }
    expect(thrownBy(() => call([Symbol('wrong')] as never))).toBeInstanceOf(TypeError);
  });

  it('that is one recipient is taken by PKCS7.encrypt alone, which says so', () => {
    expect(crypto.PKCS7.encrypt(server.cert, 'x').typeIsEnveloped()).toBe(true);
    expect(thrownBy(() => crypto.PKCS7.encrypt('cert' as never, 'x'))).toBeInstanceOf(TypeError);
  });

  it('can be anything that gives one after the other', () => {
    const cert = new crypto.X509();
    cert.addExtensions(new Set([extension]));
    expect(cert.getExtensionCount()).toBe(1);
  });
});

describe('options of a verification', () => {
  const verify = (options: object) => () => new crypto.X509StoreContext(store, server.cert, [], options as never);

  it('with an unknown purpose, an empty name or a number out of its range are RangeErrors', () => {
    for (const options of [
      { purpose: 'sslserver' },
      { purpose: '' },
      { host: '' },
      { ip: '' },
      { email: '' },
      { depth: -1 },
      { depth: 2 ** 32 + 1 },
      { authLevel: 6 },
      { time: new Date(Number.NaN) },
    ]) {
      expect(thrownBy(() => verify(options)().verifyCertificate())).toBeInstanceOf(RangeError);
    }
  });

  it('of a wrong type are TypeErrors', () => {
    for (const options of [{ purpose: 1 }, { host: 5 }, { time: 0 }, { flags: '1' }, { policies: '1.2' }, 'x', 5]) {
      expect(thrownBy(verify(options as object))).toBeInstanceOf(TypeError);
    }
  });

  it('that no address is say so', () => {
    expect(thrownBy(() => verify({ ip: '1.2.3.4.5' })().verifyCertificate())).toMatchObject({
      message: 'ip is no IP address: "1.2.3.4.5"',
    });
  });
});

describe('a file type', () => {
  it('is a number, and one of those that the function takes', () => {
    const loaders = [
      crypto.loadCertificate,
      crypto.loadCertificateRequest,
      crypto.loadPrivatekey,
      crypto.loadPublickey,
      crypto.loadCrl,
      crypto.loadPkcs7Data,
    ] as const;
    for (const load of loaders) {
      for (const type of ['1', null, undefined, {}, 1n, true] as never[])
        expect(thrownBy(() => load(type, server.certPem))).toBeInstanceOf(TypeError);
      for (const type of [0, 3, 1.5, Number.NaN, crypto.FILETYPE_TEXT])
        expect(thrownBy(() => load(type, server.certPem))).toBeInstanceOf(RangeError);
    }
    for (const dump of [crypto.dumpCertificate, crypto.dumpCertificateRequest, crypto.dumpPublickey] as const)
      expect(thrownBy(() => dump('1' as never, server.cert as never))).toBeInstanceOf(TypeError);
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(thrownBy(() => context.useCertificateFile('x', '1' as never))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => context.usePrivatekeyFile('x', 3))).toBeInstanceOf(RangeError);
  });
});

describe('parameters for Diffie-Hellman', () => {
  it('are those of DSA or EC no more than a key is', () => {
    for (const [kind, args, last] of [
      ['DSA', ['dsaparam'], ['1024']],
      ['EC', ['ecparam', '-name', 'prime256v1'], []],
    ] as const) {
      const file = scratch.path(`${kind}.pem`);
      expect(spawnSync('openssl', [...args, '-out', file, ...last]).status).toBe(0);
      const error = thrownBy(() => new SSL.Context(SSL.TLS_METHOD).loadTmpDh(file)) as SSL.Error;
      expect(error).toBeInstanceOf(SSL.Error);
      expect(error.message).toContain(`these are parameters of ${kind}`);
      expect(thrownBy(() => new ssl.SSLContext().loadDhParams(file))).toBeInstanceOf(ssl.SSLError);
    }
    expect(thrownBy(() => new SSL.Context(SSL.TLS_METHOD).useTmpDh(server.keyPem))).toBeInstanceOf(SSL.Error);
  });
});

describe('text of an extension', () => {
  const value = (typename: string, text: string) => hex(new crypto.X509Extension(typename, false, text).getData());

  it('is UTF-8, also where OpenSSL generates the value', () => {
    const joerg = '6a c3 b6 72 67'.replaceAll(' ', '');
    const upn = `3017a015060a2b060104018237140203a0070c05${joerg}`;
    expect(value('subjectAltName', 'otherName:1.3.6.1.4.1.311.20.2.3;UTF8:jörg')).toBe(upn);
    expect(value('subjectAltName', 'otherName:1.3.6.1.4.1.311.20.2.3;UTF8String:jörg')).toBe(upn);
    expect(value('1.2.3.4', 'ASN1:UTF8String:jörg')).toBe(`0c05${joerg}`);
    expect(value('1.2.3.4', 'ASN1:EXPLICIT:0,UTF8:jörg')).toBe(`a0070c05${joerg}`);
    expect(value('1.2.3.4', 'ASN1:BMP:ж')).toBe('1e020436');
    expect(value('1.2.3.4', 'ASN1:FORMAT:UTF8,UTF8:jörg')).toBe(`0c05${joerg}`);
  });

  it('in a list stands beside others of its kind, each in its place', () => {
    const names = new crypto.X509Extension(
      'subjectAltName',
      true,
      'DNS:a.example, otherName:1.2.3;UTF8:ö, DNS:b.example, otherName:1.2.4;UTF8:ß, IP:192.0.2.1, email:x@y',
    );
    expect(names.getCritical()).toBe(true);
    const parts = ['82', '612e6578616d706c65', '0c02c3b6', '622e6578616d706c65', '0c02c39f', '8704c0000201', '7840'];
    const data = hex(names.getData());
    const places = parts.map((part) => data.indexOf(part));
    expect(places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? 0)))).toBe(true);
  });

  it('that is ASCII is what native OpenSSL makes of it', () => {
    expect(value('subjectAltName', 'otherName:1.2.3;UTF8:abc')).toBe('300da00b06022a03a0050c03616263');
  });
});

describe('PKCS #12 without a passphrase', () => {
  it('is encrypted with the empty one, as its doc comment says: everyone can read it', () => {
    const file = new crypto.PKCS12();
    file.setCertificate(server.cert);
    file.setPrivatekey(server.key);
    const path = scratch.file('none.p12', file.export(null));
    const native = spawnSync('openssl', ['pkcs12', '-in', path, '-passin', 'pass:', '-nodes', '-info']);
    expect(native.status).toBe(0);
    expect(native.stdout.toString()).toContain('BEGIN PRIVATE KEY');
    expect(native.stderr.toString()).toContain('PBES2');
    expect(crypto.loadPkcs12(file.export(null)).getPrivatekey()?.equals(server.key)).toBe(true);
  });
});

describe('what OpenSSL refuses without a reason', () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    [
      'the signature is not one of this data by this key',
      () => crypto.verify(server.cert, new Uint8Array(3), 'x', 'sha256'),
    ],
    ['groups names none that there is', () => new SSL.Context(SSL.TLS_METHOD).setGroups('no-such-group')],
    ['sigalgs names an algorithm that there is not', () => new SSL.Context(SSL.TLS_METHOD).setSigalgs('none')],
    [
      'there is no key material before',
      () => new SSL.Connection(new SSL.Context(SSL.TLS_METHOD), null).exportKeyingMaterial('x', 8),
    ],
  ];
  it.each(cases)('is explained: %s', (sentence, call) => {
    const error = thrownBy(call) as Error;
    expect(error).toBeInstanceOf(OpenSSLError);
    expect(error.message).toContain(sentence);
  });
});

describe('an object that only has the prototype of one', () => {
  it('is none, and a Proxy of one neither', () => {
    for (const fake of [Object.create(crypto.X509.prototype), new Proxy(server.cert, {})] as crypto.X509[]) {
      expect(fake instanceof crypto.X509).toBe(false);
      expect(thrownBy(() => store.addCert(fake))).toBeInstanceOf(TypeError);
      expect(thrownBy(() => new crypto.CRL().sign(fake, ca.key, 'sha256'))).toBeInstanceOf(TypeError);
    }
    expect(thrownBy(() => new crypto.X509().setPubkey(Object.create(crypto.PKey.prototype)))).toBeInstanceOf(TypeError);
    class Derived extends crypto.X509 {}
    expect(new Derived() instanceof crypto.X509).toBe(true);
    expect(server.cert instanceof Derived).toBe(false);
  });
});
