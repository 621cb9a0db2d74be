/** Every member of every object after `free()`: it says that the object is gone, or gives what is known without it. */
import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError, SSL, ssl } from '../../src/index.js';
import { growth, TOLERANCE } from '../support/heap.js';
import { membersOf, PLAIN_VALUES } from '../support/members.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const shared = contextOf(SSL.TLS_METHOD, { cert: server });
const trusting = contextOf(SSL.TLS_METHOD, { trust: ca });
const idle = pair(trusting, shared);
handshake(idle.client, idle.server);
const session = idle.client.getSession() as SSL.Session;
const name = crypto.X509Name.empty();
const VALUES: readonly unknown[] = [...PLAIN_VALUES, server.cert, server.key, name, session, shared];
const OWNED = new Set<unknown>([...VALUES, trusting]);

interface Freed {
  free(): void;
}

const OBJECTS: Readonly<Record<string, () => Freed>> = {
  'SSL.Connection': () => new SSL.Connection(shared, null, 'client'),
  'SSL.Connection after the handshake': () => {
    const sides = pair(trusting, shared);
    handshake(sides.client, sides.server);
    sides.server.free();
    return sides.client;
  },
  'SSL.Context': () => new SSL.Context(SSL.TLS_METHOD),
  'SSL.Session': () => SSL.Session.fromDer(session.toDer()),
  'crypto.X509': () => crypto.loadCertificate(PEM, server.certPem),
  'crypto.X509Name': () => new crypto.X509Name(name),
  'crypto.X509Req': () => new crypto.X509Req(),
  'crypto.CRL': () => new crypto.CRL(),
  'crypto.Revoked': () => new crypto.Revoked(),
  'crypto.PKey': () => crypto.loadPrivatekey(PEM, server.keyPem),
  'crypto.NetscapeSPKI': () => new crypto.NetscapeSPKI(),
  'crypto.X509Store': () => new crypto.X509Store(),
  'crypto.X509Extension': () => new crypto.X509Extension('basicConstraints', true, 'CA:TRUE'),
  'ssl.SSLContext': () => new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
  'ssl.SSLObject': () => {
    using context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    using incoming = new ssl.MemoryBIO();
    using outgoing = new ssl.MemoryBIO();
    return context.wrapBio(incoming, outgoing, true);
  },
  'ssl.MemoryBIO': () => new ssl.MemoryBIO(),
};

describe('after free()', () => {
  it.each(Object.keys(OBJECTS))('%s', async (kind) => {
    const make = OBJECTS[kind] as () => Freed;
    const pending: Promise<unknown>[] = [];
    const sample = make();
    const members = membersOf(sample, OWNED, pending);
    sample.free();
    expect(members.length).toBeGreaterThan(3);
    const round = () => {
      for (const member of members) {
        const object = make();
        object.free();
        member.use(object, VALUES);
        object.free();
      }
    };
    expect(growth(2, 4, round)).toBeLessThan(TOLERANCE * 4);
    await Promise.all(pending);
    // Anything that needs the object says so.
    expect(new SSL.Connection(shared, null).pending()).toBe(0);
    expect(() => crypto.loadCertificate(PEM, 'none')).toThrow(OpenSSLError);
  });
});
