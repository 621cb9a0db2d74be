import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ssl } from '../../src/index.js';
import { type Identity, issue, localPki } from '../support/pki.js';
import { askPython } from '../support/python.js';
import { writeIdentities } from '../support/ssl-files.js';
import { finishes, shakeHands, wrapPair } from '../support/ssl-pair.js';

const { ca, server: identity } = localPki();
const files = writeIdentities({ ca, server: identity });
afterAll(() => files.remove());

/** What a step gave: a value, or the kind of error. */
type Outcome = readonly [kind: 'value' | 'error', what: unknown];

/** The nearest of ours to each of Python's. */
const KINDS: Readonly<Record<string, string>> = { ValueError: 'RangeError', OverflowError: 'RangeError' };

function outcome(body: () => unknown): Outcome {
  try {
    const value = body();
    return ['value', value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : (value ?? null)];
  } catch (error) {
    return ['error', (error as Error).name];
  }
}

const PYTHON = `
def outcome(body):
    try:
        value = body()
        if isinstance(value, bytes): value = value.decode('latin1')
        return ['value', int(value) if hasattr(value, 'name') else value]
    except Exception as error:
        return ['error', ${JSON.stringify(KINDS).replaceAll(':', ': ')}.get(type(error).__name__, type(error).__name__)]
`;

describe('settings, in any order', () => {
  const { TLSVersion } = ssl;
  const setting = fc.oneof(
    fc.tuple(fc.constant('check_hostname'), fc.boolean()),
    fc.tuple(fc.constant('verify_mode'), fc.constantFrom(0, 1, 2, 3, -1)),
    fc.tuple(fc.constant('minimum_version'), fc.constantFrom(...Object.values(TLSVersion), 5)),
    fc.tuple(fc.constant('maximum_version'), fc.constantFrom(...Object.values(TLSVersion), 5)),
    fc.tuple(fc.constant('num_tickets'), fc.constantFrom(-1, 0, 1, 7)),
    fc.tuple(fc.constant('hostname_checks_common_name'), fc.boolean()),
    fc.tuple(fc.constant('post_handshake_auth'), fc.boolean()),
    fc.tuple(fc.constant('verify_flags'), fc.constantFrom(0, 4, 12, 32, 0x8000, 0x80000 | 0x8000)),
    fc.tuple(fc.constant('options'), fc.constantFrom(0, 0x4000, ssl.OP_ALL, ssl.OP_NO_TICKET | ssl.OP_NO_TLSv1_2)),
  );
  const protocol = fc.constantFrom(2, 3, 4, 5, 16, 17);
  const sequences = fc.sample(fc.tuple(protocol, fc.array(setting, { minLength: 1, maxLength: 8 })), {
    numRuns: 250,
    seed: 20_250_101,
  });

  it('lead where they lead in Python', () => {
    const python = askPython<Outcome[][]>(`${PYTHON}
def assign(context, name, value):
    if name == 'options' and value >= 1 << 31: value -= 1 << 32
    setattr(context, name, value)
def run(protocol, steps):
    context = ssl.SSLContext(protocol)
    return [(outcome(lambda: assign(context, name, value)), outcome(lambda: getattr(context, name))) for name, value in steps]
print(json.dumps([[o for pair in run(p, s) for o in pair] for p, s in json.loads(${JSON.stringify(JSON.stringify(sequences))})]))`);
    const here = sequences.map(([code, steps]) => {
      const context = new ssl.SSLContext(code as ssl.SSLMethod) as unknown as Record<string, unknown>;
      return steps.flatMap(([name, value]) => [
        outcome(() => {
          context[name] = value;
        }),
        outcome(() => context[name]),
      ]);
    });
    const unsigned = (all: readonly Outcome[][]) =>
      all.map((run) => run.map(([kind, what]) => [kind, typeof what === 'number' && what < -2 ? what >>> 0 : what]));
    // The versions of contexts of one version are Debian's business in Python.
    const comparable = (all: readonly Outcome[][]) =>
      unsigned(all).map((run, index) =>
        run.filter((_, at) => {
          const [code = 0, steps = []] = sequences[index] ?? [];
          return !(code >= 3 && code <= 5 && /version/.test(steps[at >> 1]?.[0] ?? '') && at % 2 === 1);
        }),
      );
    expect(comparable(here)).toEqual(comparable(python));
  });
});

