/**
 * Every method, getter and setter of every object, called inside every callback: a defined result or a typed error, no trap,
 * no leak, and the next connection as it was. The members come from the prototypes.
 */
import { describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { growth } from '../support/heap.js';
import { judge, membersOf, PLAIN_VALUES } from '../support/members.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';
import { play, SCENES, type Subject } from '../support/scenes.js';

const { ca, server } = localPki();
const other = contextOf(SSL.TLS_METHOD, { cert: server });
const datagrams = contextOf(SSL.DTLS_METHOD, { cert: server });
const idle = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), other);
handshake(idle.client, idle.server);
const session = idle.client.getSession() as SSL.Session;
const name = crypto.X509Name.empty();
name.commonName = 'another';
const revoked = new crypto.Revoked();
const store = new crypto.X509Store();
store.addCert(ca.cert);

/** One value of each kind that a parameter may have. */
const VALUES: readonly unknown[] = [...PLAIN_VALUES, server.cert, server.key, name, session, other, datagrams];
const OWNED = new Set<unknown>([...VALUES, store, revoked, idle.client, idle.server, ca.cert]);

type Pick = (subject: Subject) => object;

const PEM = crypto.FILETYPE_PEM;
const list = new crypto.CRL();
list.setLastUpdate(new Date());
list.setNextUpdate(new Date(Date.now() + 1e9));
list.sign(ca.cert, ca.key, 'sha256');
const crl = crypto.dumpCrl(PEM, list);

/** The object whose members are used; it is freed after, where it is not the subject's. */
const OBJECTS: Readonly<Record<string, Pick>> = {
  Connection: ({ connection }) => connection,
  Context: ({ context }) => context,
};

/** Of these a new one for each member: they have no part in the handshake, but run in the middle of it. */
const MADE: Readonly<Record<string, () => object>> = {
  Session: () => SSL.Session.fromDer(session.toDer()),
  X509: () => crypto.loadCertificate(PEM, server.certPem),
  X509Name: () => new crypto.X509Name(name),
  X509Req: () => new crypto.X509Req(),
  CRL: () => crypto.loadCrl(PEM, crl),
  Revoked: () => new crypto.Revoked(),
  PKey: () => crypto.loadPrivatekey(PEM, server.keyPem),
  PKCS7: () => crypto.PKCS7.sign(server.cert, server.key, 'data'),
  PKCS12: () => new crypto.PKCS12(),
  NetscapeSPKI: () => new crypto.NetscapeSPKI(),
  X509Store: () => new crypto.X509Store(),
  X509StoreContext: () => new crypto.X509StoreContext(store, server.cert),
  X509Extension: () => new crypto.X509Extension('basicConstraints', true, 'CA:TRUE'),
  'another Connection': () => new SSL.Connection(other, null, 'client'),
  'another Context': () => new SSL.Context(SSL.TLS_METHOD),
};

/** What OpenSSL's own tables may grow by while a scene is played. */
const TABLES = 16_384;

/** The operation may end with an error of a type, and nothing else may come of it. */
function playOut(scene: string, title: string, act: (subject: Subject) => void): number {
  let played = 0;
  try {
    play(scene, (subject) => {
      played += 1;
      act(subject);
    });
  } catch (error) {
    // A callback may take from the peer what it waits for.
    if ((error as Error).message !== 'the handshake did not end') judge(title, error);
  }
  return played;
}

function healthy(): void {
  const sides = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), other);
  handshake(sides.client, sides.server);
  expect(sides.client.getVerifyResult()).toBe(0);
  sides.client.free();
  sides.server.free();
}

function playAll(scene: string): void {
  for (const [kind, pick] of Object.entries(OBJECTS)) {
    let names: readonly string[] = [''];
    for (let index = 0; index < names.length; index++) {
      const played = playOut(scene, `${scene}: ${kind}.${names[index]}`, (subject) => {
        const owned = new Set<unknown>([...OWNED, subject.connection, subject.context, ...subject.given]);
        const target = pick(subject);
        const members = membersOf(target, owned);
        names = members.map((member) => member.name);
        members[index]?.use(target, VALUES);
      });
      expect(played, scene).toBe(1);
    }
    expect(names.length).toBeGreaterThan(20);
  }
  // What the callback was given.
  playOut(scene, scene, ({ given }) => {
    for (const object of given) for (const member of membersOf(object, OWNED)) member.use(object, VALUES);
  });
  for (const [kind, make] of Object.entries(MADE)) {
    playOut(scene, `${scene}: ${kind}`, () => {
      const sample = make();
      for (const member of membersOf(sample, OWNED)) {
        // A key takes long to make, and longer than a handshake waits for.
        if (kind === 'PKey' && member.name === 'generateKey') continue;
        const target = make();
        member.use(target, VALUES);
        if ('free' in target) (target as { free(): void }).free();
      }
      if ('free' in sample) (sample as { free(): void }).free();
    });
  }
}

describe('inside the callback', () => {
  it.each(Object.keys(SCENES))(
    '%s',
    (scene) => {
      expect(playOut(scene, scene, () => undefined)).toBe(1);
      healthy();
      // Twice: what the first round leaves in OpenSSL's tables is not left by the second.
      expect(growth(1, 2, () => playAll(scene))).toBeLessThan(TABLES);
      healthy();
      expect(idle.client.send('x')).toBe(1);
    },
    240_000,
  );
});
