/** Each option of a list, and each field of an entry, replaced by each wrong value. */
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority, createCrl, findRevoked, readCrl } from '../../../src/pki/index.js';
import { faultsOfFields } from '../../support/wrong-fields.js';

const issuer = createCertificateAuthority({ subject: 'Root' });
const options = {
  issuer,
  crlNumber: 5n,
  deltaBase: 4n,
  issuingDistributionPoint: { indirect: true, fullName: [{ type: 'uri', value: 'x:y' }], onlyReasons: ['superseded'] },
  freshestCrl: [{ fullName: [{ type: 'uri', value: 'x:y' }] }],
  thisUpdate: new Date(),
  nextUpdate: new Date(Date.now() + 86_400_000),
  extensions: [],
  omit: ['authorityKeyIdentifier'],
  signature: { digest: 'sha256' },
  unchecked: false,
  revoked: [
    {
      ...{ serialNumber: 1n, date: new Date(), reason: 'certificateHold', invalidityDate: new Date() },
      ...{ certificateIssuer: [{ type: 'dirName', value: 'x' }], holdInstruction: '1.2.3', extensions: [] },
    },
  ],
};

describe('createCrl', () => {
  it.each(Object.keys(options))('answers each wrong %s', (option) => {
    const value = options[option as keyof typeof options];
    // What is made can be read.
    const call = (wrong: unknown) => readCrl(createCrl({ ...options, [option]: wrong } as never).der);
    expect(option === 'issuer' ? faultsOfFields({}, call) : faultsOfFields(value, call)).toEqual([]);
  });

  it('answers wrong days', () => {
    expect(faultsOfFields(1, (days) => createCrl({ issuer, days } as never))).toEqual([]);
  });
});

describe('what reads lists', () => {
  const { der } = createCrl({ issuer });
  it('answers each wrong argument', () => {
    expect(faultsOfFields({}, (wrong) => readCrl(wrong as never))).toEqual([]);
    expect(faultsOfFields({ maxEntries: 1 }, (wrong) => readCrl(der, wrong as never))).toEqual([]);
    expect(faultsOfFields({}, (wrong) => findRevoked(wrong as never, 1n))).toEqual([]);
    expect(faultsOfFields({}, (wrong) => findRevoked(der, wrong as never))).toEqual([]);
  });
});
