/**
 * Makes our sockets sockets of the platform's, for `instanceof`, without its constructors and without its code: libraries
 * ask so whether a stream is a socket, and what its methods would do is done here.
 */
import net from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import * as platform from 'node:tls';

/**
 * Puts the prototype of a class over Duplex behind those of `tls.TLSSocket` and `net.Socket`. Between them lies one that hides
 * every name of theirs: they work on handles of the platform's, which ours have none of.
 */
export function joinPlatform(face: { readonly prototype: Duplex }): void {
  // A runtime may lack the one or the other.
  const kind: object | undefined = platform.TLSSocket?.prototype ?? net.Socket?.prototype;
  if (kind === undefined || !(Object.create(kind) instanceof Duplex)) return;
  Object.setPrototypeOf(face.prototype, Object.create(kind, hidden(kind)));
}

/** What node:tls has beneath a socket over a stream that is no socket: a socket of its own class, which carries nothing here. */
export interface StandIn {
  readonly _parentWrap: unknown;
}

let standIn: StandIn | null | undefined;

/** Made once, when somebody looks. Null where the platform has none. */
export function handleOverStream(): StandIn | null {
  if (standIn === undefined) {
    const socket: unknown = platform.TLSSocket && new platform.TLSSocket(new PassThrough() as never);
    const parent = (socket as { _handle?: Partial<StandIn> | null } | undefined)?._handle?._parentWrap;
    standIn = parent === undefined ? null : { _parentWrap: parent };
  }
  return standIn;
}

/** What a Duplex has behind each name that lies between it and an object; undefined where it has nothing. */
function hidden(kind: object): PropertyDescriptorMap {
  const masks: PropertyDescriptorMap = {};
  for (let level: object | null = kind; level !== null && level !== Duplex.prototype; level = prototypeOf(level)) {
    for (const name of Reflect.ownKeys(level)) masks[name as string] ??= behind(name);
  }
  return masks;
}

function behind(name: string | symbol): PropertyDescriptor {
  for (let level: object | null = Duplex.prototype; level !== null; level = prototypeOf(level)) {
    const descriptor = Object.getOwnPropertyDescriptor(level, name);
    if (descriptor !== undefined) return { ...descriptor, configurable: true };
  }
  return { value: undefined, writable: true, configurable: true, enumerable: false };
}

function prototypeOf(level: object): object | null {
  return Object.getPrototypeOf(level) as object | null;
}
