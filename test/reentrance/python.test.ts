/** The matrix over Python's ssl: every member of its connections, sockets and contexts inside its callbacks. */
import { describe, expect, it } from 'vitest';
import { crypto, type SSL, ssl } from '../../src/index.js';
import { judge, membersOf } from '../support/members.js';
import { localPki } from '../support/pki.js';
import { clientContext, serverContext, shakeHands, wrapPair } from '../support/ssl-pair.js';

const { ca, server } = localPki();
const KEY = new Uint8Array(32).fill(9);
const other = serverContext(server);
const sealed = new TextDecoder().decode(
  crypto.dumpPrivatekey(crypto.FILETYPE_PEM, server.key, 'aes-128-cbc', 'secret'),
);
const encode = (text: string) => new TextEncoder().encode(text);
const VALUES: readonly unknown[] = [1, 'no/such/place', KEY, null, () => null, ['http/1.1'], other, ssl.CERT_NONE];

type Target = ssl.SSLObject | ssl.SSLSocket | ssl.SSLContext;
type Act = (sslobj: ssl.SSLObject | ssl.SSLSocket | undefined, context: ssl.SSLContext) => void;

interface Sides {
  readonly client: ssl.SSLContext;
  readonly server: ssl.SSLContext;
}

/** How the act is put into a callback, once. */
const CALLBACKS: Readonly<Record<string, (sides: Sides, act: Act) => void>> = {
  sni_callback: ({ server: there }, act) => {
    there.sni_callback = (sslobj, _name, context) => {
      act(sslobj, context);
      return null;
    };
  },
  'PSK of a client': ({ client, server: there }, act) => {
    client.setPskClientCallback(() => {
      act(undefined, client);
      return ['me', KEY];
    });
    there.setPskServerCallback(() => KEY);
  },
  'PSK of a server': ({ client, server: there }, act) => {
    client.setPskClientCallback(() => ['me', KEY]);
    there.setPskServerCallback(() => {
      act(undefined, there);
      return KEY;
    });
  },
  password: ({ server: there }, act) => {
    there.loadCertChain(encode(server.certPem), encode(sealed), () => {
      act(undefined, there);
      return 'secret';
    });
  },
};

function useAll(title: string, pick: (...subject: Parameters<Act>) => Target | undefined, play: (act: Act) => void) {
  let names: readonly string[] = [''];
  let played = 0;
  for (let index = 0; index < names.length; index++) {
    let done = false;
    try {
      play((...subject) => {
        const target = pick(...subject);
        if (done || target === undefined) return;
        done = true;
        played += 1;
        const members = membersOf(target, new Set([...VALUES, ...subject]), pending);
        names = members.map((member) => member.name);
        members[index]?.use(target, VALUES);
      });
    } catch (error) {
      if ((error as Error).message !== 'the handshake did not end') judge(`${title}: ${names[index]}`, error);
    }
  }
  return played;
}

const pending: Promise<unknown>[] = [];

function healthy(): void {
  const pair = wrapPair(clientContext(ca), serverContext(server));
  shakeHands(pair);
  expect(pair.client.version()).toBe('TLSv1.3');
  for (const side of [pair.client, pair.server]) side.free();
}

function objects(put: (sides: Sides, act: Act) => void): (act: Act) => void {
  return (act) => {
    const sides = { client: clientContext(ca), server: serverContext(server) };
    put(sides, act);
    const pair = wrapPair(sides.client, sides.server);
    try {
      shakeHands(pair);
    } finally {
      for (const object of [pair.client, pair.server, sides.client, sides.server]) object.free();
    }
  };
}

describe('inside a callback of ssl', () => {
  it.each(Object.keys(CALLBACKS))('%s: an SSLContext', (callback) => {
    const put = CALLBACKS[callback] as (sides: Sides, act: Act) => void;
    expect(useAll(callback, (_sslobj, context) => context, objects(put))).toBeGreaterThan(20);
    healthy();
  });

  it('sni_callback: an SSLObject', () => {
    const put = CALLBACKS['sni_callback'] as (sides: Sides, act: Act) => void;
    expect(useAll('sni_callback', (sslobj) => sslobj, objects(put))).toBeGreaterThan(20);
    healthy();
  });

  it('sni_callback: an SSLSocket, whose methods promise', async () => {
    let names: readonly string[] = [''];
    for (let index = 0; index < names.length; index++) {
      const [near, far] = socketPair();
      const here = clientContext(ca);
      const there = serverContext(server);
      there.sni_callback = (sslobj, _name, context) => {
        const members = membersOf(sslobj, new Set([...VALUES, sslobj, context, far]), pending);
        names = members.map((member) => member.name);
        members[index]?.use(sslobj, VALUES);
        return null;
      };
      const wrapped = [
        here.wrapSocket(near, { serverHostname: 'localhost' }),
        there.wrapSocket(far, { serverSide: true }),
      ];
      const soon = new Promise((resolve) => setTimeout(resolve, 20));
      await Promise.race([Promise.allSettled(wrapped), soon]);
      near.close();
      far.close();
      for (const each of await Promise.allSettled(wrapped)) {
        if (each.status === 'rejected') judge(`SSLSocket.${names[index]}`, each.reason);
        else each.value.close();
      }
    }
    expect(names.length).toBeGreaterThan(40);
    await Promise.all(pending);
    healthy();
  });
});

/** Two sockets in memory, each the other's peer. */
function socketPair(): [SSL.SocketLike, SSL.SocketLike] {
  const queues: [Uint8Array[], Uint8Array[]] = [[], []];
  const wakers: (() => void)[] = [];
  let isClosed = false;
  const wake = () => {
    for (const each of wakers.splice(0)) each();
  };
  const side = (own: Uint8Array[], theirs: Uint8Array[]): SSL.SocketLike => ({
    async recv(size) {
      while (own.length === 0 && !isClosed) await new Promise<void>((resolve) => wakers.push(resolve));
      const data = own.shift() ?? new Uint8Array();
      if (data.length > size) own.unshift(data.subarray(size));
      return data.subarray(0, size);
    },
    async sendall(data) {
      theirs.push(data.slice());
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
  });
  return [side(queues[0], queues[1]), side(queues[1], queues[0])];
}
