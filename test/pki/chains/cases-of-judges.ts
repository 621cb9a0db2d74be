/** Chains, good and bad of each kind, for `www.a.example`, as TLS servers show them. */
import {
  type AuthorityOptions,
  createCertificateAuthority,
  type Issued,
  issueCertificate,
  issueIntermediate,
  type LeafOptions,
} from '../../../src/pki/index.js';

/** Who judges beside us. */
export type Judge = 'openssl' | 'gnutls' | 'nss' | 'python';

/** One chain, and what is to be said of it. */
export interface Case {
  readonly title: string;
  readonly good: boolean;
  readonly leaf: Uint8Array;
  readonly between: readonly Uint8Array[];
  readonly root: Uint8Array;
  /** Why a judge says something else. */
  readonly differs: Readonly<Partial<Record<Judge, string>>>;
}

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);
const unchecked = true;
const NAME = 'www.a.example';
type Given = Partial<Omit<LeafOptions, 'issuer'>>;
type AuthorityGiven = Partial<Omit<AuthorityOptions, 'subject'>>;

const root = createCertificateAuthority({ subject: 'Root', notBefore: ago(1000) });
const between = (given: AuthorityGiven = {}, issuer: Issued = root): Issued =>
  issueIntermediate({ subject: 'Middle', ...given, issuer, unchecked });
const leafOf = (issuer: Issued, given: Given = {}): Issued =>
  issueCertificate({ names: [NAME], ...given, issuer, unchecked } as LeafOptions & { issuer: Issued });
const middle = between({ notBefore: ago(900) });

const chain = (
  title: string,
  good: boolean,
  leaf: Issued | Uint8Array,
  above: readonly Issued[],
  differs: Case['differs'] = {},
  anchor: Issued = root,
): Case => ({
  ...{ title, good, differs, between: above.map(({ der }) => der), root: anchor.der },
  leaf: leaf instanceof Uint8Array ? leaf : leaf.der,
});
const under = (title: string, good: boolean, given: Given, differs?: Case['differs']): Case =>
  chain(title, good, leafOf(middle, given), [middle], differs);
const through = (title: string, good: boolean, given: AuthorityGiven, differs?: Case['differs']): Case => {
  const ca = between(given);
  return chain(title, good, leafOf(ca), [ca], differs);
};
/** A chain of one kind of key, from top to bottom. */
const ofKey = (
  title: string,
  good: boolean,
  key: AuthorityGiven['key'],
  differs?: Case['differs'],
  more: object = {},
): Case => {
  const given = { ...(key && { key }), ...more, unchecked };
  const top = createCertificateAuthority({ subject: 'Own Root', ...given });
  return chain(title, good, leafOf(top, given), [], differs, top);
};

function changed(der: Uint8Array): Uint8Array {
  const copy = der.slice();
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 1;
  return copy;
}

const constrained = (kind: 'permitted' | 'excluded', value: string): AuthorityGiven => ({
  extensions: [{ type: 'nameConstraints', critical: true, [kind]: [{ type: 'dns', value }] }] as never,
});

