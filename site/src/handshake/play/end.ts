/** One end of a connection: does what it can, and notes what it wrote, what it was told, and how it ended. */
import type { RemoteConnection, WorkerSSL } from 'tsopenssl/worker';
import type { Agreed } from '../model/messages.js';
import { readRecords, type Speaking, splitRecords } from '../model/records.js';
import type { FlightEvent, Sent, Side, TapeEvent, Traced } from '../model/tape.js';
import type { OnTheWay } from './faults.js';

/** What one conversation has: the clock, the tape, what the records so far have settled. */
export interface Scene {
  readonly SSL: WorkerSSL;
  readonly isDatagram: boolean;
  readonly way: OnTheWay;
  readonly agreed: Agreed;
  readonly note: (event: TapeEvent) => void;
  readonly now: () => number;
  /** Throws once the user has stopped it. */
  readonly goOn: () => void;
}

/** Bytes taken out at once; more than a handshake has. */
const TAKEN = 1 << 20;
const DATA_SIZE = 16_384;

export class End {
  readonly side: Side;
  readonly connection: RemoteConnection;
  isDone = false;
  hasFailed = false;
  hasClosed = false;
  readonly #scene: Scene;
  readonly #traced: Traced[] = [];
  readonly #data: Uint8Array[] = [];
  readonly #speaking: Speaking = { isEncrypting: false };

  private constructor(side: Side, connection: RemoteConnection, scene: Scene) {
    this.side = side;
    this.connection = connection;
    this.#scene = scene;
  }

  static async of(side: Side, connection: RemoteConnection, scene: Scene): Promise<End> {
    const end = new End(side, connection, scene);
    await connection.setMessageCallback((_connection, isSent, _version, contentType, bytes) => {
      if (isSent) end.#traced.push({ contentType, bytes: bytes.slice() });
    });
    return end;
  }

  /** Goes on with the handshake, and with what comes behind it. */
  async goOn(): Promise<void> {
    if (this.hasFailed || this.hasClosed) return;
    try {
      if (!this.isDone) {
        await this.connection.doHandshake();
        await this.#finish();
      }
      for (;;) this.#received(await this.connection.recv(DATA_SIZE), false);
    } catch (error) {
      await this.#judge(error);
    }
  }

  /** Does something that writes; data that it sends is noted. */
  async act(action: (connection: RemoteConnection) => Promise<unknown>, data?: Uint8Array): Promise<void> {
    if (this.hasFailed) return;
    try {
      if (data !== undefined) this.#data.push(data);
      await action(this.connection);
    } catch (error) {
      await this.#judge(error);
    }
  }

  /** Reads a client's early data, as far as it has come. @returns whether there can be more of it */
  async takeEarly(): Promise<boolean> {
    try {
      for (;;) {
        const data = await this.connection.recvEarlyData(DATA_SIZE);
        if (data === null) return false;
        if (data.length > 0) this.#received(data, true);
      }
    } catch (error) {
      await this.#judge(error);
      return !this.hasFailed;
    }
  }

  /** What it has to say now, as it arrives; undefined for nothing. Puts it on the tape. */
  async speak(): Promise<{ pieces: Uint8Array[]; isCut: boolean } | undefined> {
    const { isDatagram, note, now, agreed, way } = this.#scene;
    const pieces: Uint8Array[] = [];
    while ((await this.connection.bioPending()) > 0) pieces.push(await this.connection.bioRead(TAKEN));
    if (pieces.length === 0) return undefined;
    const flight: FlightEvent = {
      kind: 'flight',
      side: this.side,
      at: now(),
      traced: this.#traced.splice(0),
      data: this.#data.splice(0),
      sent: pieces.map((bytes) => ({ bytes, arrived: bytes })),
    };
    const records = readRecords(flight, isDatagram, agreed, this.#speaking);
    let isCut = false;
    const sent: Sent[] = [];
    for (const bytes of pieces) {
      const own = records.splice(0, splitRecords(bytes, isDatagram).length);
      const carried = way.carry(this.side, bytes, own);
      isCut = carried.isCut;
      sent.push({ bytes, arrived: carried.arrived });
    }
    note({ ...flight, sent });
    if (isCut && sent.some(({ arrived }) => arrived.length > 0)) note({ kind: 'cut', side: this.side, at: now() });
    return { pieces: sent.map(({ arrived }) => arrived), isCut };
  }

  /** Gives it what has arrived. */
  async hear({ pieces, isCut }: { pieces: readonly Uint8Array[]; isCut: boolean }): Promise<void> {
    for (const piece of pieces) await this.connection.bioWrite(piece);
    if (isCut) await this.connection.bioShutdown();
  }

  #received(data: Uint8Array, isEarly: boolean): void {
    this.#scene.note({ kind: 'received', side: this.side, at: this.#scene.now(), data, isEarly });
  }

  async #finish(): Promise<void> {
    const { connection } = this;
    const alpn = new TextDecoder().decode(await connection.getAlpnProtoNegotiated());
    const early = await connection.getEarlyDataStatus();
    this.isDone = true;
    this.#scene.note({
      kind: 'done',
      side: this.side,
      at: this.#scene.now(),
      facts: {
        version: await connection.getProtocolVersionName(),
        cipher: (await connection.getCipherStandardName()) ?? '',
        group: await connection.getGroupName(),
        alpn,
        isResumed: await connection.sessionReused(),
        earlyData: early === 'not sent' ? undefined : early,
      },
    });
  }

  /** Waiting is no failure, and the end of the other is none either. */
  async #judge(error: unknown): Promise<void> {
    const { SSL, note, now, goOn } = this.#scene;
    goOn();
    if (error instanceof SSL.WantReadError) return;
    if (error instanceof SSL.ZeroReturnError) {
      this.hasClosed = true;
      return;
    }
    if (!(error instanceof SSL.Error)) throw error;
    this.hasFailed = true;
    const reasons = error.errors.length > 0 ? error.errors.map((entry) => entry.at(-1) ?? '') : [error.message];
    note({ kind: 'failed', side: this.side, at: now(), reasons, verdict: await this.connection.getVerifyResult() });
  }
}
