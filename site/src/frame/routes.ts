/** Where the reader is: all of it stands in the fragment, which no server is told. */
import { computed, signal } from '@preact/signals';

/** A place of the page: `#/make/ca?lang=de` is the view `make`, the path `['ca']` and one parameter. */
export interface Route {
  /** The first word. */
  readonly view: string;
  /** The words behind it. */
  readonly path: readonly string[];
  /** What stands behind the question mark. Never a key, a password or anything that was dropped. */
  readonly params: URLSearchParams;
}

/** Parameters that stay when the reader goes elsewhere. */
const KEPT = ['lang', 'theme'];

function parse(fragment: string): Route {
  const [words = '', query = ''] = fragment.replace(/^#?\/?/, '').split('?', 2);
  const [view = '', ...path] = words
    .split('/')
    .filter((word) => word !== '')
    .map(decoded);
  return { view, path, params: new URLSearchParams(query) };
}

/** A percent sign that means nothing stays one. */
function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

const fragment = signal(location.hash);
addEventListener('hashchange', () => {
  fragment.value = location.hash;
});

/** Where the reader is now. */
export const route = computed(() => parse(fragment.value));

/** One parameter of the place where the reader is; empty where it is not there. */
export const param = (name: string): string => route.value.params.get(name) ?? '';

/** The fragment of another place, which language and theme go along to. */
export function linkTo(
  view: string,
  path: readonly string[] = [],
  params: Readonly<Record<string, string>> = {},
): string {
  const kept = KEPT.map((name) => [name, param(name)] as const);
  return fragmentOf(
    view,
    path,
    new URLSearchParams(
      [...kept, ...Object.entries(params)].filter(([, value]) => value !== '').map(([name, value]) => [name, value]),
    ),
  );
}

/** Changes parameters of the place where the reader is; an empty value takes one away. The history does not grow. */
export function setParams(changes: Readonly<Record<string, string>>): void {
  const { view, path, params } = route.value;
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  history.replaceState(null, '', fragmentOf(view, path, next));
  fragment.value = location.hash;
}

/** Goes to another place. */
export function go(view: string, path: readonly string[] = [], params: Readonly<Record<string, string>> = {}): void {
  location.hash = linkTo(view, path, params);
}

function fragmentOf(view: string, path: readonly string[], params: URLSearchParams): string {
  const words = [view, ...path].map(encodeURIComponent).join('/');
  const query = params.toString();
  return `#/${words}${query === '' ? '' : `?${query}`}`;
}
