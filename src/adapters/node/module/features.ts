/** What this build can, and the small functions of node:tls. */
import { wrongType } from '../../../common/refusals.js';
import { ssl } from '../../../index.js';
import { protocols } from '../../context/protocols.js';
import { inNodesClass } from '../lenient.js';

const SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_128_CCM_SHA256',
  'TLS_AES_128_CCM_8_SHA256',
];

let ciphers: readonly string[] | undefined;

/** The names of the ciphers that OpenSSL offers where nothing is said, in small letters and in order. */
export function getCiphers(): string[] {
  if (ciphers === undefined) {
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS);
    context.setCiphers('DEFAULT@SECLEVEL=0');
    context.setCiphersuites(SUITES.join(':'));
    ciphers = [...new Set(context.getCiphers().map(({ name }) => name.toLowerCase()))].sort();
  }
  return [...ciphers];
}

/** The algorithms for the compression of certificates (RFC 8879): none is in this build. */
export function getCertificateCompressionAlgorithms(): string[] {
  return [];
}

/**
 * Writes a list of protocols in the wire form of RFC 7301, 3.1, into `out.ALPNProtocols`.
 * @param list - names, or bytes in the wire form, which are copied
 * @throws {TypeError} for what is neither, for an empty name, or bytes in another form
 * @throws {RangeError} for a too long name
 */
export function convertALPNProtocols(
  list: readonly (string | Uint8Array)[] | Uint8Array,
  out: { ALPNProtocols?: Buffer | undefined },
): void {
  const names = inNodesClass(protocols)(list, 'protocols');
  if (typeof out !== 'object' || out === null) throw wrongType('out', 'an object', out);
  out.ALPNProtocols = Buffer.concat(names.flatMap((name) => [Buffer.of(name.length), name]));
}
