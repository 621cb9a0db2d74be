/** A responder over HTTP that native openssl(1) and fetch ask; and staples that native's client and ours judge. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto, SSL, socket } from '../../../src/index.js';
import {
  createCertificateAuthority,
  createOcspRequest,
  createOcspResponder,
  createOcspResponse,
  issueCertificate,
  mustStaple,
  type OcspKnowledge,
  type OcspResponder,
  ocspGetUrl,
  PkiError,
  readOcspResponse,
  verifyOcspResponse,
} from '../../../src/pki/index.js';
import { Running } from '../../support/native.js';
import { NativeOpenssl } from '../../support/native-openssl.js';
import { contextOf, handshake, pair } from '../../support/pump.js';

const native = new NativeOpenssl();
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  native.remove();
});

const root = createCertificateAuthority({ subject: 'Root' });
const other = createCertificateAuthority({ subject: 'Other' });
const leaf = issueCertificate({
  ...{ issuer: root, names: ['localhost'], serialNumber: 0x10n },
  extensions: [{ type: 'tlsFeature', features: [5] }],
});
const delegate = issueCertificate({ issuer: root, subject: 'Responder', usages: ['OCSPSigning'] });
for (const [name, { pem, key }] of Object.entries({ root, leaf, delegate })) {
  native.file(`${name}.pem`, pem);
  native.file(`${name}.key`, crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key));
}
const certificates = [{ certificate: leaf.der, issuer: root.der }];
const good: OcspKnowledge = { status: 'good' };

/** The responder behind node's HTTP. @returns its address */
async function served(responder: OcspResponder): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const { method = 'GET' } = incoming;
    const answer = await responder.fetch(
      new Request(`http://a.example${incoming.url}`, {
        method,
        headers: { 'content-type': incoming.headers['content-type'] ?? '' },
        ...(method === 'POST' && { body: Buffer.concat(parts) }),
      }),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ocsp`;
}

async function nativeAsks(url: string, ...args: readonly string[]): Promise<string> {
  const [issuer, certificate] = [native.path('root.pem'), native.path('leaf.pem')];
  const files = ['-issuer', issuer, '-CAfile', issuer, '-cert', certificate, '-url', url];
  await using client = new Running('openssl', ['ocsp', ...files, ...args]);
  await client.ended();
  return client.output;
}

describe('a responder', () => {
  it('is asked by native, and its lookup may answer later', async () => {
    const asked: bigint[] = [];
    const responder = createOcspResponder({
      ...{ responder: delegate, issuer: root.pem },
      lookup: async (serialNumber) => {
        asked.push(serialNumber);
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (serialNumber !== 0x10n) return { status: 'unknown' };
        return { status: 'revoked', revocationDate: new Date(0), reason: 'superseded' };
      },
    });
    const said = await nativeAsks(await served(responder), '-serial', '0x77');
    expect(said).toContain('Response verify OK');
    expect(said).toMatch(/leaf.pem: revoked[\s\S]*Reason: superseded[\s\S]*0x77: unknown/);
    expect(said).not.toContain('WARNING');
    expect(asked).toEqual([0x10n, 0x77n]);
  });

  it('answers GET, which caches may keep', async () => {
    const url = await served(createOcspResponder({ responder: root, lookup: () => good }));
    const { der } = createOcspRequest({ certificates, nonce: false });
    const answer = await fetch(ocspGetUrl(url, der));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/ocsp-response');
    expect(answer.headers.get('cache-control')).toMatch(/^max-age=8639\d, public, no-transform, must-revalidate$/);
    const response = new Uint8Array(await answer.arrayBuffer());
    expect(verifyOcspResponse({ response, request: der, issuer: root.pem }).status).toBe('good');
    // Slashes of base64 as they are.
    const sloppy = await fetch(decodeURIComponent(ocspGetUrl(url, der)).replaceAll('+', '%2B'));
    expect(sloppy.headers.get('etag')).not.toBeNull();
    const tied = await fetch(ocspGetUrl(url, createOcspRequest({ certificates }).der));
    expect(tied.headers.get('cache-control')).toBe('no-store');
  });

  it('says by HTTP what is no request', async () => {
    const { fetch: ask } = createOcspResponder({ responder: root, lookup: () => good });
    const send = async (init: RequestInit, path = '/') =>
      (await ask(new Request(`http://a.example${path}`, init))).status;
    const type = { 'content-type': 'application/ocsp-request' };
    expect(await send({})).toBe(400);
    expect(await send({}, `/${'M'.repeat(9000)}`)).toBe(400);
    expect(await send({}, '/M%E0%A4%A')).toBe(400);
    expect(await send({ method: 'PUT', body: 'x' })).toBe(405);
    expect(await send({ method: 'POST', body: 'x' })).toBe(415);
    expect(await send({ method: 'POST', body: new Uint8Array(9000), headers: type })).toBe(413);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) });
    expect(await send({ method: 'POST', body: endless, headers: type, duplex: 'half' } as RequestInit)).toBe(413);
  });

  const statusOf = async (responder: OcspResponder, request: Uint8Array) =>
    readOcspResponse(await responder.respond(request)).status;

  it('says by OCSP what it does not answer', async () => {
    const errors: unknown[] = [];
    const failing = createOcspResponder({
      responder: root,
      lookup: () => Promise.reject(new Error('no database')),
      onError: (error) => errors.push(error),
    });
    const { der } = createOcspRequest({ certificates });
    expect(await statusOf(failing, der)).toBe('internalError');
    expect(errors).toEqual([new Error('no database')]);
    expect(await statusOf(failing, der.slice(0, -1))).toBe('malformedRequest');
    expect(await statusOf(failing, new Uint8Array(10_000))).toBe('malformedRequest');
    expect(await statusOf(failing, Uint8Array.of())).toBe('malformedRequest');
    const alien = createOcspRequest({ certificates: [{ certificate: other.der, issuer: other.der }] });
    expect(await statusOf(failing, alien.der)).toBe('unauthorized');
    const many = createOcspRequest({ certificates: Array(33).fill(certificates[0]) });
    expect(await statusOf(failing, many.der)).toBe('malformedRequest');
    const later = createOcspResponder({ responder: root, lookup: () => ({ error: 'tryLater' }) });
    expect(await statusOf(later, der)).toBe('tryLater');
    const wrong = createOcspResponder({ responder: root, lookup: () => undefined as never });
    expect(await statusOf(wrong, der)).toBe('internalError');
  });

  it('of one issuer says unknown of another’s, beside its own', async () => {
    const responder = createOcspResponder({ responder: root, lookup: () => good });
    const mixed = createOcspRequest({ certificates: [...certificates, { certificate: other.der, issuer: other.der }] });
    const response = readOcspResponse(await responder.respond(mixed.der));
    expect(response.status === 'successful' && response.responses.map(({ status }) => status)).toEqual([
      'good',
      'unknown',
    ]);
  });

  it('may demand that who asks has signed', async () => {
    const clients = new crypto.X509Store();
    clients.addCert(root.certificate);
    const responder = createOcspResponder({ responder: root, lookup: () => good, clients });
    const client = issueCertificate({ issuer: root, subject: 'Client', usages: ['OCSPSigning'] });
    const stranger = issueCertificate({ issuer: other, subject: 'Client', usages: ['OCSPSigning'] });
    expect(await statusOf(responder, createOcspRequest({ certificates }).der)).toBe('sigRequired');
    expect(await statusOf(responder, createOcspRequest({ certificates, signer: client }).der)).toBe('successful');
    expect(await statusOf(responder, createOcspRequest({ certificates, signer: stranger }).der)).toBe('unauthorized');
  });

  it('is refused at once, where it may not answer', () => {
    const lookup = () => good;
    expect(() => createOcspResponder({ responder: leaf, issuer: root.der, lookup })).toThrow('has no OCSPSigning');
    expect(() => createOcspResponder({ responder: delegate, issuer: other.der, lookup })).toThrow('not of this issuer');
  });
});

