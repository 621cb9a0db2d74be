/** Handshake messages, field by field (RFC 8446, 4; RFC 5246, 7.4; RFC 8422, 5.4; RFC 6066, 8; RFC 6347, 4.2). */
import { Cursor, named, UnreadableError } from './cursor.js';
import { authorities, group, type Holder, readExtensions, signature, signatures, text } from './extensions.js';
import { type Field, hex, shown } from './field.js';
import { CERTIFICATE_TYPES, COMPRESSIONS, EXTENSION, MESSAGE, MESSAGES, VERSIONS } from './names.js';
import { SUITES } from './suites.js';

/** What the messages before have settled: how those after are to be read. */
export interface Agreed {
  isDatagram: boolean;
  /** The version that the server has chosen. */
  version: number | undefined;
  /** The name of the suite that it has chosen. */
  suite: string | undefined;
}

/** One message of a handshake. */
export interface Message {
  readonly type: number;
  /** Its name; `HelloRetryRequest` for the ServerHello that is one. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
  /** Why not all of it could be read. */
  readonly unreadable: string | undefined;
}

const TLS13 = 0x0304;
const version = named(VERSIONS, 2);
const suite = named(SUITES, 2);

/** The random of a ServerHello that asks for another ClientHello: SHA-256 of "HelloRetryRequest" (RFC 8446, 4.1.3). */
const RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
const RANDOM_AT = 2;
const RANDOM_SIZE = 32;

type Read = (body: Cursor, agreed: Agreed) => void;

function clientHello(body: Cursor, { isDatagram }: Agreed): void {
  body.number('legacy_version', 2, version);
  body.opaque('random', RANDOM_SIZE, hex);
  body.sized('legacy_session_id', 1);
  if (isDatagram) body.sized('cookie', 1);
  body.vector('cipher_suites', 2, (list) => list.each(() => void list.number('CipherSuite', 2, suite)));
  body.vector('legacy_compression_methods', 1, (list) =>
    list.each(() => void list.number('CompressionMethod', 1, named(new Map([[0, 'null']]), 1))),
  );
  if (body.left > 0) readExtensions(body, 'clientHello');
}

const serverHello =
  (holder: Holder): Read =>
  (body, agreed) => {
    agreed.version = body.number('legacy_version', 2, version);
    body.opaque('random', RANDOM_SIZE, hex);
    body.sized('legacy_session_id_echo', 1);
    const chosen = body.number('cipher_suite', 2, suite);
    agreed.suite = SUITES.get(chosen) ?? suite(chosen);
    body.number('legacy_compression_method', 1, named(new Map([[0, 'null']]), 1));
    if (body.left === 0) return;
    readExtensions(body, holder, (type, content) => {
      const [high = 0, low = 0] = content;
      if (type === EXTENSION.supportedVersions) agreed.version = high * 256 + low;
    });
  };

function certificate(body: Cursor, agreed: Agreed): void {
  const isNew = agreed.version === TLS13;
  if (isNew) body.sized('certificate_request_context', 1);
  body.vector('certificate_list', 3, (list) =>
    list.each(() =>
      list.group(isNew ? 'CertificateEntry' : 'ASN.1Cert', (entry) => {
        const der = entry.sized('cert_data', 3);
        if (isNew) readExtensions(entry, 'certificate');
        return `${der.length} bytes`;
      }),
    ),
  );
}

function certificateRequest(body: Cursor, agreed: Agreed): void {
  if (agreed.version === TLS13) {
    body.sized('certificate_request_context', 1);
    readExtensions(body, 'certificateRequest');
    return;
  }
  body.vector('certificate_types', 1, (list) =>
    list.each(() => void list.number('ClientCertificateType', 1, named(CERTIFICATE_TYPES, 1))),
  );
  signatures(body, 'certificateRequest');
  authorities(body, 'certificateRequest');
}

function signed(body: Cursor): void {
  body.number('algorithm', 2, signature);
  body.sized('signature', 2);
}

function newSessionTicket(body: Cursor, agreed: Agreed): void {
  body.number('ticket_lifetime', 4, (seconds) => `${seconds} s`);
  if (agreed.version !== TLS13) {
    body.sized('ticket', 2);
    return;
  }
  body.number('ticket_age_add', 4);
  body.sized('ticket_nonce', 1);
  body.sized('ticket', 2);
  readExtensions(body, 'newSessionTicket');
}

