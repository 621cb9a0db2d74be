import { afterAll, describe, expect, it } from 'vitest';
import { OpenSSLError, SSL, ssl } from '../../src/index.js';
import { translate } from '../../src/ssl/errors/translate.js';
import { issue, localPki } from '../support/pki.js';
import { askPython } from '../support/python.js';
import { writeIdentities } from '../support/ssl-files.js';
import { clientContext, connectedPair, finishes, serverContext, wrapPair } from '../support/ssl-pair.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server } = localPki();
const elsewhere = issue('elsewhere', { issuer: ca, san: 'DNS:elsewhere.example,IP:192.0.2.1' });
const expired = issue('localhost', { issuer: ca, san: 'DNS:localhost', notAfter: '20200101000000Z' });
const stranger = issue('localhost', { san: 'DNS:localhost' });
const encode = (text: string) => new TextEncoder().encode(text);

const scratch = writeIdentities({ ca, server, elsewhere, expired, stranger });
afterAll(() => scratch.remove());
scratch.file('empty.pem', 'nothing here\n');

interface Described {
  type: string;
  errno: number;
  library: string | null;
  reason: string | null;
  strerror: string;
  verify?: [number, string];
}

/** What a Python error says, without the place in Python's source. */
const PYTHON = `
import re
def describe(error):
    made = dict(type=type(error).__name__, errno=error.errno, library=error.library or None, reason=error.reason,
        strerror=re.sub(r' \\(_ssl\\.c:\\d+\\)$', '', error.strerror))
    if isinstance(error, ssl.SSLCertVerificationError): made['verify'] = [error.verify_code, error.verify_message]
    return made
def caught(body):
    try: body()
    except ssl.SSLError as error: return describe(error)
    return None
def contexts(name, version=None):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); server.load_cert_chain(name + '.pem')
    client = ssl.create_default_context(cafile='ca-cert.pem')
    if version: client.minimum_version = client.maximum_version = server.minimum_version = server.maximum_version = version
    return client, server
def wrap(client, server, host='localhost'):
    a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
    return client.wrap_bio(a, b, False, host), server.wrap_bio(b, a, True), a, b
def shake(c, s):
    seen = {}
    for _ in range(6):
        for name, side in (('client', c), ('server', s)):
            if name in seen: continue
            try: side.do_handshake()
            except ssl.SSLWantReadError: pass
            except ssl.SSLError as error: seen[name] = describe(error)
    for name, side in (('client', c), ('server', s)):
        if name in seen: continue
        try: side.read()
        except ssl.SSLWantReadError: pass
        except ssl.SSLError as error: seen[name] = describe(error)
    return seen
`;

function describeError(error: unknown): Described {
  if (!(error instanceof ssl.SSLError)) throw error;
  expect(error).toBeInstanceOf(OpenSSLError);
  expect(error.args).toEqual([error.errno, error.strerror]);
  expect(error.message).toBe(error.strerror);
  const { errno, library, reason, strerror } = error;
  const made = { type: error.name, errno, library, reason, strerror };
  return error instanceof ssl.SSLCertVerificationError
    ? { ...made, verify: [error.verify_code, error.verify_message] }
    : made;
}

/** What both sides say of a handshake that cannot be. */
function shake({ client, server: there }: ReturnType<typeof wrapPair>): Record<string, Described> {
  const seen: Record<string, Described> = {};
  const sides = Object.entries({ client, server: there });
  const attempt = (name: string, body: () => unknown) => {
    try {
      if (seen[name] === undefined) finishes(body);
    } catch (error) {
      seen[name] = describeError(error);
    }
  };
  for (let round = 0; round < 6; round++) for (const [name, side] of sides) attempt(name, () => side.doHandshake());
  for (const [name, side] of sides) attempt(name, () => side.read());
  return seen;
}

/** OpenSSL 3.5 has other words for two reasons than the 3.0 of Python here: the names are the same. */
function comparable(seen: Record<string, Described>): Record<string, Described> {
  const words = (text: string) => text.replace(/sslv3 alert|ssl\/tls alert/, 'alert');
  return Object.fromEntries(
    Object.entries(seen).map(([side, error]) => [side, { ...error, strerror: words(error.strerror) }]),
  );
}

const V12 = ssl.TLSVersion.TLSv1_2;
const V13 = ssl.TLSVersion.TLSv1_3;

