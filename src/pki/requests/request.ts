/** A request as it is judged: with what reading it as data leaves out. */
import { bytesArgument } from '../../common/arguments.js';
import { type PKey, X509Req } from '../../crypto/index.js';
import { Der } from '../der/reader.js';
import { contextOf } from '../der/tags.js';
import { badDer, badValue } from '../error.js';
import { EXTENSION_REQUESTS, readAttributes } from '../model/attributes.js';
import { type Encoded, loadForm } from '../read/input.js';
import { REQUEST_FORMS, type RequestData, requestData } from '../read/request.js';
import type { Judging } from './judgement.js';

/** A request that was read. */
export interface KnownRequest {
  readonly object: X509Req;
  readonly data: RequestData;
}

const MAX_BYTES = 65_536;
const WHAT = 'a certificate request';

/** @throws {PkiError} for what is none, or is larger than may be */
export function knownRequest(input: X509Req | Encoded, maxBytes = MAX_BYTES): KnownRequest {
  if (input === undefined || input === null) throw badValue('a request must be given');
  const length = input instanceof X509Req ? 0 : bytesArgument(input, WHAT).length;
  // PEM is a third longer, and may have text around it.
  if (length > maxBytes * 2) throw badDer(`${WHAT} is larger than ${maxBytes} bytes`);
  const { object, der } = loadForm(input, X509Req, REQUEST_FORMS);
  if (der.bytes.length > maxBytes) throw badDer(`${WHAT} is larger than ${maxBytes} bytes`);
  return { object, data: requestData(der) };
}

/**
 * What can be read in more than one way is refused whatever the policy: who judges would look at one extension, and who issues,
 * or reads the request after him, at the other.
 */
export function judgeForm({ data }: KnownRequest, judging: Judging): void {
  if (data.version !== 1)
    judging.leave('request', `version ${data.version}`, 'is none of certificate requests', 'refuse');
  const attributes = attributesOf(data.der);
  const asking = attributes.filter(({ oid }) => (EXTENSION_REQUESTS as readonly string[]).includes(oid));
  if (asking.length > 1 || asking.some(({ values }) => values.length > 1))
    judging.leave('request', 'the request', 'asks for extensions more than once', 'refuse');
  const seen = new Set<string>();
  for (const { oid, name } of data.extensions) {
    if (seen.has(oid)) judging.leave('extension', name, 'stands twice', 'refuse');
    seen.add(oid);
  }
  for (const { type } of data.attributes) judging.leave('attribute', type, 'is no part of certificates');
}

/** Whether who asks has the key that it asks for (RFC 2986, 4.2). */
export function judgeSignature({ object }: KnownRequest, key: PKey, judging: Judging): void {
  try {
    object.verify(key);
  } catch {
    judging.leave('request', 'the signature', 'is not by the key that is asked for', 'refuse');
  }
}

function attributesOf(bytes: Uint8Array): ReturnType<typeof readAttributes> {
  const fields = Der.parse(bytes, WHAT).fields(WHAT).next().fields(WHAT);
  // Version, subject, key; then the attributes.
  for (let skipped = 0; skipped < 3; skipped++) fields.next();
  const list = fields.optional(contextOf(0));
  return list === undefined ? [] : readAttributes(list, 'an attribute');
}
