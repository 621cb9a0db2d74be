/** What the two sides say to each other, as text: `enableTrace` of node:tls. */
import type { SSL } from '../../../index.js';

const RECORDS: ReadonlyMap<number, string> = new Map([
  [20, 'ChangeCipherSpec'],
  [21, 'Alert'],
  [22, 'Handshake'],
]);

/** RFC 8446, B.3, and what TLS 1.2 had (RFC 5246, 7.4). */
const MESSAGES: ReadonlyMap<number, string> = new Map([
  [0, 'HelloRequest'],
  [1, 'ClientHello'],
  [2, 'ServerHello'],
  [4, 'NewSessionTicket'],
  [5, 'EndOfEarlyData'],
  [8, 'EncryptedExtensions'],
  [11, 'Certificate'],
  [12, 'ServerKeyExchange'],
  [13, 'CertificateRequest'],
  [14, 'ServerHelloDone'],
  [15, 'CertificateVerify'],
  [16, 'ClientKeyExchange'],
  [20, 'Finished'],
  [22, 'CertificateStatus'],
  [24, 'KeyUpdate'],
]);

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x301, 'TLSv1'],
  [0x302, 'TLSv1.1'],
  [0x303, 'TLSv1.2'],
  [0x304, 'TLSv1.3'],
]);

const HANDSHAKE = 22;
const ALERT = 21;
const FATAL = 2;

/** Writes a line for each message of the handshake and each alert. What a message holds is not shown: some are secret. */
export function traceTo(connection: SSL.Connection, write: (line: string) => void): void {
  connection.setMessageCallback((_connection, sent, version, contentType, bytes) => {
    const record = RECORDS.get(contentType);
    if (record === undefined) return;
    const [first = 0, second = 0] = bytes;
    const detail =
      contentType === HANDSHAKE
        ? `, ${MESSAGES.get(first) ?? `message ${first}`}`
        : contentType === ALERT
          ? `, ${first === FATAL ? 'fatal' : 'warning'} ${second}`
          : '';
    const line = `${sent ? 'Sent' : 'Received'} ${VERSIONS.get(version) ?? 'TLS'} ${record}${detail}, ${bytes.length} bytes\n`;
    // Once OpenSSL has returned: a stream may be the application's.
    queueMicrotask(() => write(line));
  });
}
