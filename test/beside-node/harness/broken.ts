/** Adapters that are broken on purpose, each by one fault of a kind: the harness must find every one. */
import type { TLSSocket } from 'node:tls';
import type { Tls } from './stage.js';

export const FAULTS: Readonly<Record<string, (tls: Tls) => Partial<Tls>>> = {
  'a value': (tls) => ({
    connect: patched(tls, (socket) => Object.defineProperty(socket, 'getProtocol', { value: () => 'TLSv1.4' })),
  }),
  'an event that is never told': (tls) => ({
    connect: patched(tls, (socket) => withhold(socket, (event) => event === 'end')),
  }),
  'an argument of an event': (tls) => ({
    connect: patched(tls, (socket) =>
      withhold(
        socket,
        () => false,
        (event, args) => (event === 'close' ? [] : args),
      ),
    ),
  }),
  'the code of an error': (tls) => ({
    connect: patched(tls, (socket) =>
      socket.prependListener('error', (error) => Object.assign(error, { code: 'ERR_SOMETHING' })),
    ),
  }),
  'an option that is ignored': (tls) => ({
    createServer: ((options: object, listener: () => void) =>
      tls.createServer({ ...options, requestCert: false }, listener)) as Tls['createServer'],
  }),
  'a constant': () => ({ DEFAULT_MIN_VERSION: 'TLSv1' }),
};

export function breakIt(tls: Tls, fault: string): Tls {
  const broken = FAULTS[fault];
  if (broken === undefined) throw new Error(`no such fault: ${fault}`);
  return { ...tls, ...broken(tls) };
}

const patched = (tls: Tls, patch: (socket: TLSSocket) => unknown) =>
  ((...args: Parameters<Tls['connect']>) => {
    const socket = tls.connect(...args);
    patch(socket);
    return socket;
  }) as Tls['connect'];

function withhold(
  socket: TLSSocket,
  isHeld: (event: string) => boolean,
  change: (event: string, args: unknown[]) => unknown[] = (_event, args) => args,
): void {
  const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean;
  socket.emit = ((event: string, ...args: unknown[]) =>
    isHeld(event) ? false : emit(event, ...change(event, args))) as TLSSocket['emit'];
}