/** All chains. */
export function cases(): readonly Case[] {
  const deep = [between({ pathLength: 2 })];
  for (let level = 1; level >= 0; level--)
    deep.unshift(between({ pathLength: level, subject: `M${level}` } as never, deep[0]));
  const [lowest = root] = deep;
  const tooDeep = between({ pathLength: 0 });
  const belowIt = between({ subject: 'Below' } as never, tooDeep);
  const noCa = leafOf(root, {
    subject: 'No CA',
    names: ['m.example'],
    extensions: [{ type: 'keyUsage', critical: true, usages: ['keyCertSign', 'digitalSignature'] }],
  });
  const stranger = createCertificateAuthority({ subject: 'Root' });
  const oldRoot = createCertificateAuthority({ subject: 'Old Root', notBefore: ago(400), days: 300, unchecked });
  return [
    chain('two levels', true, leafOf(root), []),
    under('three levels', true, {}),
    chain('five levels with pathLength that suffices', true, leafOf(lowest), deep),
    ofKey('RSA', true, { type: 'RSA', bits: 2048 }),
    ofKey('P-384', true, { type: 'EC', curve: 'P-384' }),
    ofKey('P-521', true, { type: 'EC', curve: 'P-521' }),
    ofKey(
      'Ed25519',
      true,
      { type: 'ED25519' },
      {
        nss: 'verifies no signatures of Ed25519 in certificates',
        python: 'has the algorithms of the Baseline Requirements, which have no Ed25519',
      },
    ),
    ofKey('RSA-PSS by an RSA key', true, { type: 'RSA', bits: 2048 }, {}, { signature: { padding: 'pss' } }),
    under('a wildcard', true, { names: ['*.a.example'] }),
    under('a policy', true, { extensions: [{ type: 'certificatePolicies', policies: [{ oid: '2.23.140.1.2.1' }] }] }),
    under('ten years long', true, { days: 3650, notBefore: ago(1) }),
    through('within what a CA may name', true, constrained('permitted', 'example')),
    through('beside what a CA must not name', true, constrained('excluded', 'b.example')),
    under('without usages', true, { omit: ['extendedKeyUsage'] }),
    under('an extension of nobody, not critical', true, {
      extensions: [{ oid: '1.2.3.4', critical: false, value: Uint8Array.of(5, 0) }],
    }),
    under('expired', false, { notBefore: ago(20), days: 10 }),
    under('not yet valid', false, { notBefore: ago(-10), days: 20 }),
    through('a CA that has expired', false, { notBefore: ago(20), days: 10 }),
    chain('a root that has expired', false, leafOf(oldRoot), [], {}, oldRoot),
    chain('an intermediate that is missing', false, leafOf(middle), []),
    chain('a root of the same name and another key', false, leafOf(middle), [middle], {}, stranger),
    chain('a signature that is changed', false, changed(leafOf(middle).der), [middle]),
    chain('issued by one that is no CA', false, leafOf(noCa), [noCa]),
    chain('more CAs than pathLength allows', false, leafOf(belowIt), [belowIt, tooDeep]),
    through('a CA that may not sign certificates', false, {
      extensions: [{ type: 'keyUsage', critical: true, usages: ['cRLSign'] }],
    }),
    under('for clients alone', false, { usages: ['clientAuth'] }),
    through(
      'a CA for clients alone',
      false,
      { extensions: [{ type: 'extKeyUsage', usages: ['clientAuth'] }] },
      { nss: 'its libpkix looks at extendedKeyUsage of the leaf alone' },
    ),
    under('another name', false, { names: ['b.example'] }),
    under('a wildcard of another level', false, { names: ['*.www.a.example'] }),
    under(
      'a common name alone',
      false,
      { names: [], subject: NAME, usages: ['serverAuth'] },
      {
        openssl:
          'X509_check_host takes the common name where there is no DNS name; RFC 9525, 2 has none of that, nor have we',
        gnutls: 'takes the common name, as RFC 2818 did',
      },
    ),
    through('outside of what a CA may name', false, constrained('permitted', 'b.example')),
    through('what a CA must not name', false, constrained('excluded', NAME)),
    under('a critical extension of nobody', false, {
      extensions: [{ oid: '1.2.3.4', critical: true, value: Uint8Array.of(5, 0) }],
    }),
    ofKey(
      'RSA of 1024 bits',
      false,
      { type: 'RSA', bits: 1024 },
      { nss: 'takes RSA from 1023 bits on where no policy says more' },
    ),
    ofKey(
      'SHA-1',
      false,
      { type: 'RSA', bits: 2048 },
      { nss: 'takes SHA-1 where no policy forbids it' },
      { signature: { digest: 'sha1' } },
    ),
    chain(
      'its own issuer, and trusted by nobody',
      false,
      createCertificateAuthority({
        subject: NAME,
        extensions: [{ type: 'subjectAltName', names: [{ type: 'dns', value: NAME }] }],
      }),
      [],
    ),
  ];
}
