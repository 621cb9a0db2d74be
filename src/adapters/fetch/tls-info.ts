/** What the handshake behind a response has settled, read once for all responses that came over the connection. */
import type { crypto } from '../../index.js';
import type { Verdict } from '../../verification/verdict.js';
import { copyOf } from '../certificate.js';
import type { TlsChannel } from '../engine.js';
import { type TlsInfo, tlsInfoOf } from '../web/socket.js';

/** By the verdict, of which each handshake has its own: a renegotiation settles everything anew. */
const known = new WeakMap<Verdict, TlsInfo>();

/** Each response has certificates of its own, which nobody else changes or frees; they are made when they are asked for. */
export function ownInfoOf(channel: TlsChannel): TlsInfo {
  const { verdict } = channel;
  const info = known.get(verdict) ?? tlsInfoOf(channel);
  known.set(verdict, info);
  const { peerChain, ...settled } = info;
  let own: readonly crypto.X509[] | undefined;
  return {
    ...settled,
    get peerChain() {
      own ??= peerChain.map(copyOf);
      return own;
    },
  };
}
