/** An option with a value, and who is told of it. */
import type { Pki } from '../../harness/given.js';
import type { Options, Stage } from '../../harness/stage.js';

export interface Case {
  readonly name: string;
  readonly rows: readonly string[];
  readonly client?: (pki: Pki, stage: Stage) => Options;
  readonly server?: (pki: Pki, stage: Stage) => Options;
  /** Which ends run on what is under test; both ways by default. */
  readonly sides?: readonly ('client' | 'server')[];
}

export const CLIENT = ['client'] as const;
export const SERVER = ['server'] as const;
export const c12 = { maxVersion: 'TLSv1.2' };

/** An option of contexts, on the end under test. */
export const context = (option: string, value: unknown, shown: unknown = value, more: Options = {}): Case[] =>
  (['client', 'server'] as const).map((side) => ({
    name: `${option}: ${JSON.stringify(shown) ?? 'undefined'}`,
    rows: [`createSecureContext.${option}`],
    sides: [side],
    [side]: () => ({ ...more, [option]: value }),
  }));
