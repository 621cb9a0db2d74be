/** Runs a Connection over a TCP socket: the caller moves the bytes, and here is the caller. */
import { once } from 'node:events';

/** @typedef {import('../../src/index.js').SSL.Connection} Connection */
/** @typedef {import('node:net').Socket} Socket */

/** Most bytes that move in one step. */
const IN_BUFFER = 64 * 1024;

export class TlsOverSocket {
  /** @param {Connection} connection @param {Socket} socket @param {typeof import('../../src/index.js').SSL} SSL */
  constructor(connection, socket, SSL) {
    this.connection = connection;
    this.socket = socket;
    this.SSL = SSL;
    this.ended = false;
    /** @type {Error | undefined} */
    this.failure = undefined;
    /** @type {(() => void) | undefined} */
    this.wake = undefined;
    socket.on('data', (data) => {
      connection.bioWrite(data);
      this.wake?.();
    });
    socket.on('end', () => this.#end());
    socket.on('close', () => this.#end());
    socket.on('error', (error) => {
      this.failure = error;
      this.#end();
    });
  }

  #end() {
    if (!this.ended && !this.connection.isFreed) this.connection.bioShutdown();
    this.ended = true;
    this.wake?.();
  }

  async flush() {
    for (;;) {
      let data;
      try {
        data = this.connection.bioRead(IN_BUFFER);
      } catch (error) {
        if (error instanceof this.SSL.WantReadError) return;
        throw error;
      }
      if (this.socket.writable && !this.socket.write(data)) await once(this.socket, 'drain');
    }
  }

  /**
   * Repeats an operation until it needs no more from the peer.
   * @template T
   * @param {() => T} operation
   * @returns {Promise<T>}
   */
  async until(operation) {
    for (;;) {
      /** @type {Promise<void>} */
      const arrival = new Promise((resolve) => {
        this.wake = resolve;
      });
      const wasEnded = this.ended;
      try {
        const result = operation();
        await this.flush();
        return result;
      } catch (error) {
        await this.flush();
        if (!(error instanceof this.SSL.WantReadError)) throw this.failure ?? error;
      }
      if (wasEnded) throw this.failure ?? new Error('the transport ended');
      await arrival;
    }
  }

  handshake() {
    return this.until(() => this.connection.doHandshake());
  }

  /** @param {string | Uint8Array} data */
  async send(data) {
    await this.until(() => this.connection.sendall(data));
  }

  /** The next data, or null at the end of the session. @returns {Promise<Uint8Array | null>} */
  async receive() {
    try {
      return await this.until(() => this.connection.recv(IN_BUFFER));
    } catch (error) {
      if (error instanceof this.SSL.ZeroReturnError) return null;
      throw error;
    }
  }

  /** Receives until the text ends with a line end. */
  async receiveLine() {
    let text = '';
    while (!text.includes('\n')) {
      const data = await this.receive();
      if (data === null) break;
      text += new TextDecoder().decode(data);
    }
    return text.trim();
  }

  async close() {
    try {
      if (this.connection.isHandshakeDone && !this.ended) this.connection.shutdown();
      await this.flush();
    } finally {
      // What still comes is not for this session: drained, so that the peer sees an end and not a reset.
      this.socket.removeAllListeners('data').resume().end();
      if (!this.socket.destroyed) await once(this.socket, 'close');
      this.connection.free();
    }
  }
}
