/** Who has issued whom in a heap of certificates. */
import { dumpCertificate, FILETYPE_ASN1 } from '../../crypto/index.js';
import type { X509 } from '../../crypto/internal.js';
import { HANDLE } from '../../ffi/index.js';
import { hexOf } from '../der/values.js';
import { badValue } from '../error.js';
import { native } from '../native.js';

/** A certificate of the heap. */
export interface Node {
  readonly certificate: X509;
  readonly der: Uint8Array;
  readonly subject: number;
  readonly issuer: number;
  /** Whether it has signed itself. */
  readonly isRoot: boolean;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A heap as it can be searched: by the hashes of names, so that looking takes no longer for a large one. */
export class Graph {
  readonly #bySubject = new Map<number, Node[]>();
  readonly #byDigest = new Map<string, Node>();
  readonly #issued = new Map<Node, Map<Node, boolean>>();
  #checksLeft: number;

  /** @param mostChecks - how many signatures are looked at */
  constructor(certificates: readonly X509[], mostChecks: number) {
    this.#checksLeft = mostChecks;
    for (const certificate of certificates) this.add(certificate);
  }

  /** All certificates, each once, in the order in which they came. */
  get nodes(): readonly Node[] {
    return [...this.#byDigest.values()];
  }

  /** Those that have issued a certificate, by names, identifiers and signature; not itself. */
  issuersOf(node: Node): Node[] {
    if (node.isRoot) return [];
    return (this.#bySubject.get(node.issuer) ?? []).filter(
      (issuer) => issuer !== node && this.#hasIssued(issuer, node),
    );
  }

  /** Those that have issued none of the others. */
  leaves(): Node[] {
    const issuers = new Set<Node>();
    for (const node of this.nodes) {
      // Whether one has issued another is asked until one is known to have: by name alone where nothing else can tell.
      for (const issuer of this.#bySubject.get(node.issuer) ?? [])
        if (issuer !== node && !issuers.has(issuer) && this.#hasIssued(issuer, node)) issuers.add(issuer);
    }
    return this.nodes.filter((node) => !issuers.has(node));
  }

  /** Adds a certificate that is not there yet. @returns its node */
  add(certificate: X509): Node {
    const digest = digestOf(certificate);
    const same = this.#byDigest.get(digest);
    if (same !== undefined) return same;
    const handle = certificate[HANDLE];
    const [subject, issuer] = [native.x509_link_hash(handle, 0), native.x509_link_hash(handle, 1)];
    const isRoot = subject === issuer && native.x509_is_self_signed(handle) === 1;
    const node: Node = {
      ...{ certificate, der: dumpCertificate(FILETYPE_ASN1, certificate), subject, issuer, isRoot },
      notBefore: certificate.notBefore?.getTime() ?? Number.NaN,
      notAfter: certificate.notAfter?.getTime() ?? Number.NaN,
    };
    this.#byDigest.set(digest, node);
    const namesakes = this.#bySubject.get(subject);
    if (namesakes === undefined) this.#bySubject.set(subject, [node]);
    else namesakes.push(node);
    return node;
  }

  /** Each pair is looked at once: a signature costs most of all. */
  #hasIssued(issuer: Node, node: Node): boolean {
    const known = this.#issued.get(node)?.get(issuer);
    if (known !== undefined) return known;
    if (this.#checksLeft <= 0)
      throw badValue('heap has so many certificates of one name that who has issued whom is not looked for further');
    this.#checksLeft -= 1;
    const has = native.x509_issued_by(node.certificate[HANDLE], issuer.certificate[HANDLE]) === 0;
    const row = this.#issued.get(node) ?? new Map<Node, boolean>();
    this.#issued.set(node, row.set(issuer, has));
    return has;
  }
}

const digestOf = (certificate: X509): string => hexOf(native.x509_digest(certificate[HANDLE], 'sha256'));
