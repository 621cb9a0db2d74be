/**
 * What stands in a thread for each function that the other side has given: it sends an event, or asks and waits. Which of
 * the two a callback is, is its nature: OpenSSL goes on after some, and needs the answer of the others.
 */
import type { crypto, SSL } from '../../index.js';
import type { SigningMethod } from '../../signers/index.js';
import type { ContextCommand } from '../wire/messages.js';
import { Decoder, Encoder } from '../wire/values.js';
import type { Asking } from './asking.js';

type Forward = (call: Forwarded) => (...args: never[]) => unknown;

type C = SSL.ConnectionCore;

/** What is known of the thread's objects. */
export interface KnownObjects {
  makeContext(command: ContextCommand): unknown;
  context(id: number): SSL.Context;
  idOf(object: object): number | undefined;
}

/** One function of the other side. */
class Forwarded {
  readonly #owner: number;
  readonly #name: string;
  readonly #asking: Asking;
  readonly objects: KnownObjects;

  constructor(owner: number, name: string, asking: Asking, objects: KnownObjects) {
    this.#owner = owner;
    this.#name = name;
    this.#asking = asking;
    this.objects = objects;
  }

  tell(connection: C | undefined, args: readonly unknown[]): void {
    const encoder = new Encoder(undefined, true);
    this.#asking.tell(this.#message(connection, args, encoder), encoder.buffers);
  }

  ask(connection: C | undefined, args: readonly unknown[]): unknown {
    const encoder = new Encoder(undefined, true);
    const answer = this.#asking.ask(this.#message(connection, args, encoder), encoder.buffers);
    if ('context' in answer) {
      for (const command of answer.missing) this.objects.makeContext(command);
      return this.objects.context(answer.context);
    }
    // What is made of the answer goes with the collector: OpenSSL reads it after this.
    return new Decoder().decode(answer.value);
  }

  #message(connection: C | undefined, args: readonly unknown[], encoder: Encoder) {
    return {
      servername: connection?.getServername() ?? null,
      owner: this.#owner,
      name: this.#name,
      connection: connection === undefined ? undefined : this.objects.idOf(connection),
      args: args.map((value) => encoder.encode(value)),
    };
  }
}

function choose(connection: C, context: unknown): void {
  if (context !== null) connection.setContext(context as SSL.Context);
}

const FORWARDS: Readonly<Record<string, Forward>> = {
  setInfoCallback: (call) => (connection: C, where: number, result: number) => call.tell(connection, [where, result]),
  setMessageCallback:
    (call) =>
    (connection: C, ...message: [boolean, number, number, Uint8Array]) =>
      call.tell(connection, message),
  setKeylogCallback: (call) => (connection: C, line: Uint8Array) => call.tell(connection, [line]),
  setSessionNewCallback: (call) => (connection: C, session: SSL.Session) => {
    call.tell(connection, [session]);
    session.free();
  },
  setSessionRemoveCallback: (call) => (_context: SSL.Context, id: Uint8Array) => call.tell(undefined, [id]),

  setVerify:
    (call) =>
    (connection: C, certificate: crypto.X509, ...verdict: number[]) => {
      const answer = call.ask(connection, [certificate, ...verdict]);
      certificate.free();
      return Boolean(answer);
    },
  setAlpnSelectCallback: (call) => (connection: C, offer: readonly Uint8Array[]) => call.ask(connection, [offer]),
  setTlsextServernameCallback: (call) => (connection: C) => choose(connection, call.ask(connection, [])),
  setClientHelloCallback: (call) => (connection: C, hello: SSL.ClientHello) =>
    choose(connection, call.ask(connection, [hello])),
  setCertificateCallback: (call) => (connection: C) => {
    const shown = call.ask(connection, []) as { chain: string | Uint8Array; key: crypto.PKey } | null | undefined;
    if (shown == null) return;
    connection.useCertificateChain(shown.chain);
    connection.usePrivatekey(shown.key);
  },
  setOcspServerCallback: (call) => (connection: C) => call.ask(connection, []),
  setOcspClientCallback: (call) => (connection: C, response: Uint8Array) => call.ask(connection, [response]),
  setCookieGenerateCallback: (call) => (connection: C) => call.ask(connection, []),
  setCookieVerifyCallback: (call) => (connection: C, cookie: Uint8Array) => call.ask(connection, [cookie]),
  setSessionGetCallback: (call) => (connection: C, id: Uint8Array) => call.ask(connection, [id]),
  setTicketKeyCallback: (call) => (connection: C, name: Uint8Array | null) => call.ask(connection, [name]),
  setPskClientCallback: (call) => (connection: C, hint: string | null) => call.ask(connection, [hint]),
  setPskServerCallback: (call) => (connection: C, identity: string) => call.ask(connection, [identity]),
  // The function of a key: OpenSSL's question is not a connection's, and there are as many names as keys.
  useSigner: (call) => (data: Uint8Array, how: SigningMethod) => call.ask(undefined, [data, how]) as Uint8Array,
  setPasswdCb: (call) => (maxLength: number, askTwice: boolean) => call.ask(undefined, [maxLength, askTwice]),
};

/** Makes what stands for the function that a method of `owner` was given. */
export function forward(owner: number, name: string, asking: Asking, objects: KnownObjects): unknown {
  const make = FORWARDS[name.split(' ', 1)[0] ?? ''];
  if (make === undefined) throw new TypeError(`${name} takes no function here`);
  return make(new Forwarded(owner, name, asking, objects));
}
