import { describe, expect, it } from 'vitest';
import { crypto, ssl } from '../../src/index.js';
import { issue } from '../support/pki.js';
import { askPython } from '../support/python.js';

const TIMES = [
  'May  9 00:00:00 2007 GMT',
  'May 9 00:00:00 2007 GMT',
  'Jan  5 09:34:43 2018 GMT',
  'Feb 29 12:00:00 2016 GMT',
  'DEC 31 23:59:60 1999 GMT',
  'Jan  1 00:00:00 1970 GMT',
  'Dec 31 23:59:59 9999 GMT',
  'Jan  1 00:00:00 1950 GMT',
  'Jan  5 24:00:00 2018 GMT',
  'Jan  5 09:60:43 2018 GMT',
  'Jan  5 09:34:62 2018 GMT',
  'Jan  5 09:34:43 2018 UTC',
  'Jan  5 09:34:43 2018',
  'Jon  5 09:34:43 2018 GMT',
  'Jan  0 09:34:43 2018 GMT',
  'Jan  5 09:34:43 18 GMT',
  '',
];

describe('times of certificates', () => {
  it('are seconds as in Python, or a RangeError where Python has a ValueError [ssl.cert_time_to_seconds]', () => {
    const expected = askPython<(number | null)[]>(`
def seconds(text):
    try: return ssl.cert_time_to_seconds(text)
    except ValueError: return None
print(json.dumps([seconds(text) for text in ${JSON.stringify(TIMES)}]))`);
    const got = TIMES.map((time) => {
      try {
        return ssl.certTimeToSeconds(time);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return null;
      }
    });
    expect(got).toEqual(expected);
    expect(got[0]).toBe(1178668800);
    // Python takes these for days of March.
    expect(() => ssl.certTimeToSeconds('Feb 29 12:00:00 2015 GMT')).toThrow(RangeError);
    expect(() => ssl.certTimeToSeconds('Feb 30 12:00:00 2016 GMT')).toThrow(RangeError);
    expect(() => ssl.certTimeToSeconds(5 as never)).toThrow(TypeError);
  });
});

describe('PEM and DER', () => {
  const { cert, certPem } = issue('pem.example');
  const der = crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert);

  it('become each other, as in Python [ssl.DER_cert_to_PEM_cert] [ssl.PEM_cert_to_DER_cert]', () => {
    const pem = ssl.DERCertToPEMCert(der);
    expect(pem).toBe(certPem);
    expect(ssl.PEMCertToDERCert(pem)).toEqual(der);
    const python = askPython<string[]>(`
der = bytes.fromhex('${Buffer.from(der).toString('hex')}')
pem = ssl.DER_cert_to_PEM_cert(der)
print(json.dumps([pem, ssl.PEM_cert_to_DER_cert(pem).hex(), ssl.DER_cert_to_PEM_cert(b'')]))`);
    expect([pem, Buffer.from(der).toString('hex'), ssl.DERCertToPEMCert(new Uint8Array())]).toEqual(python);
    const large = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    expect(ssl.PEMCertToDERCert(ssl.DERCertToPEMCert(large))).toEqual(large);
  });

  it('refuse what is not theirs', () => {
    expect(() => ssl.PEMCertToDERCert(` ${certPem}`)).toThrow(RangeError);
    expect(() => ssl.PEMCertToDERCert(certPem.replace('-----END', '-----STOP'))).toThrow(RangeError);
    expect(() => ssl.PEMCertToDERCert(certPem.replace('\n', '\n!'))).toThrow(RangeError);
    expect(() => ssl.DERCertToPEMCert('text' as never)).toThrow(TypeError);
  });
});
