/** What plain data of the kit is, told by its fields. */
import type { Algorithm, Extension, GeneralName, Name, Time } from 'tsopenssl/pki';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !(value instanceof Date);

export const isTime = (value: unknown): value is Time =>
  isRecord(value) && typeof value['text'] === 'string' && (value['date'] === null || value['date'] instanceof Date);

export const isName = (value: unknown): value is Name =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (place) =>
      Array.isArray(place) && place.every((one) => isRecord(one) && typeof one['type'] === 'string' && 'value' in one),
  );

const GENERAL = new Set(['dns', 'uri', 'email', 'ip', 'rid', 'dirName', 'otherName', 'x400', 'ediParty']);

export const isGeneralName = (value: unknown): value is GeneralName =>
  isRecord(value) && GENERAL.has(String(value['type'])) && 'value' in value;

export const isAlgorithm = (value: unknown): value is Algorithm =>
  isRecord(value) && typeof value['oid'] === 'string' && typeof value['name'] === 'string' && !('critical' in value);

export const isExtension = (value: unknown): value is Extension =>
  isRecord(value) && typeof value['critical'] === 'boolean' && value['value'] instanceof Uint8Array;

export { isRecord };

/** A name in one line, from its root on. */
export const nameLine = (name: Name): string =>
  name.map((place) => place.map(({ type, value }) => `${type}=${value}`).join(' + ')).join(', ');
