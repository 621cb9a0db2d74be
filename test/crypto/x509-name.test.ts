import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';

describe('X509Name', () => {
  it('reads and writes fields by their names and aliases [crypto.X509Name.commonName] [crypto.X509Name.CN] [crypto.X509Name.C] [crypto.X509Name.countryName] [crypto.X509Name.stateOrProvinceName] [crypto.X509Name.ST] [crypto.X509Name.localityName] [crypto.X509Name.L] [crypto.X509Name.organizationName] [crypto.X509Name.O] [crypto.X509Name.organizationalUnitName] [crypto.X509Name.OU] [crypto.X509Name.emailAddress]', () => {
    const name = crypto.X509Name.empty();
    for (const [field, alias, value] of [
      ['countryName', 'C', 'DE'],
      ['stateOrProvinceName', 'ST', 'Berlin'],
      ['localityName', 'L', 'Mitte'],
      ['organizationName', 'O', 'Größe GmbH'],
      ['organizationalUnitName', 'OU', '技術'],
      ['commonName', 'CN', 'example.org'],
    ] as const) {
      expect(name[field]).toBeNull();
      name[field] = value;
      expect(name[alias]).toBe(value);
      name[alias] = null;
      expect(name[field]).toBeNull();
      name[alias] = value;
    }
    expect(name.emailAddress).toBeNull();
    name.emailAddress = 'a@example.org';
    expect(name.emailAddress).toBe('a@example.org');
    expect(name.get('emailAddress')).toBe('a@example.org');
    name.set('serialNumber', '42');
    expect(name.getComponents().map(([field]) => field)).toEqual([
      'C',
      'ST',
      'L',
      'O',
      'OU',
      'CN',
      'emailAddress',
      'serialNumber',
    ]);
    expect(() => name.set('noSuchField', 'x')).toThrow(TypeError);
    expect(() => {
      name.countryName = 'Germany';
    }).toThrow(crypto.Error);
    expect(name.countryName).toBe('DE');
  });

  it('keeps an inner NUL, and a copy of its own [crypto.X509Name]', () => {
    const name = crypto.X509Name.empty();
    name.CN = 'good.example.org\0.evil.example';
    expect(name.CN).toBe('good.example.org\0.evil.example');
    const copy = new crypto.X509Name(name);
    copy.CN = 'other';
    expect(name.CN).toContain('evil');
    expect(name.equals(copy)).toBe(false);
    expect(() => new crypto.X509Name(5 as never)).toThrow(TypeError);
  });

  it('encodes, hashes and compares [crypto.X509Name.der] [crypto.X509Name.hash] [crypto.X509Name.get_components]', () => {
    const name = crypto.X509Name.empty();
    name.CN = 'a';
    const der = name.der();
    expect(der).toEqual(Uint8Array.of(0x30, 12, 0x31, 10, 0x30, 8, 6, 3, 0x55, 4, 3, 0x0c, 1, 0x61));
    expect(crypto.X509Name.fromDer(der).equals(name)).toBe(true);
    expect(name.hash()).toBeGreaterThanOrEqual(0);
    expect([...name]).toEqual([['CN', Uint8Array.of(0x61)]]);
    expect(String(name)).toBe("<X509Name object '/CN=a'>");
  });
});
