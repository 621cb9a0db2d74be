/** What the reader has opened: in memory alone, and gone with the page. */
import { computed, signal } from '@preact/signals';
import type { RemotePki } from 'tsopenssl/worker';
import { handOver, takeOver } from '../frame/handover.js';
import type { Tools } from '../work/jobs.js';
import { itemsOf } from './intake.js';
import { type Item, isCertificate, type Reading } from './model.js';
import { readItem } from './open/index.js';

export const items = signal<readonly Item[]>([]);
/** How those stand that were looked at. */
export const readings = signal<ReadonlyMap<number, Reading>>(new Map());
/** Whom the reader trusts. */
export const trusted = signal<ReadonlySet<number>>(new Set());
const chosen = signal(0);

/** The one that is shown. */
export const selected = computed(() => items.value.find(({ id }) => id === chosen.value) ?? items.value[0]);
export const certificates = computed(() => items.value.filter(isCertificate));

export const select = (id: number): void => {
  chosen.value = id;
};

export function setTrusted(id: number, isTrusted: boolean): void {
  const next = new Set(trusted.value);
  if (isTrusted) next.add(id);
  else next.delete(id);
  trusted.value = next;
}

/** Forgets all. */
export function clear(): void {
  takeOver('make');
  items.value = [];
  readings.value = new Map();
  trusted.value = new Set();
}

/** Forgets one, and what lies in it. */
export function remove(id: number): void {
  const gone = new Set([id]);
  for (const item of items.value) if (item.parent !== undefined && gone.has(item.parent)) gone.add(item.id);
  items.value = items.value.filter((item) => !gone.has(item.id));
  readings.value = new Map([...readings.value].filter(([key]) => !gone.has(key)));
  trusted.value = new Set([...trusted.value].filter((key) => !gone.has(key)));
}

/** What may hold certificates, and needs no password for them. */
const HOLDERS = new Set(['cms', 'time-stamp-token', 'time-stamp-response', 'ocsp-response', 'mail', 'jks', 'pkcs12']);
/** Items of a file that are read at once; further ones when they are looked at. */
const READ_AT_ONCE = 20;
/** Items of which one file may be. */
const MOST = 2000;
/** Largest file that the view that makes is offered, in bytes: what tasks want is small. */
const LARGEST_HANDED = 4 << 20;

/** Takes what was dropped or pasted. */
export async function take(tools: Tools, source: string, input: Uint8Array | string): Promise<void> {
  await lookAt(tools, source, input);
  if (input.length <= LARGEST_HANDED)
    handOver('make', { name: source, bytes: typeof input === 'string' ? new TextEncoder().encode(input) : input });
}

/** Takes what the other view has handed over. */
export async function takeHanded(tools: Tools): Promise<void> {
  for (const { name, bytes } of takeOver('read')) await lookAt(tools, name, bytes);
}

async function lookAt(tools: Tools, source: string, input: Uint8Array | string): Promise<void> {
  const { pki } = tools;
  const identification = await pki.identify(input, { maxItems: MOST });
  const added = itemsOf(identification.items, input, source, undefined);
  const isFirst = items.value.length === 0;
  items.value = [...items.value, ...added];
  if (!isFirst || added.length === 1) select(added[0]?.id ?? 0);
  await readAll(pki, added);
}

/** Reads items and what lies in them, as far as it is likely to be looked at. */
async function readAll(pki: RemotePki, added: readonly Item[]): Promise<void> {
  const queue = [...added];
  for (let count = 0, item = queue.shift(); item !== undefined; count += 1, item = queue.shift())
    if (count < READ_AT_ONCE || HOLDERS.has(item.found.kind)) queue.unshift(...(await readOne(pki, item)));
}

/** Reads an item, and what lies in it. */
export const read = async (pki: RemotePki, item: Item, password?: string): Promise<void> =>
  readAll(pki, await readOne(pki, item, password));

/** Reads an item, and adds what lies in it behind it. */
async function readOne(pki: RemotePki, item: Item, password?: string): Promise<readonly Item[]> {
  const reading = await readItem(pki, item, password);
  const inner: Item[] = [];
  if (reading.is === 'open' && !items.value.some(({ parent }) => parent === item.id))
    for (const { name, der } of reading.inside) {
      const { items: found } = await pki.identify(der);
      inner.push(...itemsOf(found, der, name, item.id));
    }
  // It may have been taken away meanwhile.
  const place = items.value.indexOf(item);
  if (place < 0) return [];
  items.value = items.value.toSpliced(place + 1, 0, ...inner);
  readings.value = new Map(readings.value).set(item.id, reading);
  return inner;
}
