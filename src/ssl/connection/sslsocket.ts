import type { BytesLike } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import type { Address, SocketLike } from '../../tls/index.js';
import type { DistinguishedName } from '../certificate/peer-certificate.js';
import { CERT_NONE, PROTOCOL_SSLv23, type SSLMethod, type VerifyMode } from '../constants/enums.js';
import { SSLContext } from '../context/context.js';
import type { FileLike } from '../files.js';
import { SSLSocket } from './ssl-socket.js';

/** A peer's certificate as the first manual has it: names are dictionaries, and the version is as it is encoded. */
export interface SimpleCertificate {
  /** Whose certificate it is: attribute and value. */
  readonly subject?: Readonly<Record<string, string>>;
  /** Who has signed it: attribute and value. */
  readonly issuer?: Readonly<Record<string, string>>;
  /** The begin of validity, such as `Aug 25 21:54:26 2007 GMT`. */
  readonly notBefore?: string;
  /** The end of validity, such as `Sep  4 21:54:26 2007 GMT`. */
  readonly notAfter?: string;
  /** 2 for X.509 v3. */
  readonly version?: number;
}

/**
 * The TLS socket of the first manual of Python's `ssl`, of 2007. Where the socket has a peer, or gets one by
 * {@link connect}, the session is made with the first data at the latest.
 */
export class sslsocket {
  readonly #inner: SSLSocket;
  #handshake: Promise<void> | undefined;

  /**
   * @param sock - a socket, connected or not
   * @param keyfile - the private key in PEM; in `certfile` by default
   * @param certfile - this side's certificate in PEM, its issuers behind it; a server needs one
   * @param serverSide - whether this is the server's side
   * @param certReqs - what is asked of the peer's certificate: `CERT_NONE`, `CERT_OPTIONAL` or `CERT_REQUIRED`. The host name is not checked
   * @param sslVersion - the protocol, the best that both sides have by default
   * @param caCerts - trusted certificates in PEM; needed unless `certReqs` is `CERT_NONE`
   * @throws {RangeError} when what is needed is missing
   */
  constructor(
    sock: SocketLike,
    keyfile: FileLike | null = null,
    certfile: FileLike | null = null,
    serverSide = false,
    certReqs: VerifyMode = CERT_NONE,
    sslVersion: SSLMethod = PROTOCOL_SSLv23,
    caCerts: FileLike | null = null,
  ) {
    const context = contextOf(keyfile, certfile, serverSide, certReqs, sslVersion, caCerts);
    this.#inner = SSLSocket.wrap(SSLSocket, context, sock, { serverSide });
  }

  /** Connects the socket, and makes the session. */
  async connect(address: Address): Promise<void> {
    await this.#inner.connect(address);
    this.#handshake = Promise.resolve();
  }

  /** The handshake, once: reading and writing at the same time wait for the same one. */
  #ready(): Promise<void> {
    this.#handshake ??= this.#inner.doHandshake();
    return this.#handshake;
  }

  /** Reads up to so many bytes, 1024 by default. @returns none when the peer is finished */
  async read(nbytes?: number): Promise<Bytes> {
    await this.#ready();
    return this.#inner.read(nbytes);
  }

  /** Writes data. @returns how many bytes were written: all */
  async write(data: BytesLike): Promise<number> {
    await this.#ready();
    return this.#inner.write(data);
  }

  /**
   * The peer's certificate.
   * @returns null where there is none, an empty object where it was not validated
   * @throws {RangeError} before the session is made
   */
  getpeercert(): SimpleCertificate | null {
    const cert = this.#inner.getpeercert();
    if (cert?.version === undefined || cert.subject === undefined || cert.issuer === undefined)
      return cert === null ? null : {};
    const { notBefore = '', notAfter = '' } = cert;
    return {
      subject: asDictionary(cert.subject),
      issuer: asDictionary(cert.issuer),
      notBefore,
      notAfter,
      version: cert.version - 1,
    };
  }

  /** Ends the session, but leaves the socket open for further use, if both sides are willing. @returns the socket */
  sslShutdown(): Promise<SocketLike> {
    return this.#inner.unwrap();
  }

  /** Another name of {@link read}. */
  recv(buflen?: number): Promise<Bytes> {
    return this.read(buflen);
  }

  /** Another name of {@link write}. */
  send(data: BytesLike): Promise<number> {
    return this.write(data);
  }

  /** Writes all of the data. */
  async sendall(data: BytesLike): Promise<void> {
    await this.write(data);
  }

  /** How long an operation may take, in seconds; null for any time, as by default. */
  settimeout(seconds: number | null): void {
    this.#inner.settimeout(seconds);
  }

  /** The peer's address. */
  getpeername(): Address {
    return this.#inner.getpeername();
  }

  /** This side's address. */
  getsockname(): Address {
    return this.#inner.getsockname();
  }

  /** The file descriptor of the socket, -1 where there is none. */
  fileno(): number {
    return this.#inner.fileno();
  }

  /** Closes the session's socket too. */
  close(): void {
    this.#inner.close();
  }
}

/** @internal The context of the old way to wrap a socket: nothing but what is said is verified. */
export function contextOf(
  keyfile: FileLike | null,
  certfile: FileLike | null,
  serverSide: boolean,
  certReqs: VerifyMode,
  sslVersion: SSLMethod,
  caCerts: FileLike | null,
): SSLContext {
  if (serverSide && certfile === null) throw new RangeError('certfile must be specified for server-side operations');
  if (keyfile !== null && certfile === null) throw new RangeError('certfile must be specified');
  if (certReqs !== CERT_NONE && caCerts === null) throw new RangeError('certificates need ca_certs to be verified by');
  const context = new SSLContext(sslVersion);
  context.check_hostname = false;
  context.verify_mode = certReqs;
  if (caCerts !== null) context.loadVerifyLocations(caCerts);
  if (certfile !== null) context.loadCertChain(certfile, keyfile);
  return context;
}

/** No prototype: a name of the certificate's must not meet one of Object's. */
function asDictionary(name: DistinguishedName): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(name.flat()));
}
