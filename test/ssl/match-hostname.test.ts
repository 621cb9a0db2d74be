import { describe, expect, it } from 'vitest';
import { ssl } from '../../src/index.js';
import { askPython } from '../support/python.js';

const named = (...names: [string, string][]): ssl.PeerCertificate => ({ subjectAltName: names });
const common = (commonName: string): ssl.PeerCertificate => ({ subject: [[['commonName', commonName]]] });

const CASES: readonly (readonly [ssl.PeerCertificate, string])[] = [
  [named(['DNS', 'example.com']), 'example.com'],
  [named(['DNS', 'example.com']), 'EXAMPLE.com'],
  [named(['DNS', 'example.com']), 'www.example.com'],
  [named(['DNS', 'example.com']), 'example.com.evil'],
  [named(['DNS', '*.example.com']), 'www.example.com'],
  [named(['DNS', '*.example.com']), 'example.com'],
  [named(['DNS', '*.example.com']), 'a.b.example.com'],
  [named(['DNS', '*.example.com']), '.example.com'],
  [named(['DNS', 'f*.example.com']), 'foo.example.com'],
  [named(['DNS', '*.*.example.com']), 'a.b.example.com'],
  [named(['DNS', 'a.*.example.com']), 'a.b.example.com'],
  [named(['DNS', '*']), 'host'],
  [named(['DNS', 'other'], ['DNS', 'example.com']), 'example.com'],
  [named(['DNS', 'example.com']), '192.0.2.1'],
  [named(['IP Address', '192.0.2.1']), '192.0.2.1'],
  [named(['IP Address', '192.0.2.1']), '192.0.2.2'],
  [named(['IP Address', '2001:DB8:0:0:0:0:0:A\n']), '2001:db8::a'],
  [named(['IP Address', '2001:DB8:0:0:0:0:0:A']), '2001:db8::b'],
  [named(['DNS', '192.0.2.1']), '192.0.2.1'],
  [common('example.com'), 'example.com'],
  [common('*.example.com'), 'www.example.com'],
  [common('other'), 'example.com'],
  [{ ...common('example.com'), subjectAltName: [['DNS', 'other']] }, 'example.com'],
  [{ ...common('example.com'), subjectAltName: [['URI', 'http://x/']] }, 'example.com'],
  [{ version: 3 }, 'example.com'],
  [named(['DNS', '']), 'example.com'],
];

describe('match_hostname', () => {
  it('decides as in Python [ssl.match_hostname]', () => {
    const python = askPython<boolean[]>(`
def matches(cert, host):
    try: ssl.match_hostname(cert, host)
    except ssl.CertificateError: return False
    return True
print(json.dumps([matches(cert, host) for cert, host in json.loads(${JSON.stringify(JSON.stringify(CASES))})]))`);
    const here = CASES.map(([cert, host]) => {
      try {
        ssl.matchHostname(cert, host);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(ssl.CertificateError);
        return false;
      }
    });
    expect(here).toEqual(python);
    expect(here.filter(Boolean).length).toBe(9);
    for (const empty of [{}, null]) expect(() => ssl.matchHostname(empty as never, 'x')).toThrow(RangeError);
  });
});

describe('randomness', () => {
  it('comes in the amount asked for [ssl.RAND_bytes] [ssl.RAND_pseudo_bytes] [ssl.RAND_status] [ssl.RAND_add]', async () => {
    ssl.RANDAdd('some more', 0.5);
    expect(ssl.RANDStatus()).toBe(true);
    const [a, b] = [ssl.RANDBytes(32), ssl.RANDBytes(32)];
    expect([a.length, ssl.RANDBytes(0).length]).toEqual([32, 0]);
    expect(a).not.toEqual(b);
    const [bytes, isCryptographic] = ssl.RANDPseudoBytes(16);
    expect([bytes.length, isCryptographic]).toEqual([16, true]);
    expect(() => ssl.RANDBytes(-1)).toThrow(RangeError);
    expect(() => ssl.RANDAdd('x', 'y' as never)).toThrow(TypeError);
    await expect(ssl.RANDEgd('/no/such/socket')).rejects.toThrow();
  });
});
