import { describe, expect, it } from 'vitest';
import { crypto, ReleasedError } from '../../src/index.js';
import { growth, TOLERANCE } from '../support/heap.js';
import { newKey } from '../support/pki.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const key = newKey();
const other = newKey('ED25519');
const FORMS = [PEM, DER].map((type) => ({
  type,
  sealed: crypto.dumpPrivatekey(type, key, 'aes-128-cbc', 'secret'),
}));

describe.each(FORMS)('a passphrase callback, file type $type', ({ type, sealed }) => {
  const load = (callback: crypto.PassphraseCallback) => crypto.loadPrivatekey(type, sealed, callback);
  const dump = (callback: crypto.PassphraseCallback) => crypto.dumpPrivatekey(type, key, 'aes-128-cbc', callback);
  const wellAfterwards = () => expect(load(() => 'secret').equals(key)).toBe(true);

  it('is told whether it is for writing [crypto.load_privatekey] [crypto.dump_privatekey]', () => {
    const asked: boolean[] = [];
    const callback = (writing: boolean) => {
      asked.push(writing);
      return new TextEncoder().encode('secret');
    };
    expect(crypto.loadPrivatekey(type, dump(callback), callback).equals(key)).toBe(true);
    expect(asked).toEqual([true, false]);
  });

  it('may throw', () => {
    const failing = (): never => {
      throw new EvalError('mine');
    };
    expect(() => load(failing)).toThrow(EvalError);
    expect(() => dump(failing)).toThrow(EvalError);
    wellAfterwards();
  });

  it.each<[string, unknown, ErrorConstructor | typeof crypto.Error]>([
    ['undefined', undefined, TypeError],
    ['null', null, TypeError],
    ['a number', 5, TypeError],
    ['a promise', Promise.resolve('secret'), TypeError],
    ['an array', [1, 2], TypeError],
    ['too much text', 'x'.repeat(1025), RangeError],
    ['too many bytes', new Uint8Array(1_000_000), RangeError],
  ])('may return %s', (_name, value, error) => {
    expect(() => load(() => value as never)).toThrow(error);
    expect(() => dump(() => value as never)).toThrow(error);
    wellAfterwards();
  });

  it('may return the wrong one, or the longest one', () => {
    expect(() => load(() => 'wrong')).toThrow(crypto.Error);
    expect(() => load(() => '')).toThrow(crypto.Error);
    const longest = new Uint8Array(1024).map((_, index) => 1 + (index % 255));
    expect(
      crypto
        .loadPrivatekey(
          type,
          dump(() => longest),
          longest,
        )
        .equals(key),
    ).toBe(true);
    expect(() =>
      crypto.loadPrivatekey(
        type,
        dump(() => longest),
        longest.subarray(1),
      ),
    ).toThrow(crypto.Error);
    wellAfterwards();
  });

  it('may call back in', () => {
    const nested = crypto.dumpPrivatekey(type, other, 'aes-256-cbc', 'inner');
    let inner: crypto.PKey | undefined;
    const outer = load(() => {
      expect(() => crypto.loadPrivatekey(type, nested, () => 'wrong')).toThrow(crypto.Error);
      expect(() => crypto.loadPrivatekey(type, nested, () => 5 as never)).toThrow(TypeError);
      inner = crypto.loadPrivatekey(type, nested, () => 'inner');
      return 'secret';
    });
    expect([outer.equals(key), inner?.equals(other)]).toEqual([true, true]);
  });

  it('may call itself until the stack is full', () => {
    const endless = (): string => {
      load(endless);
      return 'secret';
    };
    expect(() => load(endless)).toThrow();
    wellAfterwards();
  });

  it('may free what is being written', () => {
    const victim = newKey();
    const written = crypto.dumpPrivatekey(type, victim, 'aes-128-cbc', () => {
      victim.free();
      return 'secret';
    });
    expect(crypto.loadPrivatekey(type, written, 'secret').isPrivate).toBe(true);
    expect(() => victim.bits()).toThrow(ReleasedError);
  });

  it('leaves nothing behind', () => {
    const round = (index: number): void => {
      expect(() => load(() => 5 as never)).toThrow(TypeError);
      expect(() =>
        load(() => {
          throw new EvalError(String(index));
        }),
      ).toThrow(EvalError);
      load(() => 'secret').free();
    };
    expect(growth(50, 300, round)).toBeLessThan(TOLERANCE);
  });
});
