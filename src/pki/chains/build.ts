/** Chains out of a heap of certificates. */
import { instancesArgument } from '../../common/arguments.js';
import { boolean, declareOptions, integer, type Rule } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import { dumpCertificate, FILETYPE_PEM } from '../../crypto/index.js';
import { X509 } from '../../crypto/internal.js';
import { badValue } from '../error.js';
import { Graph, type Node } from './graph.js';
import { type CertificateHeap, type CertificateSource, type LeftOut, readHeap, readOne } from './heap.js';
import { type MissingIssuer, missingIssuer } from './missing.js';

/** What {@link buildChain} is told. */
export interface BuildOptions {
  /** All certificates there are: in any order, twice, of several chains, with what does not belong to any. */
  readonly heap: CertificateHeap;
  /** Whose chain; by default that of each certificate that has issued none of the others. */
  readonly certificate?: CertificateSource;
  /** Most certificates of the heap; 10,000 by default. */
  readonly maxCertificates?: number;
  /** Most certificates of a chain; 100 by default. */
  readonly maxDepth?: number;
  /** Most paths of one certificate that are told; 16 by default. */
  readonly maxPaths?: number;
}

/** A path from a certificate towards a root. */
export interface BuiltPath {
  /** The certificate first, then who has issued it, and so on. */
  readonly certificates: readonly X509[];
  /** Whether it ends in a certificate that has signed itself: trusted or not, that is another question. */
  readonly complete: boolean;
  /** Who has issued the last one, where that is not in the heap. */
  readonly missing?: MissingIssuer;
  /** Why it ends where it does, otherwise: longer than the bound, or in a circle of CAs that have signed each other. */
  readonly stopped?: 'depth' | 'circle';
}

/** The paths of one certificate. */
export interface BuiltChain extends BuiltPath {
  /** Other paths, as cross-signed CAs have: from better to worse. */
  readonly alternatives: readonly BuiltPath[];
}

/** What a heap has in it. */
export interface BuiltChains {
  /** A chain for each leaf, or the one that was asked for. */
  readonly chains: readonly BuiltChain[];
  /** What no path holds. */
  readonly unused: readonly X509[];
  /** How many certificates were in the heap once more. */
  readonly duplicates: number;
  /** What is no certificate, or could not be read. */
  readonly leftOut: readonly LeftOut[];
}

const MAX_CERTIFICATES = 10_000;
const MAX_DEPTH = 100;
const MAX_PATHS = 16;
const MOST = 0x7fff_ffff;
/** Deeper than anything that a stack of calls could not bear. */
const DEEPEST = 2000;
/** Signatures that are looked at for each certificate of the heap, in the mean, and at least. */
const CHECKS_EACH = 3;
const CHECKS = 1000;
/** Steps that are taken for one certificate: cross-signed CAs have more paths than anybody could look at. */
const MAX_STEPS = 20_000;

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

const read = declareOptions<BuildOptions>({
  heap: asIs(),
  certificate: asIs(),
  maxCertificates: integer(1, MOST),
  maxDepth: integer(1, DEEPEST),
  maxPaths: integer(1, 1000),
});

/**
 * Puts chains together: who has issued whom is told by names, identifiers and signatures. No time is judged and nothing is
 * trusted by it: `verifyChain` does that. Of several paths the first is complete where one is, with certificates that are valid
 * now where there are such, and short.
 * @throws {PkiError} when there is no certificate, or the heap goes beyond a bound
 */
export function buildChain(options: BuildOptions): BuiltChains {
  const given = read(options);
  const { maxCertificates = MAX_CERTIFICATES, maxDepth = MAX_DEPTH, maxPaths = MAX_PATHS } = given;
  if (given.heap === undefined) throw badValue('heap must be given: the certificates that there are');
  const { certificates, leftOut } = readHeap(given.heap, 'heap', maxCertificates);
  const asked = given.certificate === undefined ? undefined : readOne(given.certificate, 'certificate');
  if (certificates.length === 0 && asked === undefined)
    throw badValue(`heap holds no certificate: ${leftOut[0]?.reason ?? 'it is empty'}`);
  const graph = new Graph(certificates, CHECKS + certificates.length * CHECKS_EACH);
  const duplicates = certificates.length - graph.nodes.length;
  const starts = asked === undefined ? startsOf(graph) : [graph.add(asked)];
  const found = starts.map((leaf) => pathsOf(graph, leaf, maxDepth, maxPaths));
  const used = new Set(found.flat().flatMap(({ nodes }) => nodes));
  return {
    chains: found.map(chainOf),
    unused: graph.nodes.filter((node) => !used.has(node)).map(({ certificate }) => certificate),
    ...{ duplicates, leftOut },
  };
}

