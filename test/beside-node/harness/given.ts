/** What a script is given and gives. */

/** What was seen, by what it was seen on: plain data that is compared as text. */
export type Seen = Record<string, unknown[]>;

/** What every script may use: made once, so that certificates are the same bytes on both sides. */
export type Pki = Readonly<Record<PkiName, string>>;

export type PkiName =
  | 'ca'
  | 'caKey'
  | 'crl'
  | 'emptyCrl'
  | 'server'
  | 'serverKey'
  | 'rsa'
  | 'rsaKey'
  | 'chain'
  | 'leaf'
  | 'intermediate'
  | 'chainKey'
  | 'other'
  | 'otherKey'
  | 'client'
  | 'clientKey'
  | 'stranger'
  | 'strangerKey'
  | 'expired'
  | 'expiredKey'
  | 'future'
  | 'futureKey'
  | 'clientOnly'
  | 'clientOnlyKey'
  | 'revoked'
  | 'revokedKey'
  | 'nameOnly'
  | 'nameOnlyKey'
  | 'encryptedKey'
  | 'pfx'
  | 'dhparam'
  | 'smallDhparam';
