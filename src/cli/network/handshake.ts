/** One handshake with a server, and what it has shown. */
import type net from 'node:net';
import type { ConnectOptions } from '../../adapters/node/index.js';
import { connect as connectTls, type TLSSocket } from '../../adapters/node/index.js';
import { type CertificateData, readCertificate } from '../../pki/index.js';
import { CliError, EXIT } from '../frame/exit.js';
import type { Deadline } from './deadline.js';
import { reasonOf } from './target.js';

/** What a handshake has shown. */
export interface Handshake {
  readonly protocol: string;
  readonly cipher: string;
  /** The group of the key exchange. */
  readonly group: string | null;
  /** How the server has signed. */
  readonly signature: string | null;
  readonly alpn: string | null;
  /** The CAs whose client certificates the server names, where it names any. */
  readonly acceptedCas: readonly string[];
  readonly ocspResponse: Uint8Array | null;
  /** Whether the server is who it is to be. */
  readonly verified: boolean;
  /** Why not: OpenSSL's code, and in words. */
  readonly fault: { readonly code: string; readonly message: string } | null;
  /** Whether its certificate names whom it is to name, whatever else holds. */
  readonly isNamed: boolean;
  /** What the server has sent, its own first. */
  readonly chain: readonly CertificateData[];
  /** Why the server has hung up after the handshake, such as without a client certificate. */
  readonly rejected: string | null;
}

/** How long a server of TLS 1.3 is given to refuse a client after the handshake. */
const REFUSAL_MS = 250;

/** Shakes hands over a stream. */
export async function shakeHands(stream: net.Socket, options: ConnectOptions, deadline: Deadline): Promise<Handshake> {
  let ocspResponse: Uint8Array | null = null;
  const socket = connectTls({
    ...options,
    socket: stream,
    // What is wrong with the server is said, and then it is left.
    rejectUnauthorized: false,
    requestOCSP: true,
    onOCSPResponse: (response) => {
      ocspResponse = response;
    },
    signal: deadline.signal,
  });
  try {
    await deadline.within(secured(socket));
    const summary = summaryOf(socket, options.servername || options.host || '');
    const rejected = await refusal(socket);
    return { ...summary, ocspResponse, rejected };
  } finally {
    socket.destroy();
  }
}

function secured(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof CliError) reject(error);
      else
        reject(
          new CliError(EXIT.network, `the handshake failed: ${reasonOf(error)}`, {
            cause: error,
            ...(error.code === undefined ? {} : { code: error.code }),
          }),
        );
    });
  });
}

function summaryOf(socket: TLSSocket, name: string): Omit<Handshake, 'ocspResponse' | 'rejected'> {
  const { connection } = socket;
  const fault = socket.ssl?.verifyError() as NodeJS.ErrnoException | null | undefined;
  return {
    protocol: connection.getProtocolVersionName(),
    cipher: connection.getCipherName() ?? '',
    group: connection.getGroupName(),
    signature: connection.getPeerSignatureName(),
    alpn: socket.alpnProtocol === false ? null : socket.alpnProtocol,
    acceptedCas: connection.getPeerCaList().map((name) =>
      name
        .getComponents()
        .map(([type, value]) => `${String(type)}=${new TextDecoder().decode(value as Uint8Array)}`)
        .join(', '),
    ),
    verified: socket.authorized,
    fault: fault ? { code: fault.code ?? '', message: fault.message } : null,
    isNamed: namesPeer(socket, name),
    chain: socket.getPeerChain().map((one) => readCertificate(one)),
  };
}

/** OpenSSL tells the last of several faults: the name is judged by itself. */
function namesPeer({ connection }: TLSSocket, name: string): boolean {
  try {
    return connection.getPeerCertificate()?.matchesHost(name) === true;
  } catch (error) {
    // No name that a certificate can hold.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** In TLS 1.3 a server judges its client when the client believes to be done. */
function refusal(socket: TLSSocket): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), REFUSAL_MS);
    const end = (reason: string | null) => {
      clearTimeout(timer);
      resolve(reason);
    };
    socket.on('error', (error) => end(reasonOf(error)));
    socket.on('data', () => end(null));
    socket.on('end', () => end(null));
  });
}
