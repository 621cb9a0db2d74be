import { describe, expect, it } from 'vitest';
import { type Proof, readMarkers, readProofs } from '../../scripts/lib/parity.mjs';
import * as OpenSSL from '../../src/index.js';

const modules = OpenSSL as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What has attributes of its own, beside those of its class. */
const context = new OpenSSL.ssl.SSLContext(OpenSSL.ssl.PROTOCOL_TLS_SERVER);
const instances: Readonly<Record<string, object>> = {
  SSLContext: context,
  SSLObject: context.wrapBio(new OpenSSL.ssl.MemoryBIO(), new OpenSSL.ssl.MemoryBIO(), true),
};

/** Whether the package has what a row of the lists names. */
function exists({ module, className, here }: Proof): boolean {
  const exported = modules[module] ?? {};
  if (className === '') return here in exported;
  const owner = exported[className];
  if (typeof owner !== 'function') return typeof owner === 'object' && owner !== null && here in owner;
  const owners = className === 'Connection' ? [owner, OpenSSL.SSL.SocketConnection] : [owner];
  if (here in (instances[className] ?? {})) return true;
  return owners.some((one) => here in (one as { prototype: object }).prototype || here in one);
}

const proofs = await readProofs();

describe('parity', () => {
  it('has every name that a test proves', () => {
    const absent = proofs
      .filter((proof) => proof.tests.length > 0 && !exists(proof))
      .map(({ marker, here }) => [marker, here]);
    expect(absent).toEqual([]);
  });

  it('has no marker for a name that is in no list', async () => {
    const known = new Set(proofs.map(({ marker }) => marker));
    expect(
      [...(await readMarkers()).keys()].filter((marker) => !marker.startsWith('tls.') && !known.has(marker)),
    ).toEqual([]);
  });
});
