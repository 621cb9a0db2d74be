/**
 * The one place that decides whether a session is verified. It runs after every handshake, full or resumed, and reads what
 * OpenSSL has kept. What the adapters say of a peer is read from a {@link Verdict}, which nobody else can make.
 */
import type { PKey, X509 } from '../crypto/index.js';
import * as c from '../ffi/constants.js';
import { faultCode, leafResult, verificationText } from './codes.js';
import { checkPins } from './pins.js';

/** What a connection tells after its handshake. */
export interface Evidence {
  getVerifyMode(): number;
  getVerifyResult(): number;
  getPeerCertificate(): X509 | null;
  /** The public key that a peer has shown in place of a certificate (RFC 7250). */
  getPeerRawKey(): PKey | null;
  /** Whether that key is among those that this side expects. */
  readonly isRawKeyExpected: boolean;
  getPeerCertChain(): X509[] | null;
  getVerifiedChain(): X509[] | null;
  sessionReused(): boolean;
  /** Whether the peer has proven by a pre-shared key who it is, or by a session that began so. */
  readonly isProvenByKey: boolean;
  /** Whether a resumed session was made in the security domain of this connection. */
  readonly isSessionOwn: boolean;
}

/** What this side demands of the peer, beside what OpenSSL was told. */
export interface Demands {
  readonly isServer: boolean;
  /** Whether a peer that is not verified ends the session. */
  readonly mustBeVerified: boolean;
  /** Of a client that has shared a key: a server that knows it needs no certificate. */
  readonly mayBeProvenByKey?: boolean | undefined;
  /** Judges the peer's own certificate in place of OpenSSL's check of the name. */
  readonly identity?: ((cert: X509) => Error | undefined) | undefined;
  /** Whom the certificate must name, as a client's; where nobody is and nothing judges, any holder of a trusted one would do. */
  readonly host?: (() => string | undefined) | undefined;
  /** Public keys, one of which the chain must have, whatever else holds: see `pinOf`. */
  readonly pins?: readonly string[] | undefined;
}

/** Why nobody is verified: the name of OpenSSL's result, or of the check that failed. */
interface Fault {
  readonly code: string;
  readonly error: Error;
}

/** Who the peer is, and whether that holds. */
export class Verdict {
  /** Whether the peer was asked for a certificate, showed one of a trusted CA or an expected raw key, and is whom it was to be. */
  readonly authorized: boolean;
  /** Why it is not authorized, such as `CERT_HAS_EXPIRED`; null where it is, or was not asked. */
  readonly authorizationError: string | null;
  /** The same as an error. */
  readonly fault: Error | null;
  /** Whether a session was resumed. */
  readonly resumed: boolean;
  readonly #evidence: Evidence;

  private constructor(evidence: Evidence, isAsked: boolean, isNamed: boolean, fault: Fault | undefined) {
    this.authorized = isAsked && isNamed && fault === undefined;
    this.authorizationError = fault?.code ?? null;
    this.fault = fault?.error ?? null;
    this.resumed = evidence.sessionReused();
    this.#evidence = evidence;
  }

  /**
   * The verified chain, the peer's own certificate first; where it could not be verified, what the peer has sent. Made when
   * it is asked for: each call gives certificates of the caller's own.
   */
  get peerChain(): X509[] {
    return chainOf(this.#evidence, this.authorized);
  }

  /**
   * Judges the peer.
   * @throws {Error} with a `code` where it is not verified and must be, or none of its keys is pinned
   */
  static async of(evidence: Evidence, demands: Demands): Promise<Verdict> {
    // A server that asks for no certificate verifies nobody, and finds fault with nobody.
    const isAsked = !demands.isServer || (evidence.getVerifyMode() & c.SSL_VERIFY_PEER) !== 0;
    const fault = isAsked ? (faultOf(evidence, demands) ?? faultOfName(evidence, demands)) : undefined;
    if (fault !== undefined && demands.mustBeVerified) throw fault.error;
    const verdict = new Verdict(evidence, isAsked, isNamed(evidence, demands), fault);
    if (demands.pins !== undefined) await demandPin(evidence, fault === undefined, demands.pins);
    return verdict;
  }
}

/**
 * A client that names nobody knows that the peer is somebody: nobody in particular is authorized by that. A key that it has
 * named, or shares, says who the peer is without a name.
 */
function isNamed(evidence: Evidence, { isServer, identity, host, mayBeProvenByKey }: Demands): boolean {
  if (isServer || identity !== undefined || host?.() !== undefined) return true;
  using rawKey = evidence.getPeerRawKey();
  return rawKey !== null || (mayBeProvenByKey === true && evidence.isProvenByKey);
}

/** An unverified chain proves nothing about its later certificates: of that, only the peer's own counts. */
async function demandPin(evidence: Evidence, isVerified: boolean, pins: readonly string[]): Promise<void> {
  const chain = chainOf(evidence, isVerified);
  try {
    await checkPins(isVerified ? chain : chain.slice(0, 1), pins);
  } finally {
    for (const cert of chain) cert.free();
  }
}

function faultOf(evidence: Evidence, { mayBeProvenByKey }: Demands): Fault | undefined {
  using peer = evidence.getPeerCertificate();
  using rawKey = peer === null ? evidence.getPeerRawKey() : null;
  if (peer === null && rawKey === null && mayBeProvenByKey === true && evidence.isProvenByKey) return undefined;
  // As node:tls calls it where there is nothing that could be verified.
  if (peer === null && rawKey === null)
    return faultWith(c.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, 'the peer has shown no certificate');
  // It cannot be: such a session was let go of before the handshake. What it says of the peer counts for nothing.
  if (!evidence.isSessionOwn)
    return faultWith(c.X509_V_ERR_APPLICATION_VERIFICATION, 'the resumed session was made for something else');
  const result = evidence.getVerifyResult();
  // Nothing stands behind a raw key: whatever the result says, it must be one of those that were named.
  if (rawKey !== null && result === c.X509_V_OK && !evidence.isRawKeyExpected)
    return faultWith(c.X509_V_ERR_RPK_UNTRUSTED, verificationText(c.X509_V_ERR_RPK_UNTRUSTED));
  if (result === c.X509_V_OK) return undefined;
  const chain = evidence.getVerifiedChain()?.length ?? 0;
  return faultWith(result, verificationText(leafResult(result, chain)), chain);
}

function faultWith(result: number, message: string, chain = 0): Fault {
  const code = faultCode(result, chain) ?? 'OK';
  return { code, error: Object.assign(new Error(message), { code }) };
}

function faultOfName(evidence: Evidence, { identity }: Demands): Fault | undefined {
  if (identity === undefined) return undefined;
  const cert = evidence.getPeerCertificate();
  if (cert === null) return undefined;
  const error = identity(cert);
  if (error === undefined) return undefined;
  return { code: codeOf(error), error };
}

/** As node:tls has it: the code, where there is one, or else what the error says. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function chainOf(evidence: Evidence, isVerified: boolean): X509[] {
  const verified = isVerified ? evidence.getVerifiedChain() : null;
  if (verified !== null) return verified;
  const sent = evidence.getPeerCertChain() ?? [];
  const peer = evidence.getPeerCertificate();
  // A server is not given its client's own certificate in the chain.
  return peer !== null && !sent[0]?.equals(peer) ? [peer, ...sent] : sent;
}
