/**
 * A client in a process of its own; told by messages what to do, and for how long. It answers with what it did a second, how
 * often, and its CPU time in microseconds. Arguments: `node` or `package`, the file of the CA.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { implementation } from './implementation.mjs';
import { ASKS_FOR_BODY, AT_A_TIME, BODY, BODY_REQUEST, REQUEST, RESPONSE } from './protocol.mjs';

/** @typedef {{ rate: number, count: number }} Outcome */
/** @typedef {readonly [plain: number, web: number]} Ports */

const [, , name = '', ca = ''] = process.argv;
const tls = await implementation(name);
const options = { ca: readFileSync(ca), host: '127.0.0.1', servername: 'localhost' };
const request = Buffer.alloc(REQUEST, 'q');

/** @param {number} port */
async function open(port) {
  const socket = tls.connect({ ...options, port });
  socket.setNoDelay(true);
  await once(socket, 'secureConnect');
  return socket;
}

/** Resolves when so many bytes have come. @param {import('node:tls').TLSSocket} socket @param {number} size */
function received(socket, size) {
  let have = 0;
  return new Promise((resolve) => {
    socket.on('data', (data) => {
      have += data.length;
      if (have >= size) resolve(undefined);
    });
  });
}

/**
 * Repeats until the time is over, so many at a time. @param {number} milliseconds @param {() => Promise<unknown>} one
 * @returns {Promise<Outcome>}
 */
async function repeated(milliseconds, one) {
  let count = 0;
  const start = performance.now();
  const loop = async () => {
    for (; performance.now() - start < milliseconds; count += 1) await one();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, loop));
  return { rate: (count / (performance.now() - start)) * 1000, count };
}

/** @type {Record<string, (ports: Ports, milliseconds: number) => Promise<Outcome>>} */
const TASKS = {
  /** Over kept connections, without a protocol around. */
  async exchanges([port], milliseconds) {
    const sockets = await Promise.all(Array.from({ length: AT_A_TIME }, () => open(port)));
    let count = 0;
    const start = performance.now();
    const talk = (/** @type {import('node:tls').TLSSocket} */ socket) =>
      new Promise((resolve) => {
        let have = 0;
        socket.on('data', (data) => {
          have += data.length;
          if (have < RESPONSE) return;
          have -= RESPONSE;
          count += 1;
          if (performance.now() - start < milliseconds) socket.write(request);
          else resolve(undefined);
        });
        socket.write(request);
      });
    await Promise.all(sockets.map(talk));
    const rate = (count / (performance.now() - start)) * 1000;
    for (const socket of sockets) socket.destroy();
    return { rate, count };
  },

  /** HTTP over kept connections. */
  async requests([, port], milliseconds) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: AT_A_TIME });
    const createConnection = () => tls.connect({ ...options, port });
    Object.assign(agent, { createConnection });
    const outcome = await repeated(milliseconds, async () => {
      const [response] = await once(http.get({ agent, host: '127.0.0.1', port }), 'response');
      response.resume();
      await once(response, 'end');
    });
    agent.destroy();
    return outcome;
  },

  /** New ones, with an exchange each. */
  connections([port], milliseconds) {
    return repeated(milliseconds, async () => {
      const socket = await open(port);
      const answered = received(socket, RESPONSE);
      socket.write(request);
      await answered;
      socket.destroy();
    });
  },

  /** Of one large body, in MB. */
  async body([port]) {
    const socket = await open(port);
    const ask = Buffer.alloc(BODY_REQUEST, ASKS_FOR_BODY);
    ask.writeUInt32BE(BODY, 1);
    const start = performance.now();
    const done = received(socket, BODY);
    socket.write(ask);
    await done;
    const seconds = (performance.now() - start) / 1000;
    socket.destroy();
    return { rate: BODY / 1e6 / seconds, count: BODY / 1e6 };
  },
};

process.on('message', async (/** @type {{ task: string, ports: Ports, milliseconds: number }} */ message) => {
  const before = process.cpuUsage();
  const outcome = await TASKS[message.task]?.(message.ports, message.milliseconds);
  const { user, system } = process.cpuUsage(before);
  process.send?.({ ...outcome, cpu: user + system });
});
process.send?.('ready');
