/** What a server of node:tls is told to ask. */
import type { SSL } from '../../../index.js';
import type { ServerCallbacks } from '../../callback-options.js';
import type { BothSides } from '../../options.js';
import type { Classes } from '../classes.js';

type TLSSocket = Classes['TLSSocket'];

/** How a callback of node's is answered. */
export type Done<T> = (error?: Error | null, value?: T | null) => void;

/** Finds the context for a name, and calls back, at once or later: with an error, a context, or nothing for the usual one. */
export type SNICallback = (servername: string, callback: Done<SSL.Context | BothSides>) => void;

/** Finds the pre-shared key of a client's identity for its socket. */
export type ServerPskCallback = (
  socket: TLSSocket,
  identity: string,
) => ReturnType<NonNullable<ServerCallbacks['pskCallback']>>;
