/** A client and a server over memory that have shaken hands. */
import { SSL } from '../../src/index.js';
import { localPki } from './pki.js';
import { contextOf, handshake, pair, transfer } from './pump.js';

const { ca, server } = localPki();

/** A client and a server after their handshake. */
export function connected(
  version: number = SSL.TLS1_3_VERSION,
  prepare?: (here: SSL.Context, there: SSL.Context) => void,
) {
  const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
  const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
  here.setMaxProtoVersion(version);
  prepare?.(here, there);
  const sides = pair(here, there);
  handshake(sides.client, sides.server);
  return sides;
}

/** Gives everything both ways until nothing moves. */
export function settle(a: SSL.Connection, b: SSL.Connection): void {
  while ([transfer(a, b), transfer(b, a)].some(Boolean));
}
