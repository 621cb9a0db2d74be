/** What can be chosen. Each list has the usual case first: that is the one which the address does not name. */

export const PROTOCOLS = ['1.3', '1.2', 'dtls'] as const;
export const GROUPS = ['X25519MLKEM768', 'x25519', 'P-256', 'P-384', 'x448', 'ffdhe2048'] as const;
export const CIPHERS = ['any', 'aes128', 'aes256', 'chacha20', 'cbc', 'dhe', 'rsa'] as const;
export const ALPN = ['none', 'same', 'apart'] as const;
export const KEYS = ['ecdsa', 'rsa', 'ed25519', 'mldsa'] as const;
export const CLIENT_CERTIFICATES = ['none', 'given', 'optional', 'missing', 'untrusted'] as const;
export const RESUMPTIONS = ['none', 'ticket', 'id', 'early', 'psk'] as const;
export const STAPLES = ['no', 'yes'] as const;
export const AFTER = ['data', 'update', 'nothing'] as const;
export const FAULTS = [
  'none',
  'expired',
  'early',
  'name',
  'untrusted',
  'self-signed',
  'revoked',
  'versions',
  'ciphers',
  'flip-hello',
  'flip-server',
  'flip-encrypted',
  'flip-data',
  'cut',
] as const;

export type Protocol = (typeof PROTOCOLS)[number];
export type Group = (typeof GROUPS)[number];
export type Cipher = (typeof CIPHERS)[number];
export type Fault = (typeof FAULTS)[number];

export interface Choices {
  readonly version: Protocol;
  /** What the client offers, the best first; for the first of them it sends a key at once. */
  readonly clientGroups: readonly Group[];
  readonly serverGroups: readonly Group[];
  readonly cipher: Cipher;
  readonly alpn: (typeof ALPN)[number];
  /** The kind of the server's key. */
  readonly key: (typeof KEYS)[number];
  readonly clientCertificate: (typeof CLIENT_CERTIFICATES)[number];
  readonly resumption: (typeof RESUMPTIONS)[number];
  readonly staple: (typeof STAPLES)[number];
  readonly after: (typeof AFTER)[number];
  readonly fault: Fault;
}

const USUAL_GROUPS: readonly Group[] = ['X25519MLKEM768', 'x25519', 'P-256'];

export const USUAL: Choices = {
  version: '1.3',
  clientGroups: USUAL_GROUPS,
  serverGroups: USUAL_GROUPS,
  cipher: 'any',
  alpn: 'none',
  key: 'ecdsa',
  clientCertificate: 'none',
  resumption: 'none',
  staple: 'no',
  after: 'data',
  fault: 'none',
};

/** The members of each choice that TLS 1.3 has not, and those that it alone has. */
const OLD_ALONE: ReadonlySet<string> = new Set(['cipher=cbc', 'cipher=dhe', 'cipher=rsa', 'resumption=id']);
const NEW_ALONE: ReadonlySet<string> = new Set(['resumption=early', 'after=update']);
/** What a datagram's connection has not: a stream that could be cut, and pre-shared keys of this page. */
const STREAM_ALONE: ReadonlySet<string> = new Set([
  'fault=cut',
  'fault=flip-encrypted',
  'fault=flip-data',
  'fault=versions',
]);

/** Whether the value can be chosen beside this version. */
export function isPossible(version: Protocol, choice: keyof Choices, value: string): boolean {
  const entry = `${choice}=${value}`;
  if (version === '1.3') return !OLD_ALONE.has(entry);
  return !NEW_ALONE.has(entry) && !(version === 'dtls' && STREAM_ALONE.has(entry));
}

/** The same choices, with the usual one in place of each that its version has not. */
export function possible(choices: Choices): Choices {
  const { version } = choices;
  const kept = Object.entries(choices).map(([name, value]) => {
    const choice = name as keyof Choices;
    return [choice, typeof value !== 'string' || isPossible(version, choice, value) ? value : USUAL[choice]];
  });
  return Object.fromEntries(kept) as unknown as Choices;
}
