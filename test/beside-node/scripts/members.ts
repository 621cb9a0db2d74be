/** Every member of a TLSSocket: on each side, in each version, in each state of a connection's life. */
import type { TLSSocket } from 'node:tls';
import type { Script } from '../harness/script.js';
import { call, type Stage } from '../harness/stage.js';
import { SIDES, type Side, scene, VERSIONS } from './scenes.js';

type Reading = (socket: TLSSocket, stage: Stage) => unknown;

const get =
  (name: string): Reading =>
  (socket) =>
    Reflect.get(socket, name);
const method =
  (name: string, ...args: unknown[]): Reading =>
  (socket) =>
    call(socket, name, ...args);
/** What is random, or the implementation's own: its kind alone. */
const kind =
  (reading: Reading): Reading =>
  (socket, stage) => {
    const value = reading(socket, stage);
    return Buffer.isBuffer(value) ? `a Buffer, ${value.length > 0}` : value;
  };

/** Node 26 itself ends with a failed assertion when it is called after the handshake has begun. */
function beforeAll(reading: Reading): Reading {
  return (socket, stage) => (socket.connecting ? reading(socket, stage) : 'not asked');
}

const properties =
  'authorized authorizationError alpnProtocol servername encrypted secureConnecting connecting pending readyState bytesRead bytesWritten bufferSize localAddress localFamily remoteAddress remoteFamily timeout destroyed closed errored readable writable readableEnded writableEnded writableFinished readableHighWaterMark writableHighWaterMark readableFlowing readableObjectMode writableLength allowHalfOpen isServer'.split(
    ' ',
  );

/** By the row that each stands for. */
const READINGS: readonly (readonly [row: string, name: string, reading: Reading])[] = [
  ...properties.map((name): [string, string, Reading] => [name, name, get(name)]),
  ['localPort', 'localPort', (socket) => typeof socket.localPort],
  ['remotePort', 'remotePort', (socket) => typeof socket.remotePort],
  ['address', 'address', method('address')],
  ['getCertificate', 'getCertificate', method('getCertificate')],
  ['getPeerCertificate', 'getPeerCertificate', method('getPeerCertificate')],
  ['getPeerCertificate.detailed', 'getPeerCertificate(true)', method('getPeerCertificate', true)],
  ['getPeerX509Certificate', 'getPeerX509Certificate', method('getPeerX509Certificate')],
  [
    'getPeerX509Certificate',
    'getPeerX509Certificate.issuerCertificate',
    (socket) => socket.getPeerX509Certificate()?.issuerCertificate,
  ],
  ['getX509Certificate', 'getX509Certificate', method('getX509Certificate')],
  ['getCipher', 'getCipher', method('getCipher')],
  [
    'getEphemeralKeyInfo',
    'getEphemeralKeyInfo',
    // Node 26 itself ends with a segmentation fault when it is asked before the handshake.
    (socket) => (Reflect.get(socket, 'secureConnecting') === true ? 'not asked' : socket.getEphemeralKeyInfo()),
  ],
  ['getFinished', 'getFinished', method('getFinished')],
  ['getPeerFinished', 'getPeerFinished', method('getPeerFinished')],
  ['getProtocol', 'getProtocol', method('getProtocol')],
  ['getSession', 'getSession', kind(method('getSession'))],
  ['getSharedSigalgs', 'getSharedSigalgs', method('getSharedSigalgs')],
  ['getTLSTicket', 'getTLSTicket', kind(method('getTLSTicket'))],
  ['isSessionReused', 'isSessionReused', method('isSessionReused')],
  ['exportKeyingMaterial', 'exportKeyingMaterial', method('exportKeyingMaterial', 32, 'a label')],
  [
    'exportKeyingMaterial',
    'exportKeyingMaterial, a context',
    method('exportKeyingMaterial', 32, 'a label', Buffer.from('c')),
  ],
  ['exportKeyingMaterial', 'exportKeyingMaterial, no label', method('exportKeyingMaterial', 32)],
  ['exportKeyingMaterial', 'exportKeyingMaterial, length 0', method('exportKeyingMaterial', 0, 'a label')],
  ['exportKeyingMaterial', 'exportKeyingMaterial, a text', method('exportKeyingMaterial', '32', 'a label')],
  ['exportKeyingMaterial', 'exportKeyingMaterial, -1', method('exportKeyingMaterial', -1, 'a label')],
  ['setMaxSendFragment', 'setMaxSendFragment(512)', method('setMaxSendFragment', 512)],
  ['setMaxSendFragment', 'setMaxSendFragment(16384)', method('setMaxSendFragment', 16_384)],
  ['setMaxSendFragment', 'setMaxSendFragment(16385)', method('setMaxSendFragment', 16_385)],
  ['setMaxSendFragment', 'setMaxSendFragment(1)', method('setMaxSendFragment', 1)],
  ['disableRenegotiation', 'disableRenegotiation', method('disableRenegotiation')],
  ['renegotiate', 'renegotiate(undefined)', method('renegotiate', undefined)],
  ['renegotiate', 'renegotiate({}, 1)', method('renegotiate', {}, 1)],
  ['setServername', 'setServername', beforeAll(method('setServername', 'localhost'))],
  ['setServername', 'setServername(1)', beforeAll(method('setServername', 1))],
  ['setServername', 'setServername("")', beforeAll(method('setServername', ''))],
  ['setSession', 'setSession(undefined)', method('setSession', undefined)],
  ['enableTrace', 'enableTrace', method('enableTrace')],
  ['setTimeout', 'setTimeout(1000)', method('setTimeout', 1000)],
  ['setTimeout', 'setTimeout(-1)', method('setTimeout', -1)],
  ['setTimeout', 'setTimeout("a")', method('setTimeout', 'a')],
  ['setTimeout', 'setTimeout(1, 1)', method('setTimeout', 1000, 1)],
  ['setNoDelay', 'setNoDelay', method('setNoDelay', true)],
  ['setKeepAlive', 'setKeepAlive', method('setKeepAlive', true, 1000)],
  ['ref', 'ref', method('ref')],
  ['unref', 'unref', (socket) => socket.unref().ref()],
  ['pause', 'isPaused', method('isPaused')],
  ['setEncoding', 'readableEncoding', get('readableEncoding')],
  ['instanceof', 'its class', (socket) => socket.constructor.name],
  ['getTypeOfService', 'getTypeOfService', method('getTypeOfService')],
  ['setTypeOfService', 'setTypeOfService', method('setTypeOfService', 0)],
];

/** Some rows are apart for each side. */
function rowsOf(row: string, side: Side): string[] {
  const own = row === 'authorizationError' || (row === 'authorized' && side !== 'client');
  const rows = [own ? `${row}.${side === 'client' ? 'client' : 'server'}` : row];
  if (row === 'getCipher') rows.push('getCipher.standardName');
  if (side === 'wrapped') rows.push('new-server');
  return rows.map((name) => `tls.TLSSocket.${name}`);
}

/** What is asked of a socket changes none of what is seen later: members that end it are in other scripts. */
const script =
  (side: Side, version: (typeof VERSIONS)[number]) =>
  ([row, name, reading]: (typeof READINGS)[number]): Script => ({
    name: `members/${name}/${side}/${version}`,
    rows: rowsOf(row, side),
    // The trace goes to standard error.
    run: (stage) =>
      scene(stage, side, version, (state, socket) => stage.try(state, () => reading(socket, stage), socket)),
  });

export const members: readonly Script[] = SIDES.flatMap((side) =>
  VERSIONS.flatMap((version) => READINGS.map(script(side, version))),
);