/** Where all have issued each other, nobody is a leaf: then the first is asked for. */
function startsOf(graph: Graph): Node[] {
  const leaves = graph.leaves();
  return leaves.length > 0 ? leaves : graph.nodes.slice(0, 1);
}

interface Path {
  readonly nodes: readonly Node[];
  readonly stopped?: 'depth' | 'circle';
}

/** All paths of one, the best first. */
function pathsOf(graph: Graph, leaf: Node, maxDepth: number, maxPaths: number): Path[] {
  const paths: Path[] = [];
  const onPath = new Set<Node>();
  const nodes: Node[] = [];
  let steps = 0;
  const walk = (node: Node): void => {
    if (paths.length >= maxPaths * 4 || steps++ >= MAX_STEPS) return;
    nodes.push(node);
    onPath.add(node);
    const issuers = graph.issuersOf(node);
    const next = issuers.filter((issuer) => !onPath.has(issuer)).sort(better);
    if (next.length === 0) paths.push({ nodes: [...nodes], ...(issuers.length > 0 && { stopped: 'circle' as const }) });
    else if (nodes.length >= maxDepth) paths.push({ nodes: [...nodes], stopped: 'depth' });
    else next.forEach(walk);
    onPath.delete(node);
    nodes.pop();
  };
  walk(leaf);
  return paths.sort(betterPath).slice(0, maxPaths);
}

/** Roots first, then what is valid now, then what is valid longest. */
function better(a: Node, b: Node): number {
  return Number(b.isRoot) - Number(a.isRoot) || Number(isValid(b)) - Number(isValid(a)) || b.notAfter - a.notAfter;
}

function betterPath(a: Path, b: Path): number {
  const [isComplete, isWhole] = [a, b].map(({ nodes }) => nodes.at(-1)?.isRoot === true);
  const [faults, others] = [a, b].map(({ nodes }) => nodes.filter((node) => !isValid(node)).length);
  return Number(isWhole) - Number(isComplete) || (faults ?? 0) - (others ?? 0) || a.nodes.length - b.nodes.length;
}

function isValid({ notBefore, notAfter }: Node): boolean {
  const now = Date.now();
  return notBefore <= now && now <= notAfter;
}

function chainOf(paths: readonly Path[]): BuiltChain {
  const [best, ...rest] = paths.map(builtPath);
  if (best === undefined) throw badValue('heap has no path'); // not reached: each certificate is a path of its own
  return { ...best, alternatives: rest };
}

function builtPath({ nodes, stopped }: Path): BuiltPath {
  const last = nodes.at(-1);
  const complete = last?.isRoot === true;
  return {
    certificates: nodes.map(({ certificate }) => certificate),
    complete,
    ...(stopped !== undefined && { stopped }),
    ...(!complete && stopped === undefined && last && { missing: missingIssuer(last.certificate) }),
  };
}

/** How {@link bundle} writes a chain. */
export interface ChainBundleOptions {
  /** Whether the root goes along: who trusts it has it, and TLS leaves it out (RFC 8446, 4.4.2). False by default. */
  readonly root?: boolean;
}

const readBundle = declareOptions<ChainBundleOptions>({
  root: boolean,
});

/** A chain as servers are given it: PEM, the certificate first, each followed by who has issued it. */
export function bundle(chain: BuiltPath, options?: ChainBundleOptions): string {
  const { root = false } = readBundle(options);
  if (typeof chain !== 'object' || chain === null) throw wrongType('chain', 'a chain of buildChain', chain);
  const certificates = instancesArgument(chain.certificates, X509, 'the certificates of chain');
  const isLong = chain.complete && certificates.length > 1;
  const all = isLong && !root ? certificates.slice(0, -1) : certificates;
  return all.map((certificate) => new TextDecoder().decode(dumpCertificate(FILETYPE_PEM, certificate))).join('');
}