describe.each([
  ['TLSv1.2', V12],
  ['TLSv1.3', V13],
])('both sides of a failed handshake say what they say in Python: %s', (_name, version) => {
  const contexts = (identity = server) => {
    const sides = [clientContext(ca), serverContext(identity)] as const;
    for (const side of sides) {
      side.minimum_version = version;
      side.maximum_version = version;
    }
    return sides;
  };
  const inPython = (script: string) => comparable(askPython(`${PYTHON}\n${script}`, { cwd: scratch.folder }));

  it('another host [ssl.SSLCertVerificationError] [ssl.CertificateError]', () => {
    const here = comparable(shake(wrapPair(...contexts(elsewhere))));
    expect(here['client']?.verify?.[0]).toBe(62);
    expect(here).toEqual(inPython(`print(json.dumps(shake(*wrap(*contexts('elsewhere', ${version}))[:2])))`));
    expect(ssl.CertificateError).toBe(ssl.SSLCertVerificationError);
  });

  it('another address', () => {
    const here = comparable(shake(wrapPair(...contexts(elsewhere), { hostname: '192.0.2.77' })));
    expect(here['client']?.verify?.[0]).toBe(64);
    expect(here).toEqual(
      inPython(`print(json.dumps(shake(*wrap(*contexts('elsewhere', ${version}), '192.0.2.77')[:2])))`),
    );
    expect(shake(wrapPair(...contexts(elsewhere), { hostname: '192.0.2.1' }))).toEqual({});
  });

  it('an expired certificate, and one of an unknown issuer', () => {
    for (const [name, identity] of Object.entries({ expired, stranger })) {
      const here = comparable(shake(wrapPair(...contexts(identity))));
      expect(here['server']?.reason).toMatch(/ALERT/);
      expect(here).toEqual(inPython(`print(json.dumps(shake(*wrap(*contexts('${name}', ${version}))[:2])))`));
    }
  });

  it('no client certificate', () => {
    const [client, there] = contexts();
    there.verify_mode = ssl.CERT_REQUIRED;
    const here = comparable(shake(wrapPair(client, there)));
    expect(here['server']?.reason).toBe('PEER_DID_NOT_RETURN_A_CERTIFICATE');
    expect(here).toEqual(
      inPython(
        `c, s = contexts('server', ${version}); s.verify_mode = ssl.CERT_REQUIRED; print(json.dumps(shake(*wrap(c, s)[:2])))`,
      ),
    );
  });

  it('no version, cipher or protocol in common [ssl.SSLError] [ssl.sslerror]', () => {
    expect(ssl.sslerror).toBe(ssl.SSLError);
    const [client, there] = contexts();
    there.minimum_version = there.maximum_version = version === V12 ? V13 : V12;
    const here = comparable(shake(wrapPair(client, there)));
    expect(Object.keys(here).length).toBe(2);
    expect(here).toEqual(
      inPython(
        `c, s = contexts('server', ${version}); s.maximum_version = s.minimum_version = ${version === V12 ? V13 : V12}; print(json.dumps(shake(*wrap(c, s)[:2])))`,
      ),
    );
  });

  it('bytes that are no TLS', () => {
    const here = (text: string, side: 'client' | 'server') => {
      const pair = wrapPair(...contexts());
      (side === 'client' ? pair.toClient : pair.toServer).write(text);
      return describeError(thrownBy(() => pair[side].doHandshake()));
    };
    expect(here('GET / HTTP/1.0\r\n\r\n', 'server')).toEqual(
      askPython(
        `${PYTHON}\nc, s, a, b = wrap(*contexts('server', ${version})); b.write(b'GET / HTTP/1.0\\r\\n\\r\\n'); print(json.dumps(caught(s.do_handshake)))`,
        { cwd: scratch.folder },
      ),
    );
    expect(here('SSH-2.0-x and so on\r\n', 'client')).toEqual(
      askPython(
        `${PYTHON}\nc, s, a, b = wrap(*contexts('server', ${version})); a.write(b'SSH-2.0-x and so on\\r\\n'); print(json.dumps(caught(c.do_handshake)))`,
        { cwd: scratch.folder },
      ),
    );
  });

  it('after the end [ssl.SSLWantReadError] [ssl.SSLZeroReturnError]', () => {
    const { client, server: there } = connectedPair(...contexts());
    const here: (Described | null)[] = [];
    const caught = (body: () => unknown) => {
      try {
        body();
        here.push(null);
      } catch (error) {
        here.push(describeError(error));
      }
    };
    finishes(() => client.read());
    caught(() => client.read());
    caught(() => there.unwrap());
    caught(() => client.read());
    caught(() => there.write('x'));
    caught(() => client.unwrap());
    caught(() => client.read());
    caught(() => client.write('x'));
    expect(here).toEqual(
      askPython(
        `${PYTHON}
c, s, a, b = wrap(*contexts('server', ${version}))
shake(c, s)
steps = [lambda: c.read(), lambda: s.unwrap(), lambda: c.read(), lambda: s.write(b'x'), lambda: c.unwrap(), lambda: c.read(), lambda: c.write(b'x')]
print(json.dumps([caught(step) for step in steps]))`,
        { cwd: scratch.folder },
      ),
    );
  });
});

