/** The two contexts of a handshake, set as the choices want them. */
import type { RemoteConnection, RemoteContext, WorkerSSL } from 'tsopenssl/worker';
import type { Choices, Cipher } from '../choices/choices.js';
import { type Credentials, HOST } from './credentials.js';

/** What turns PEM into objects that contexts take. */
export interface Loading {
  readonly SSL: WorkerSSL;
  readonly loadCrl: (pem: string) => CrlObject;
}

type CrlObject = Parameters<ReturnType<RemoteContext['getCertStore']>['addCrl']>[0];

export interface Contexts {
  readonly client: RemoteContext;
  readonly server: RemoteContext;
}

const NEW_SUITES: Partial<Record<Cipher, string>> = {
  aes128: 'TLS_AES_128_GCM_SHA256',
  aes256: 'TLS_AES_256_GCM_SHA384',
  chacha20: 'TLS_CHACHA20_POLY1305_SHA256',
};

const both = (end: string): string => `ECDHE-ECDSA-${end}:ECDHE-RSA-${end}`;

const OLD_SUITES: Partial<Record<Cipher, string>> = {
  aes128: both('AES128-GCM-SHA256'),
  aes256: both('AES256-GCM-SHA384'),
  chacha20: both('CHACHA20-POLY1305'),
  cbc: both('AES128-SHA256'),
  dhe: 'DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384',
  rsa: 'AES128-GCM-SHA256:AES256-GCM-SHA384',
};

/** Suites of the older versions that a pre-shared key works with. */
const PSK_SUITES = 'ECDHE-PSK-CHACHA20-POLY1305:PSK-AES128-GCM-SHA256:PSK-AES256-GCM-SHA384';

const PSK_IDENTITY = 'sensor-17';
/** Most bytes that a server takes before it knows who sends them. */
const MAX_EARLY_DATA = 16_384;

export async function makeContexts(
  choices: Choices,
  credentials: Credentials,
  { SSL, loadCrl }: Loading,
): Promise<Contexts> {
  const isDatagram = choices.version === 'dtls';
  const client = new SSL.Context(isDatagram ? SSL.DTLS_CLIENT_METHOD : SSL.TLS_CLIENT_METHOD);
  const server = new SSL.Context(isDatagram ? SSL.DTLS_SERVER_METHOD : SSL.TLS_SERVER_METHOD);
  if (isDatagram) for (const context of [client, server]) await context.setOptions(SSL.OP_NO_QUERY_MTU);
  await setParameters(choices, { client, server }, SSL);
  await (choices.resumption === 'psk' ? setSharedKey(choices, { client, server }, credentials) : setIdentities());
  await setResumption(choices, { client, server }, SSL);
  return { client, server };

  async function setIdentities(): Promise<void> {
    const identity = await credentials.server(choices);
    const root = await credentials.root();
    await server.useCertificateChain(identity.chain);
    await server.usePrivatekey(identity.issued.key);
    await client.loadVerifyData(root.pem);
    await client.setVerify(SSL.VERIFY_PEER);
    if (choices.fault === 'revoked') {
      const store = client.getCertStore();
      for (const pem of await credentials.lists(identity)) await store.addCrl(loadCrl(pem));
      await client.setVerifyFlags(CRL_CHECK);
    }
    if (choices.staple === 'yes') await server.setOcspResponse(await credentials.staple(identity));
    if (choices.clientCertificate === 'none') return;
    await server.loadVerifyData(root.pem);
    await server.addClientCa(root.certificate);
    const isNeeded = choices.clientCertificate !== 'optional';
    await server.setVerify(SSL.VERIFY_PEER | (isNeeded ? SSL.VERIFY_FAIL_IF_NO_PEER_CERT : 0));
    if (choices.clientCertificate === 'missing' || choices.clientCertificate === 'optional') return;
    const own = await credentials.client(choices.clientCertificate === 'given');
    await client.useCertificateChain(own.chain);
    await client.usePrivatekey(own.issued.key);
  }
}

/** X509_V_FLAG_CRL_CHECK. */
const CRL_CHECK = 0x4;

async function setParameters(choices: Choices, { client, server }: Contexts, SSL: WorkerSSL): Promise<void> {
  const { version, cipher, fault, alpn } = choices;
  if (version !== 'dtls') {
    const chosen = version === '1.3' ? SSL.TLS1_3_VERSION : SSL.TLS1_2_VERSION;
    // Where they shall not meet, the server takes only what the client has not.
    const other = version === '1.3' ? SSL.TLS1_2_VERSION : SSL.TLS1_3_VERSION;
    for (const [context, only] of [
      [client, chosen],
      [server, fault === 'versions' ? other : chosen],
    ] as const) {
      await context.setMinProtoVersion(only);
      await context.setMaxProtoVersion(only);
    }
  }
  await client.setGroups(choices.clientGroups.join(':'));
  await server.setGroups(choices.serverGroups.join(':'));
  for (const [context, wanted] of [
    [client, cipher],
    [server, fault === 'ciphers' ? apartFrom(cipher) : cipher],
  ] as const) {
    const suites = (version === '1.3' ? NEW_SUITES : OLD_SUITES)[wanted];
    if (suites === undefined) continue;
    if (version === '1.3') await context.setTls13Ciphersuites(suites);
    else await context.setCipherList(suites);
  }
  if (fault === 'ciphers' && cipher === 'any') {
    if (version === '1.3') await client.setTls13Ciphersuites(NEW_SUITES.aes128 ?? '');
    else await client.setCipherList(OLD_SUITES.aes128 ?? '');
  }
  if (alpn === 'none') return;
  await client.setAlpnProtos(alpn === 'same' ? ['h2', 'http/1.1'] : ['h2']);
  await server.setAlpnSelectProtocols(alpn === 'same' ? ['h2', 'http/1.1'] : ['http/1.1']);
}

const apartFrom = (cipher: Cipher): Cipher => (cipher === 'aes256' ? 'aes128' : 'aes256');

async function setSharedKey(choices: Choices, { client, server }: Contexts, credentials: Credentials): Promise<void> {
  await client.setPskIdentity(PSK_IDENTITY, credentials.sharedKey);
  await server.setPskKeys({ [PSK_IDENTITY]: credentials.sharedKey });
  if (choices.version === '1.3') return;
  await client.setCipherList(PSK_SUITES);
  await server.setCipherList(PSK_SUITES);
}

async function setResumption({ resumption }: Choices, { client, server }: Contexts, SSL: WorkerSSL): Promise<void> {
  await client.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
  await server.setSessionId('handshake');
  if (resumption === 'id') await server.setOptions(SSL.OP_NO_TICKET);
  if (resumption === 'early') await server.setMaxEarlyData(MAX_EARLY_DATA);
}

/** Most bytes of a datagram: what a usual network carries, without the headers before it. */
const MTU = 1_400;

/** Makes both ends of a connection; the client says whom it wants to speak with. */
export async function makeConnection(
  choices: Choices,
  { client, server }: Contexts,
  SSL: WorkerSSL,
): Promise<{ client: RemoteConnection; server: RemoteConnection }> {
  const here = new SSL.Connection(client, null, 'client');
  const there = new SSL.Connection(server, null, 'server');
  await here.setConnectState();
  await there.setAcceptState();
  if (choices.version === 'dtls') {
    await here.setCiphertextMtu(MTU);
    await there.setCiphertextMtu(MTU);
  }
  await here.setTlsextHostName(HOST);
  if (choices.resumption !== 'psk') await here.setVerifyHost(HOST);
  if (choices.staple === 'yes') await here.requestOcsp();
  return { client: here, server: there };
}
