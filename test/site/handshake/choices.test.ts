/** Choices and the page's address. */
import { describe, expect, it } from 'vitest';
import { type Choices, GROUPS, possible, USUAL } from '../../../site/src/handshake/choices/choices.js';
import { readFragment, SINGLE, writeFragment } from '../../../site/src/handshake/choices/fragment.js';
import { SCENARIOS } from '../../../site/src/handshake/choices/scenarios.js';

describe('the address', () => {
  it('says the version, and what is not as usual', () => {
    expect(writeFragment(USUAL)).toBe('version=1.3');
    expect(writeFragment({ ...USUAL, fault: 'expired', clientGroups: ['P-384'] })).toBe(
      'version=1.3&client-groups=P-384&fault=expired',
    );
  });

  it('brings every choice back', () => {
    for (const { choice, values } of SINGLE)
      for (const value of values) {
        const choices = possible({ ...USUAL, [choice]: value } as Choices);
        expect(readFragment(writeFragment(choices))).toEqual(choices);
      }
    for (const scenario of Object.values(SCENARIOS)) {
      expect(readFragment(writeFragment(scenario))).toEqual(scenario);
      expect(possible(scenario)).toEqual(scenario);
    }
    const reversed = { ...USUAL, serverGroups: [...GROUPS].reverse() };
    expect(readFragment(writeFragment(reversed))).toEqual(reversed);
  });

  it('takes what is no choice for what is usual', () => {
    for (const query of [
      '',
      'version=2',
      'fault=__proto__',
      'client-groups=',
      'client-groups=none,,',
      '%',
      'version=1.3&version=x',
    ])
      expect(readFragment(query)).toEqual(USUAL);
    expect(readFragment('client-groups=x25519,x25519,no,P-256').clientGroups).toEqual(['x25519', 'P-256']);
    expect(readFragment('version=1.3&resumption=id').resumption).toBe('none');
    expect(readFragment('version=1.2&resumption=early&after=update')).toMatchObject({
      resumption: 'none',
      after: 'data',
    });
    expect(readFragment('version=dtls&fault=cut').fault).toBe('none');
  });
});
