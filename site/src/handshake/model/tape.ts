/** What was noted while two sides spoke, in the order in which it happened. Bytes alone: what they mean, the model says. */

export type Side = 'client' | 'server';

export const otherSide = (side: Side): Side => (side === 'client' ? 'server' : 'client');

/** What OpenSSL told of something that a side wrote: a record's header, the type within an encrypted one, or a message. */
export interface Traced {
  readonly contentType: number;
  readonly bytes: Uint8Array;
}

/** Bytes on their way: a piece of the stream, or a datagram. */
export interface Sent {
  readonly bytes: Uint8Array;
  /** What has become of them on the way. */
  readonly arrived: Uint8Array;
}

/** What one side wrote before it waited for the other. */
export interface FlightEvent {
  readonly kind: 'flight';
  readonly side: Side;
  /** Milliseconds since the first connection began, without the time on the way. */
  readonly at: number;
  readonly sent: readonly Sent[];
  readonly traced: readonly Traced[];
  /** The application's data in it, one for each record that holds such. */
  readonly data: readonly Uint8Array[];
}

/** What a side holds to be true at its end of the handshake. */
export interface Facts {
  readonly version: string;
  readonly cipher: string;
  readonly group: string | null;
  readonly alpn: string;
  readonly isResumed: boolean;
  /** What has become of the early data: of OpenSSL's names, `accepted` or `rejected`; undefined where none was offered. */
  readonly earlyData: string | undefined;
}

export type TapeEvent =
  /** A connection begins; 1 is the first. */
  { readonly kind: 'connection'; readonly number: number; readonly at: number } | FlightEvent | SideEvent;

/** What comes to one side. */
export type SideEvent =
  /** The side's handshake is over, and it takes the other for whom it claims to be. */
  | { readonly kind: 'done'; readonly side: Side; readonly at: number; readonly facts: Facts }
  /** The side has given up: OpenSSL's reasons, and its verdict on the chain, 0 for good. */
  | {
      readonly kind: 'failed';
      readonly side: Side;
      readonly at: number;
      readonly reasons: readonly string[];
      readonly verdict: number;
    }
  /** The application got this. */
  | {
      readonly kind: 'received';
      readonly side: Side;
      readonly at: number;
      readonly data: Uint8Array;
      readonly isEarly: boolean;
    }
  /** The line is dead from here on: nobody has said that it would end. */
  | { readonly kind: 'cut'; readonly side: Side; readonly at: number };

/** All of it. */
export interface Tape {
  readonly isDatagram: boolean;
  readonly events: readonly TapeEvent[];
  /** The secrets, as lines of a key log. */
  readonly keys: readonly string[];
}