describe('what is loaded', () => {
  const other = issue('other');

  it('is refused as in Python [ssl.SSLContext.load_cert_chain] [ssl.SSLContext.load_verify_locations]', () => {
    scratch.file('other-key.pem', other.keyPem);
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    const file = (name: string) => scratch.path(name);
    const steps: (() => void)[] = [
      () => context.loadCertChain(file('empty.pem')),
      () => context.loadCertChain(file('server-cert.pem')),
      () => context.loadCertChain(file('server.pem'), file('other-key.pem')),
      () => context.loadVerifyLocations(file('empty.pem')),
      () => context.loadVerifyLocations(null, null, 'nothing'),
      () => context.loadVerifyLocations(null, null, encode('broken')),
    ];
    const here = steps.map((step) => describeError(thrownBy(step)));
    const python = askPython<Described[]>(
      `${PYTHON}
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
steps = [lambda: context.load_cert_chain('empty.pem'), lambda: context.load_cert_chain('server-cert.pem'),
  lambda: context.load_cert_chain('server.pem', 'other-key.pem'), lambda: context.load_verify_locations('empty.pem'),
  lambda: context.load_verify_locations(cadata='nothing'),  lambda: context.load_verify_locations(cadata=b'broken')]
print(json.dumps([caught(step) for step in steps]))`,
      { cwd: scratch.folder },
    );
    // Outside of connections Python's errno is OpenSSL's number of the reason, which differs by version: here it is 1.
    expect(here).toEqual(python.map((error) => ({ ...error, errno: ssl.SSL_ERROR_SSL })));
    expect(() => context.setCiphers('NO-SUCH-CIPHER')).toThrow('No cipher can be selected.');
    const broken = ca.certPem.replace('MII', 'AAA');
    expect(() => context.loadVerifyLocations(null, null, broken)).toThrow(ssl.SSLError);
    expect(() => context.loadVerifyLocations(null, null, '')).toThrow(RangeError);
    expect(() => context.loadVerifyLocations(null, null, new Uint8Array())).toThrow(RangeError);
    expect(() => context.loadVerifyLocations()).toThrow(TypeError);
    for (const missing of [
      () => context.loadCertChain(file('none.pem')),
      () => context.loadVerifyLocations(file('none.pem')),
    ])
      expect(thrownBy(missing)).toMatchObject({ code: 'ENOENT' });
    expect(() => context.loadCertChain(5 as never)).toThrow(TypeError);
  });
});

describe('what the layers beneath report', () => {
  it('becomes the error of this module [ssl.SSLWantWriteError]', () => {
    // Memory and these sockets take all that is written: only a transport of someone else's makes it wait.
    const made = translate(new SSL.WantWriteError('full'));
    expect(made).toBeInstanceOf(ssl.SSLWantWriteError);
    expect(describeError(made)).toEqual({
      type: 'SSLWantWriteError',
      errno: ssl.SSL_ERROR_WANT_WRITE,
      library: null,
      reason: null,
      strerror: 'The operation did not complete (write)',
    });
    expect(translate(new SSL.SysCallError(104, 'ECONNRESET'))).toMatchObject({ name: 'SSLSyscallError' });
    expect(translate(new SSL.WantX509LookupError('later'))).toMatchObject({ errno: ssl.SSL_ERROR_WANT_X509_LOOKUP });
    const foreign = new Error('mine');
    expect(translate(foreign)).toBe(foreign);
  });
});
