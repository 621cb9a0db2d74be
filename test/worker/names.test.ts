import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { usePools } from '../support/worker-pool.js';

const { open } = usePools();

describe('the names', () => {
  /** What is no part of the public face, or not of this one. */
  const INTERNAL = new Set([
    'constructor',
    // What an object says of itself in logs: the face of a remote one is an object of its own.
    'toString',
    'toJSON',
    'facts',
    'readStatus',
    'writeStatus',
    'handshakeStatus',
    'statusError',
    'receiveStatus',
    'sendStatus',
    'isFinal',
    'needsInput',
    'needsAnswer',
    'handshakes',
    'isFinal',
    'sendStatus',
    'receiveStatus',
    'own',
    'isCloseNotify',
    'takeOutput',
    'takeInput',
    'giveInput',
    'endInput',
    'shutdownStatus',
    'reportVerification',
    'setDemands',
    'demandsMet',
    'isSessionOwn',
    'isRawKeyExpected',
    'isProvenByKey',
    'attend',
    'peerDiffieHellmanBits',
    'seal',
    'owned',
    'exclusively',
    'changing',
    'setting',
    'choosing',
    'errorOf',
    'useIdentity',
    'freeze',
    'mutable',
    'handle',
    'setServernameAlertCallback',
    'setVerifyName',
    'logKeys',
    'sessionRemove',
    'verifyCallback',
    'loadSystemBundle',
    'adopt',
    'autoDh',
    // A thread sleeps until it has its answer.
    'callbackAnswered',
  ]);
  const namesOf = (prototype: object): string[] =>
    prototype === Object.prototype
      ? []
      : [...Object.getOwnPropertyNames(prototype), ...namesOf(Object.getPrototypeOf(prototype) as object)];

  it.each(['Context', 'Connection'] as const)('of %s are all there', (name) => {
    const { SSL: remote } = open();
    const there = new Set(namesOf(remote[name].prototype as object));
    const missing = namesOf(SSL[name].prototype as object).filter(
      (member) => !there.has(member) && !INTERNAL.has(member),
    );
    expect(missing).toEqual([]);
  });

  it('beside them are those of SSL', () => {
    const { SSL: remote } = open();
    expect(Object.keys(remote).sort()).toEqual(Object.keys(SSL).sort());
    expect(remote.WantReadError).toBe(SSL.WantReadError);
  });
});
