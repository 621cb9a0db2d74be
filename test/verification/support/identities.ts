/** Who shows what in the matrix of verdicts: one certificate for each way to be right or wrong. */
import { crypto } from '../../../src/index.js';
import { type Identity, issue } from '../../support/pki.js';

export const HOST = 'localhost';
/** A second name that the good certificates have. */
export const ALIAS = 'alias.example';
export const OTHER_HOST = 'other.example';

const names = `DNS:${HOST},DNS:${ALIAS}`;
const extension = (name: string, value: string) => new crypto.X509Extension(name, false, value);

export const ca = issue('matrix CA', { ca: true });
export const otherCa = issue('another CA', { ca: true });

function withTimes(identity: Identity, from: number, to: number, issuer: Identity): Identity {
  identity.cert.gmtimeAdjNotBefore(from);
  identity.cert.gmtimeAdjNotAfter(to);
  identity.cert.sign(issuer.key, 'sha256');
  const certPem = new TextDecoder().decode(crypto.dumpCertificate(crypto.FILETYPE_PEM, identity.cert));
  return { ...identity, certPem };
}

function identities(purpose: 'serverAuth' | 'clientAuth'): Readonly<Record<string, Identity>> {
  const extensions = [extension('extendedKeyUsage', purpose)];
  const wrong = [extension('extendedKeyUsage', purpose === 'serverAuth' ? 'clientAuth' : 'serverAuth')];
  const good = { issuer: ca, san: names, extensions };
  return {
    trusted: issue(HOST, good),
    untrusted: issue(HOST, { ...good, issuer: otherCa }),
    'self-signed': issue(HOST, { san: names, extensions }),
    expired: withTimes(issue(HOST, good), -7200, -3600, ca),
    'not yet valid': withTimes(issue(HOST, good), 3600, 7200, ca),
    'wrong name': issue(OTHER_HOST, { ...good, san: `DNS:${OTHER_HOST}` }),
    'common name alone': issue(HOST, { issuer: ca, extensions }),
    revoked: issue(HOST, { ...good, serial: 666 }),
    'wrong purpose': issue(HOST, { ...good, extensions: wrong }),
  };
}

export const servers = identities('serverAuth');
export const clients = identities('clientAuth');

/** The list of what {@link ca} has revoked. */
export const crl: string = (() => {
  const list = new crypto.CRL();
  const revoked = new crypto.Revoked();
  revoked.setSerial('29a');
  revoked.setRevDate('20240101000000Z');
  list.addRevoked(revoked);
  return new TextDecoder().decode(list.export(ca.cert, ca.key, crypto.FILETYPE_PEM, 10, 'sha256'));
})();

/** What a client may trust more than it should. */
export const rootsOf: Readonly<Record<string, readonly string[]>> = {
  untrusted: [ca.certPem, otherCa.certPem],
  'self-signed': [ca.certPem, servers['self-signed']?.certPem ?? ''],
};
