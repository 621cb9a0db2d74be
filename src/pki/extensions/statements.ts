/** Qualified certificates: what the issuer states of them (RFC 3739, 3.2.6; ETSI EN 319 412-5). */
import { oid, readOid, shortName } from '../der/oid.js';
import { hexDer } from '../der/strings.js';
import { hexOf } from '../der/values.js';
import { sequence, sequenceOf } from '../der/writer.js';
import { type Codec, given, records } from './codec.js';

/** One statement. */
export interface QualifiedStatement {
  /** Which it is, in dotted numbers; 0.4.0.1862.1.1 says that the certificate is a qualified one of the EU. */
  readonly oid: string;
  /** What OpenSSL calls it, where it has a name for it. */
  readonly name?: string;
  /** What is stated: `#` and the hexadecimal of the DER; left out where the statement says all. */
  readonly info?: string;
}

/** The statements of a certificate. */
export interface QualifiedStatements {
  /** Which kind this is. */
  readonly type: 'qcStatements';
  /** In their order. */
  readonly statements: readonly QualifiedStatement[];
}

export const qcStatements: Codec<QualifiedStatements> = {
  oid: '1.3.6.1.5.5.7.1.3',
  critical: false,
  read: (value, what) => ({
    statements: value.list(what).map((item) => {
      const fields = item.fields(what);
      const which = readOid(fields.next(), what);
      const [info] = fields.rest();
      const name = shortName(which);
      return given<QualifiedStatement>({
        oid: which,
        name: name === which ? undefined : name,
        info: info && `#${hexOf(info.bytes)}`,
      });
    }),
  }),
  write: ({ statements }, what) =>
    sequenceOf(
      records(statements, what).map((one) =>
        sequence(oid(one.oid), one.info === undefined ? undefined : hexDer(one.info, what)),
      ),
    ),
};
