/** What a server of node:tls is asked: its callbacks that answer by calling back, and its events that wait. */
import type { Server } from 'node:net';
import type { SSL } from '../../../index.js';
import type { BothSides } from '../../options.js';
import type { Classes } from '../classes.js';
import type { Done } from '../options/callbacks.js';
import type { ServerState } from './state.js';

type TLSSocket = Classes['TLSSocket'];

/** @param socketOf - the socket that is asked about, which is made after this */
export function callbacksOf(server: Server, state: ServerState, socketOf: () => TLSSocket | undefined) {
  const fail = (error: Error) => void socketOf()?.destroy(error);
  const { ALPNCallback } = state.options;
  return {
    contextFor: chooserOf(state, fail),
    // The socket is its `this`, by which it can show another certificate.
    ALPNCallback:
      ALPNCallback && ((...offer: Parameters<typeof ALPNCallback>) => Reflect.apply(ALPNCallback, socketOf(), offer)),
    ...(server.listenerCount('OCSPRequest') > 0 && {
      stapleFor: (certificate: Uint8Array, issuer: Uint8Array | null) =>
        asked<Uint8Array>(
          (done) => server.emit('OCSPRequest', Buffer.from(certificate), issuer && Buffer.from(issuer), done),
          fail,
        ),
    }),
    // One without the other is of use too: a client's session is looked for, or only counted.
    ...((server.listenerCount('newSession') > 0 || server.listenerCount('resumeSession') > 0) && {
      onNewSession: async (id: Uint8Array, session: Uint8Array) => {
        // An error is no answer here, as in node:tls: the cache has not kept the session, and that is all.
        await asked(
          (done) => server.emit('newSession', Buffer.from(id), Buffer.from(session), () => done()),
          () => undefined,
        );
      },
      resumeSession: (id: Uint8Array) =>
        asked<Uint8Array>((done) => server.emit('resumeSession', Buffer.from(id), done), fail),
    }),
  };
}

function chooserOf(state: ServerState, fail: (error: Error) => void) {
  const { SNICallback } = state.options;
  return (name: string): SSL.Answer<SSL.Context | BothSides | undefined> => {
    // As in node:tls: an empty name is none.
    if (SNICallback === undefined) return state.names.find(name);
    if (name === '') return undefined;
    return asked<SSL.Context | BothSides>((done) => {
      SNICallback(name, done);
      return true;
    }, fail);
  };
}

/**
 * Asks by a function that is given what to call back. What is called back at once is the answer at once.
 * @param ask - returns whether anybody was there to be asked
 * @param fail - told of whoever calls back twice
 */
function asked<T>(ask: (done: Done<T>) => boolean, fail: (error: Error) => void): SSL.Answer<T | undefined> {
  let outcome: { readonly error: unknown } | { readonly value: T | undefined } | undefined;
  let settle: (() => void) | undefined;
  const done: Done<T> = (error, value) => {
    if (outcome !== undefined) {
      fail(Object.assign(new Error('the callback was called more than once'), { code: 'ERR_MULTIPLE_CALLBACK' }));
      return;
    }
    // Any true value is an error, as in node:tls.
    outcome = error ? { error } : { value: value || undefined };
    settle?.();
  };
  if (!ask(done)) return undefined;
  const result = () => {
    if (outcome === undefined) return undefined;
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  };
  if (outcome !== undefined) return result();
  return new Promise<void>((resolve) => {
    settle = resolve;
  }).then(result);
}
