/** What a test has opened on loopback: it goes with the test, the last first. */
import { once } from 'node:events';
import type net from 'node:net';
import { afterEach } from 'vitest';

/** A list of what is to be closed after each test of this file. */
export function closeAfterEach(): (() => unknown)[] {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  return closers;
}

/** Listens on a free port; listener and connections go with the test. @returns the port */
export async function listenOnLoopback(listener: net.Server, closers: (() => unknown)[]): Promise<number> {
  listener.listen(0, '127.0.0.1');
  listener.on('connection', (socket: net.Socket) => closers.push(() => socket.destroy()));
  closers.push(() => listener.close());
  await once(listener, 'listening');
  return (listener.address() as net.AddressInfo).port;
}