describe('staples', () => {
  const staple = (knowledge: OcspKnowledge) =>
    createOcspResponse({ responder: root, statuses: [{ certificate: leaf.der, ...knowledge }] }).der;
  const revoked: OcspKnowledge = { status: 'revoked', revocationDate: new Date(0) };
  const serverContext = (answer: () => Uint8Array | Promise<Uint8Array>) => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.useCertificate(leaf.certificate);
    context.usePrivatekey(leaf.key);
    context.setOcspServerCallback(answer);
    return context;
  };

  it('of a context are judged by native’s client', async () => {
    const context = serverContext(() => Promise.resolve(staple(good)));
    const listener = new SSL.Connection(context, new socket.Socket());
    await listener.bind(['127.0.0.1', 0]);
    await listener.listen(5);
    const served = (async () => {
      const [connection] = await listener.accept();
      await connection.doHandshake();
      await connection.sendall(new TextEncoder().encode('served\n'));
      await connection.recv(10).catch(() => undefined);
      connection.close();
    })();
    const [, port] = listener.getsockname() as [string, number];
    const files = ['-CAfile', native.path('root.pem'), '-verify_return_error', '-verify_hostname', 'localhost'];
    await using client = new Running('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-status', ...files]);
    await client.until('served');
    client.say('Q\n');
    await client.ended();
    await served;
    listener.close();
    expect(client.output).toContain('OCSP Response Status: successful');
    expect(client.output).toContain('Cert Status: good');
    expect(client.output).toContain('Verify return code: 0 (ok)');
  });

  it.each<[string, Uint8Array, boolean]>([
    ['good', staple(good), true],
    ['revoked', staple(revoked), false],
    [
      'of another issuer',
      createOcspResponse({ responder: other, statuses: [{ serialNumber: 16, ...good }] }).der,
      false,
    ],
    ['missing', new Uint8Array(), false],
  ])('that are %s are judged by our client', (_, bytes, isTaken) => {
    const here = contextOf(SSL.TLS_CLIENT_METHOD);
    here.setOcspClientCallback((_connection, response) => {
      if (response.length === 0) return !mustStaple(leaf.certificate);
      try {
        const asked = { certificate: leaf.certificate, issuer: root.certificate };
        return verifyOcspResponse({ response, ...asked }).status === 'good';
      } catch (error) {
        if (error instanceof PkiError) return false;
        throw error;
      }
    });
    const { client, server } = pair(
      here,
      serverContext(() => bytes),
    );
    client.requestOcsp();
    const shaking = () => handshake(client, server);
    if (isTaken) expect(shaking).not.toThrow();
    else expect(shaking).toThrow(/invalid status response/);
  });
});
