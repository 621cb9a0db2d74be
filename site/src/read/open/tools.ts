/** What the readers of all kinds share. */
import type { Name } from 'tsopenssl/pki';
import type { RemotePki } from 'tsopenssl/worker';
import { route } from '../../frame/routes.js';
import { sentenceOf } from '../../work/jobs.js';
import type { Inner, Item, Opened, Row } from '../model.js';

/** Reads one kind. */
export type Opener = (pki: RemotePki, item: Item, password?: string) => Promise<Omit<Opened, 'is'>>;

/** Rows without those that have no value. */
export const rows = (...all: readonly Row[]): readonly Row[] => all.filter(([, value]) => value !== undefined);

/** The attributes of a name, one in a row. */
export const nameRows = (name: Name): readonly Row[] =>
  name.flatMap((place) => place.map(({ type, value }): Row => [type, value]));

/** For whom it is judged: a public CA, as browsers do, or a CA of one's own. */
export const profile = (): 'web' | 'private' => (route.value.params.get('profile') === 'private' ? 'private' : 'web');

/** What lint says, or why it says nothing. */
export async function judged(
  pki: RemotePki,
  input: Uint8Array | string,
): Promise<Pick<Opened, 'findings' | 'profile' | 'unjudged'>> {
  try {
    const judge = profile();
    return { findings: await pki.lint(input, { profile: judge }), profile: judge };
  } catch (error) {
    if (error instanceof DOMException) throw error;
    return { unjudged: sentenceOf(error) };
  }
}

/** An object of `crypto`, which lies in the memory of the module until it is freed. */
interface Freed {
  free(): void;
}

/** The DER of objects, which are freed. */
export function inner<T extends Freed>(
  objects: readonly { readonly name: string; readonly object: T }[],
  dump: (object: T) => Uint8Array,
): Inner[] {
  return objects.map(({ name, object }) => {
    const der = dump(object);
    object.free();
    return { name, der };
  });
}
