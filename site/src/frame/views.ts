/** The views, in the order of the navigation. */
import type { ComponentType } from 'preact';
import type { Texts } from '../texts/index.js';

/** What every view is given. Where the reader is, `route` of routes.ts says. */
export interface ViewProps {
  /** All texts, in the language of the reader. */
  readonly texts: Texts;
}

/** A view, loaded when it is opened. */
export interface View {
  /** The first word of the fragment. */
  readonly id: 'read' | 'make' | 'handshake';
  /** Its name in the navigation. */
  readonly title: (texts: Texts) => string;
  readonly load: () => Promise<ComponentType<ViewProps>>;
}

export const VIEWS: readonly View[] = [
  {
    id: 'read',
    title: ({ read }) => read.title,
    load: () => import('../read/view.js').then(({ ReadView }) => ReadView),
  },
  {
    id: 'make',
    title: ({ make }) => make.title,
    load: () => import('../make/view.js').then(({ MakeView }) => MakeView),
  },
  {
    id: 'handshake',
    title: ({ handshake }) => handshake.title,
    load: () => import('../handshake/view.js').then(({ HandshakeView }) => HandshakeView),
  },
];

const [FIRST] = VIEWS;

/** The view of a word; the first one of a word that names none. */
export const viewOf = (id: string): View => {
  const view = VIEWS.find((one) => one.id === id) ?? FIRST;
  if (view === undefined) throw new Error('there are no views');
  return view;
};
