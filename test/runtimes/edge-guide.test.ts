/** The guide to edge functions as it stands, from the packed package, in workerd: a server that asks for a certificate, and gets it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { createServer } from '../../src/adapters/https/index.js';
import { crypto } from '../../src/index.js';
import { createCertificateAuthority, issueCertificate } from '../../src/pki/index.js';
import { examplesOf } from '../docs/support/examples.js';
import { titleOf, workerd } from './support/programs.js';
import { serveWorker } from './support/workerd.js';

it.skipIf('missing' in workerd)(titleOf('the guide to edge functions in workerd', workerd), async () => {
  const consumer = inject('consumer');
  const text = (await examplesOf('docs/guides/edge-function.md')).get('edge.mjs') ?? '';
  await mkdir(join(consumer, 'smoke'), { recursive: true });
  await writeFile(join(consumer, 'smoke/edge-guide.mjs'), text);
  const issuer = createCertificateAuthority({ subject: 'Root' });
  const server = issueCertificate({ issuer, subject: 'the server', names: ['localhost'] });
  const client = issueCertificate({ issuer, subject: 'the worker', usages: ['clientAuth'] });
  const stranger = createCertificateAuthority({ subject: 'Stranger' });
  const options = { key: server.key, cert: server.pem, ca: issuer.pem, requestCert: true };
  const web = createServer(options, (request, response) => {
    const { subject } = (
      request.socket as unknown as { getPeerCertificate(): { subject: { CN: string } } }
    ).getPeerCertificate();
    response.end(`hello ${subject.CN}`);
  });
  await new Promise<void>((resolve) => web.listen(0, () => resolve()));
  const { port } = web.address() as { port: number };
  const key = new TextDecoder().decode(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, client.key));
  const bindings = { CA: issuer.pem, CERT: client.pem, KEY: key, ORIGIN: `https://localhost:${port}/` };
  const worker = await serveWorker(consumer, 'edge-guide', bindings);
  const suspicious = await serveWorker(consumer, 'edge-guide', { ...bindings, CA: stranger.pem });
  try {
    for (let time = 0; time < 3; time++) {
      const answer = await fetch(worker.url);
      expect(await answer.json()).toEqual({ said: 'hello the worker', by: 'the server', over: 'TLSv1.3' });
    }
    expect((await fetch(suspicious.url)).status).toBe(500);
  } finally {
    await worker.stop();
    await suspicious.stop();
    web.close();
  }
});
