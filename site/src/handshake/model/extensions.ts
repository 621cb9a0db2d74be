/** Extensions of hellos, certificates and tickets. */
import { type Cursor, named } from './cursor.js';
import { code, hex, shown } from './field.js';
import {
  COMPRESSIONS,
  EXTENSION,
  EXTENSIONS,
  GROUPS,
  type MESSAGE,
  POINT_FORMATS,
  PSK_MODES,
  SIGNATURES,
  VERSIONS,
} from './names.js';

/** The message that has the extension; that a hello is one that asks to try again, is a message of its own here. */
export type Holder = keyof typeof MESSAGE | 'helloRetryRequest';

type Read = (inside: Cursor, holder: Holder) => void;

export const group = named(GROUPS, 2);
export const signature = named(SIGNATURES, 2);
const version = named(VERSIONS, 2);
export const text = (bytes: Uint8Array): string =>
  bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? new TextDecoder().decode(bytes) : shown(bytes);

/** A list of numbers of one size, preceded by its length. */
const numbers =
  (name: string, member: string, lengthSize: number, size: number, say: (value: number) => string): Read =>
  (inside) =>
    void inside.vector(name, lengthSize, (list) => list.each(() => void list.number(member, size, say)));

export const signatures = numbers('supported_signature_algorithms', 'SignatureScheme', 2, 2, signature);

const isHello = (holder: Holder): boolean => holder === 'clientHello';

const keyShareEntry = (inside: Cursor): void =>
  inside.group('KeyShareEntry', (entry) => {
    const chosen = group(entry.number('group', 2, group));
    return `${chosen}, ${entry.sized('key_exchange', 2).length} bytes`;
  });

/** The names of authorities, DER each. */
export const authorities: Read = (inside) =>
  void inside.vector('authorities', 2, (list) => list.each(() => void list.sized('DistinguishedName', 2)));

const READERS: ReadonlyMap<number, Read> = new Map<number, Read>([
  [
    EXTENSION.serverName,
    (inside) => {
      if (inside.left === 0) return;
      inside.vector('server_name_list', 2, (list) =>
        list.each(() =>
          list.group('ServerName', (name) => {
            name.number('name_type', 1, named(new Map([[0, 'host_name']]), 1));
            return text(name.sized('host_name', 2, text));
          }),
        ),
      );
    },
  ],
  [
    EXTENSION.maxFragmentLength,
    (inside) => void inside.number('max_fragment_length', 1, (value) => String(2 ** (8 + value))),
  ],
  [
    EXTENSION.statusRequest,
    (inside, holder) => {
      if (inside.left === 0) return;
      inside.number('status_type', 1, named(new Map([[1, 'ocsp']]), 1));
      if (holder === 'certificate') {
        inside.sized('response', 3);
        return;
      }
      inside.sized('responder_id_list', 2);
      inside.sized('request_extensions', 2);
    },
  ],
  [EXTENSION.supportedGroups, numbers('named_group_list', 'NamedGroup', 2, 2, group)],
  [EXTENSION.pointFormats, numbers('ec_point_format_list', 'ECPointFormat', 1, 1, named(POINT_FORMATS, 1))],
  [EXTENSION.signatureAlgorithms, signatures],
  [EXTENSION.signatureAlgorithmsCert, signatures],
  [
    EXTENSION.alpn,
    (inside) =>
      void inside.vector('protocol_name_list', 2, (list) => list.each(() => void list.sized('ProtocolName', 1, text))),
  ],
  [
    EXTENSION.compressCertificate,
    numbers('algorithms', 'CertificateCompressionAlgorithm', 1, 2, named(COMPRESSIONS, 2)),
  ],
  [EXTENSION.sessionTicket, (inside) => inside.rest('ticket')],
  [
    EXTENSION.preSharedKey,
    (inside, holder) => {
      if (!isHello(holder)) {
        inside.number('selected_identity', 2);
        return;
      }
      inside.vector('identities', 2, (list) =>
        list.each(() =>
          list.group('PskIdentity', (identity) => {
            const name = identity.sized('identity', 2, text);
            identity.number('obfuscated_ticket_age', 4);
            return `${name.length} bytes`;
          }),
        ),
      );
      inside.vector('binders', 2, (list) => list.each(() => void list.sized('PskBinderEntry', 1)));
    },
  ],
  [
    EXTENSION.earlyData,
    (inside, holder) => {
      if (holder === 'newSessionTicket') inside.number('max_early_data_size', 4);
    },
  ],
  [
    EXTENSION.supportedVersions,
    (inside, holder) => {
      if (isHello(holder)) numbers('versions', 'ProtocolVersion', 1, 2, version)(inside, holder);
      else inside.number('selected_version', 2, version);
    },
  ],
  [EXTENSION.cookie, (inside) => void inside.sized('cookie', 2)],
  [EXTENSION.pskModes, numbers('ke_modes', 'PskKeyExchangeMode', 1, 1, named(PSK_MODES, 1))],
  [EXTENSION.certificateAuthorities, authorities],
  [
    EXTENSION.keyShare,
    (inside, holder) => {
      if (isHello(holder)) inside.vector('client_shares', 2, (list) => list.each(() => keyShareEntry(list)));
      else if (holder === 'helloRetryRequest') inside.number('selected_group', 2, group);
      else keyShareEntry(inside);
    },
  ],
  [EXTENSION.renegotiationInfo, (inside) => void inside.sized('renegotiated_connection', 1)],
]);

/** Reads the list of extensions of a message, with its length before it. */
export function readExtensions(
  from: Cursor,
  holder: Holder,
  seen: (type: number, content: Uint8Array) => void = () => {},
): void {
  from.vector('extensions', 2, (list) =>
    list.each(() => {
      const [high = 0, low = 0] = list.peek();
      const type = high * 256 + low;
      list.group(EXTENSIONS.get(type) ?? `extension ${code(type, 2)}`, (extension) => {
        extension.number('extension_type', 2, (value) => `${value}`);
        const content = extension.vector('extension_data', 2, (inside) => {
          const read = READERS.get(type);
          if (read !== undefined) read(inside, holder);
          inside.rest('bytes');
        });
        seen(type, content);
        return summary(extension) || (content.length > 0 && !READERS.has(type) ? hex(content.subarray(0, 16)) : '');
      });
    }),
  );
}

/** The values of the innermost fields, so that the list tells without being opened. */
function summary(extension: Cursor): string {
  const data = extension.fields[1];
  if (data === undefined) return '';
  const [only] = data.children;
  const members =
    data.children.length === 1 && only !== undefined && only.children.length > 0 ? only.children : data.children;
  const words = members.map(({ value }) => value.replace(/ \(0x[0-9a-f]+\)/, '')).filter((value) => value !== '');
  const shownWords = words.slice(0, SUMMARY);
  return shownWords.join(', ') + (words.length > SUMMARY ? `, … (${words.length})` : '');
}

/** How many members a summary has. */
const SUMMARY = 4;