describe('an object, asked at each stage', () => {
  const QUESTIONS = [
    ['pending', 'pending'],
    ['version', 'version'],
    ['cipher', 'cipher'],
    ['compression', 'compression'],
    ['sharedCiphers', 'shared_ciphers'],
    ['selectedAlpnProtocol', 'selected_alpn_protocol'],
    ['selectedNpnProtocol', 'selected_npn_protocol'],
    ['getpeercert', 'getpeercert'],
    ['getChannelBinding', 'get_channel_binding'],
    ['verifyClientPostHandshake', 'verify_client_post_handshake'],
  ] as const;
  const STEPS = ['nothing', 'hello', 'handshake', 'data', 'client ends', 'server ends', 'cut'] as const;

  it('answers as in Python', () => {
    const python = askPython<Outcome[]>(
      `${PYTHON}
client = ssl.create_default_context(cafile='ca-cert.pem')
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); server.load_cert_chain('server.pem')
for x in (client, server): x.maximum_version = ssl.TLSVersion.TLSv1_2; x.set_ciphers('ECDHE-ECDSA-AES128-GCM-SHA256')
a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
c, s = client.wrap_bio(a, b, False, 'localhost'), server.wrap_bio(b, a, True)
def quiet(body):
    try: body()
    except ssl.SSLWantReadError: pass
def shake():
    for _ in range(3): quiet(c.do_handshake); quiet(s.do_handshake)
steps = {'nothing': lambda: None, 'hello': lambda: quiet(c.do_handshake), 'handshake': shake,
  'data': lambda: (c.write(b'xyz'), s.read(1)), 'client ends': lambda: quiet(c.unwrap), 'server ends': lambda: (s.read(2), s.read(1), s.unwrap()),
  'cut': lambda: a.write_eof()}
seen = []
for step in ${JSON.stringify(STEPS)}:
    steps[step]()
    for side in (c, s):
        for name in ${JSON.stringify(QUESTIONS.map(([, name]) => name))}:
            answer = outcome(lambda: getattr(side, name)())
            seen.append([step, name, answer])
        # In the middle of a handshake Python cannot copy its session.
        seen.append([step, 'session', step != 'hello' and side.session is not None])
        seen.append([step, 'reused', side.session_reused])
    seen.append([step, 'read', outcome(lambda: c.read(5)) if step in ('nothing', 'client ends', 'server ends', 'cut') else None])
print(json.dumps(seen))`,
      { cwd: files.folder },
    );
    const client = ssl.createDefaultContext(ssl.Purpose.SERVER_AUTH, files.path('ca-cert.pem'));
    const there = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    there.loadCertChain(files.path('server.pem'));
    for (const side of [client, there]) {
      side.maximum_version = ssl.TLSVersion.TLSv1_2;
      side.setCiphers('ECDHE-ECDSA-AES128-GCM-SHA256');
    }
    const [a, b] = [new ssl.MemoryBIO(), new ssl.MemoryBIO()];
    const [c, s] = [client.wrapBio(a, b, false, 'localhost'), there.wrapBio(b, a, true)];
    const steps: Record<(typeof STEPS)[number], () => void> = {
      nothing: () => undefined,
      hello: () => void finishes(() => c.doHandshake()),
      handshake: () => {
        for (let round = 0; round < 3; round++) for (const side of [c, s]) finishes(() => side.doHandshake());
      },
      data: () => {
        c.write('xyz');
        s.read(1);
      },
      'client ends': () => void finishes(() => c.unwrap()),
      'server ends': () => {
        s.read(2);
        s.read(1);
        s.unwrap();
      },
      cut: () => a.writeEof(),
    };
    const seen: unknown[] = [];
    for (const step of STEPS) {
      steps[step]();
      for (const side of [c, s]) {
        for (const [name, python_] of QUESTIONS) seen.push([step, python_, outcome(() => side[name]())]);
        seen.push([step, 'session', side.session !== null], [step, 'reused', side.session_reused]);
      }
      const reads = ['nothing', 'client ends', 'server ends', 'cut'].includes(step);
      seen.push([step, 'read', reads ? outcome(() => c.read(5)) : null]);
    }
    // What is random is there or not.
    const settled = (all: readonly unknown[]) =>
      (all as [string, string, Outcome][]).map(([step, name, answer]) =>
        name === 'get_channel_binding' ? [step, name, answer[1] !== null] : [step, name, answer],
      );
    expect(settled(seen)).toEqual(settled(python));
  });

  it('takes an end of the stream for the end of the session only with OP_IGNORE_UNEXPECTED_EOF', () => {
    for (const ignore of [false, true]) {
      const client = ssl.createDefaultContext(ssl.Purpose.SERVER_AUTH, files.path('ca-cert.pem'));
      if (ignore) client.options |= ssl.OP_IGNORE_UNEXPECTED_EOF;
      const there = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
      there.loadCertChain(files.path('server.pem'));
      const [a, b] = [new ssl.MemoryBIO(), new ssl.MemoryBIO()];
      const [c, s] = [client.wrapBio(a, b, false, 'localhost'), there.wrapBio(b, a, true)];
      for (let round = 0; round < 3; round++) for (const side of [c, s]) finishes(() => side.doHandshake());
      a.writeEof();
      expect(outcome(() => c.read())).toEqual(ignore ? ['value', ''] : ['error', 'SSLEOFError']);
    }
  });
});

