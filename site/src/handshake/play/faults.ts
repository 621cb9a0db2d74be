/** What may happen to bytes on their way: one is changed, or the line goes dead within a record. */
import type { Choices, Fault } from '../choices/choices.js';
import { MESSAGE } from '../model/names.js';
import { splitRecords, type TlsRecord } from '../model/records.js';
import type { Side } from '../model/tape.js';

/** Where in a hello its random is: behind the header of the message. */
const RANDOM_AT = 4 + 2;
const DATAGRAM_RANDOM_AT = 12 + 2;

interface Place {
  readonly side: Side;
  readonly isIt: (record: TlsRecord) => boolean;
}

const holds = (record: TlsRecord, type: number): boolean =>
  record.content?.kind === 'message' && record.content.message.type === type;

/** The record that a fault is about. */
const PLACES: Partial<Record<Fault, Place>> = {
  'flip-hello': { side: 'client', isIt: (record) => holds(record, MESSAGE.clientHello) },
  'flip-server': { side: 'server', isIt: (record) => holds(record, MESSAGE.serverHello) },
  'flip-encrypted': { side: 'server', isIt: (record) => record.isEncrypted },
  'flip-data': { side: 'client', isIt: (record) => record.content?.kind === 'data' },
  cut: { side: 'server', isIt: (record) => holds(record, MESSAGE.certificate) || holds(record, MESSAGE.serverHello) },
};

/** The one fault of a conversation; it happens once. */
export class OnTheWay {
  readonly #choices: Choices;
  #hasHappened = false;
  #isDead = false;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /**
   * Carries what a side has sent. @param recordsOf - reads the records of one piece
   * @returns what arrives, and whether the line is dead behind it
   */
  carry(side: Side, bytes: Uint8Array, records: readonly TlsRecord[]): { arrived: Uint8Array; isCut: boolean } {
    // A line that is dead carries nothing, either way.
    if (this.#isDead) return { arrived: new Uint8Array(), isCut: true };
    const place = PLACES[this.#choices.fault];
    if (this.#hasHappened || place === undefined || place.side !== side) return { arrived: bytes, isCut: false };
    const isDatagram = this.#choices.version === 'dtls';
    const places = splitRecords(bytes, isDatagram);
    // The last that fits: a certificate comes behind the hello, and says more.
    const index = this.#choices.fault === 'cut' ? records.findLastIndex(place.isIt) : records.findIndex(place.isIt);
    const where = places[index];
    const record = records[index];
    if (where === undefined || record === undefined) return { arrived: bytes, isCut: false };
    this.#hasHappened = true;
    const middle = where.start + Math.floor((where.end - where.start) / 2);
    if (this.#choices.fault === 'cut') {
      this.#isDead = true;
      return { arrived: bytes.slice(0, middle), isCut: true };
    }
    const header = isDatagram ? 13 : 5;
    const isHello = holds(record, MESSAGE.clientHello) || holds(record, MESSAGE.serverHello);
    const at = isHello ? where.start + header + (isDatagram ? DATAGRAM_RANDOM_AT : RANDOM_AT) + 9 : middle;
    const arrived = bytes.slice();
    arrived[at] = (arrived[at] ?? 0) ^ 1;
    return { arrived, isCut: false };
  }
}