/** What it holds depends on how keys are exchanged: the suite's name says so. */
function serverKeyExchange(body: Cursor, { suite: name = '' }: Agreed): void {
  if (/_PSK_/.test(name)) body.sized('psk_identity_hint', 2, text);
  if (/ECDHE/.test(name)) {
    body.number('curve_type', 1, named(new Map([[3, 'named_curve']]), 1));
    body.number('namedcurve', 2, group);
    body.sized('public', 1);
  } else if (/DHE/.test(name)) {
    body.sized('dh_p', 2);
    body.sized('dh_g', 2);
    body.sized('dh_Ys', 2);
  }
  if (body.left > 0 && !/_PSK_/.test(name)) signed(body);
}

function clientKeyExchange(body: Cursor, { suite: name = '' }: Agreed): void {
  if (/_PSK_/.test(name)) body.sized('psk_identity', 2, text);
  if (/ECDHE/.test(name)) body.sized('ecdh_Yc', 1);
  else if (/DHE/.test(name)) body.sized('dh_Yc', 2);
  else if (/^TLS_RSA_/.test(name)) body.sized('encrypted_pre_master_secret', 2);
}

const READERS: ReadonlyMap<number, Read> = new Map<number, Read>([
  [MESSAGE.clientHello, clientHello],
  [MESSAGE.serverHello, serverHello('serverHello')],
  [
    MESSAGE.helloVerifyRequest,
    (body) => {
      body.number('server_version', 2, version);
      body.sized('cookie', 1);
    },
  ],
  [MESSAGE.newSessionTicket, newSessionTicket],
  [MESSAGE.encryptedExtensions, (body) => readExtensions(body, 'encryptedExtensions')],
  [MESSAGE.certificate, certificate],
  [MESSAGE.serverKeyExchange, serverKeyExchange],
  [MESSAGE.certificateRequest, certificateRequest],
  [MESSAGE.certificateVerify, signed],
  [MESSAGE.clientKeyExchange, clientKeyExchange],
  [MESSAGE.finished, (body) => body.rest('verify_data', hex)],
  [
    MESSAGE.certificateStatus,
    (body) => {
      body.number('status_type', 1, named(new Map([[1, 'ocsp']]), 1));
      body.sized('response', 3);
    },
  ],
  [
    MESSAGE.keyUpdate,
    (body) => {
      const names = new Map([
        [0, 'update_not_requested'],
        [1, 'update_requested'],
      ]);
      body.number('request_update', 1, named(names, 1));
    },
  ],
  [
    MESSAGE.compressedCertificate,
    (body) => {
      body.number('algorithm', 2, named(COMPRESSIONS, 2));
      body.number('uncompressed_length', 3);
      body.sized('compressed_certificate_message', 3);
    },
  ],
]);

const isRetry = (type: number, body: Uint8Array): boolean =>
  type === MESSAGE.serverHello && hex(body.subarray(RANDOM_AT, RANDOM_AT + RANDOM_SIZE)) === RETRY;

/** Reads one whole message; what cannot be read stays as bytes. Settles in `agreed` what it says of those that follow. */
export function readMessage(bytes: Uint8Array, agreed: Agreed): Message {
  const cursor = new Cursor(bytes);
  let type = -1;
  let isAsking = false;
  let unreadable: string | undefined;
  try {
    type = cursor.number('msg_type', 1, named(MESSAGES, 1));
    cursor.number('length', 3);
    if (agreed.isDatagram) {
      cursor.number('message_seq', 2);
      cursor.number('fragment_offset', 3);
      cursor.number('fragment_length', 3);
    }
    isAsking = isRetry(type, cursor.peek());
    const read = isAsking ? serverHello('helloRetryRequest') : READERS.get(type);
    read?.(cursor, agreed);
    cursor.rest('bytes', shown);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    unreadable = error.message;
    cursor.rest('bytes', shown);
  }
  const name = isAsking ? 'HelloRetryRequest' : (MESSAGES.get(type) ?? `message ${type}`);
  return { type, name, bytes, fields: cursor.fields, unreadable };
}