describe('names of hosts', () => {
  const NAMES = [
    'localhost',
    'Example.COM',
    'example.com.',
    '',
    '.',
    '.example.com',
    'a..b',
    'x'.repeat(63),
    'x'.repeat(64),
    `${'x'.repeat(63)}.`.repeat(4),
    'a_b.example',
    'bücher.example',
    'BÜCHER.example',
    '日本語.jp',
    'xn--bcher-kva.example',
    '127.0.0.1',
    '::1',
    '2001:DB8::1',
    '1.2.3',
    '*.example.com',
    'a b',
    'a\0b',
  ];

  it('are taken or refused, and encoded, as in Python', () => {
    const python = askPython<Outcome[]>(`${PYTHON}
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
wrap = lambda name: context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), False, name).server_hostname
print(json.dumps([outcome(lambda: wrap(name)) for name in json.loads(${JSON.stringify(JSON.stringify(NAMES))})]))`);
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    const here = NAMES.map((name) =>
      outcome(() => context.wrapBio(new ssl.MemoryBIO(), new ssl.MemoryBIO(), false, name).server_hostname),
    );
    expect(here).toEqual(python.map(([kind, what]) => [kind, what === 'UnicodeError' ? 'RangeError' : what]));
  });

  it('are found in a certificate or not, as in Python', () => {
    const named = issue('named', {
      issuer: ca,
      cn: 'common.example',
      san: 'DNS:localhost,DNS:*.example.com,DNS:f*.example.org,DNS:1.2.3,IP:127.0.0.1,IP:2001:db8::1',
    });
    const unnamed = issue('common.example', { issuer: ca });
    const hosts = [
      'localhost',
      'LOCALHOST',
      'localhost.',
      'a.example.com',
      'a.b.example.com',
      'foo.example.org',
      '127.0.0.1',
      '127.0.0.2',
      '::1',
      '2001:DB8::1',
      '300.1.1.1',
      '1:2',
      '1.2.3',
      'common.example',
      'example.com',
      'a b',
    ];
    const local = writeIdentities({ ca, named, unnamed });
    try {
      const python = askPython<unknown>(
        `
here = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
here.load_verify_locations('ca-cert.pem')
def shakes(server, host):
    there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    there.load_cert_chain(server + '.pem')
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [here.wrap_bio(down, up, False, host), there.wrap_bio(up, down, True)]
    try:
        for side in sides * 3:
            try: side.do_handshake()
            except ssl.SSLWantReadError: pass
        return True
    except ssl.SSLCertVerificationError:
        return False
print(json.dumps([[shakes(name, host) for host in json.loads(${JSON.stringify(JSON.stringify(hosts))})] for name in ('named', 'unnamed')]))`,
        { cwd: local.folder },
      );
      const shakes = (server: Identity, host: string): boolean => {
        const there = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
        there.loadCertChain(new TextEncoder().encode(server.certPem + server.keyPem));
        const here = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
        here.loadVerifyLocations(null, null, ca.certPem);
        try {
          shakeHands(wrapPair(here, there, { hostname: host }));
          return true;
        } catch (error) {
          expect(error).toBeInstanceOf(ssl.SSLCertVerificationError);
          return false;
        }
      };
      expect([named, unnamed].map((server) => hosts.map((host) => shakes(server, host)))).toEqual(python);
    } finally {
      local.remove();
    }
  });
});
