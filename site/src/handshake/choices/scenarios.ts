/** Handshakes that are worth a look, each by its name in the texts. */
import { type Choices, USUAL } from './choices.js';

const with_ = (choices: Partial<Choices>): Choices => ({ ...USUAL, ...choices });

export const SCENARIOS = {
  plain: USUAL,
  old: with_({ version: '1.2' }),
  retry: with_({ clientGroups: ['x25519', 'P-256'], serverGroups: ['P-256'] }),
  mutual: with_({ clientCertificate: 'given' }),
  resumed: with_({ resumption: 'ticket' }),
  early: with_({ resumption: 'early' }),
  quantum: with_({ key: 'mldsa', clientGroups: ['X25519MLKEM768'], serverGroups: ['X25519MLKEM768'] }),
  datagrams: with_({ version: 'dtls' }),
  expired: with_({ fault: 'expired' }),
  name: with_({ fault: 'name' }),
  missing: with_({ clientCertificate: 'missing' }),
  apart: with_({ alpn: 'apart' }),
  flipped: with_({ fault: 'flip-encrypted' }),
  cut: with_({ fault: 'cut' }),
} as const satisfies Readonly<Record<string, Choices>>;

export type Scenario = keyof typeof SCENARIOS;
