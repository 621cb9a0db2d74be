/** Callbacks that a context gets once a session has asked for what they tell: most never do. */
import type { Bytes } from '../common/bytes.js';
import type { SSL } from '../index.js';

type Callbacks = SSL.Context['callbacks'];

/** What sessions can ask a context for. */
export interface Attention {
  readonly stapleFor?: ((connection: SSL.ConnectionCore) => SSL.Answer<Uint8Array>) | undefined;
  readonly onStaple?: ((response: Bytes) => void) | undefined;
  readonly sessionFor?: ((id: Uint8Array) => SSL.Answer<SSL.Session | null>) | undefined;
  /** Called within OpenSSL, which takes the session back: it must not run the user's code. */
  readonly session?: ((session: SSL.Session) => void) | undefined;
}

const attended = new WeakMap<SSL.Context, Set<keyof Attention>>();

/**
 * Makes a context call back about what is asked for, once.
 * @param attentionOf - what the session of a connection has asked for
 */
export function attend(
  context: SSL.Context,
  wanted: Attention,
  attentionOf: (connection: object) => Attention | undefined,
): void {
  const known = attended.get(context) ?? new Set();
  attended.set(context, known);
  for (const kind of ['stapleFor', 'onStaple', 'sessionFor', 'session'] as const) {
    if (wanted[kind] === undefined || known.has(kind)) continue;
    // Clients have it from the beginning.
    if (kind === 'session' && context.role !== 2) continue;
    known.add(kind);
    context.attend(ADDED[kind](context.callbacks, attentionOf));
  }
}

type Add = (
  before: Callbacks,
  attentionOf: (connection: object) => Attention | undefined,
) => Parameters<SSL.Context['attend']>[0];

const ADDED: Readonly<Record<keyof Attention, Add>> = {
  stapleFor: ({ ocspServer: before }, attentionOf) => ({
    ocspServer: {
      data: undefined,
      callback: (connection) =>
        attentionOf(connection)?.stapleFor?.(connection) ??
        before?.callback(connection, before.data) ??
        new Uint8Array(),
    },
  }),
  onStaple: ({ ocspClient: before }, attentionOf) => ({
    ocspClient: {
      data: undefined,
      callback(connection, response) {
        attentionOf(connection)?.onStaple?.(response);
        return before === undefined || before.callback(connection, response, before.data);
      },
    },
  }),
  sessionFor: ({ sessionGet: before }, attentionOf) => ({
    sessionGet: (connection, id) => attentionOf(connection)?.sessionFor?.(id) ?? before?.(connection, id) ?? null,
  }),
  session: ({ sessionNew: before }, attentionOf) => ({
    sessionNew(connection, session) {
      attentionOf(connection)?.session?.(session);
      if (before !== undefined) before(connection, session);
      else session.free();
    },
  }),
};
