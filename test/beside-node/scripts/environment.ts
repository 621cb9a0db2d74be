/** What the process's environment and flags change. */
import { existsSync, readFileSync } from 'node:fs';
import type { Script } from '../harness/script.js';
import { call, quiet, type Stage, within } from '../harness/stage.js';

const outcomeWithoutCa = async (stage: Stage) => {
  const server = await stage.serve(stage.node);
  stage.note('outcome', await stage.outcome(quiet(stage.dial(stage.tls, server, { ca: undefined }))));
};

const script = (name: string, row: string, more: Partial<Script>, run = outcomeWithoutCa): Script => ({
  name: `environment/${name}`,
  rows: [`tls.environment.${row}`],
  alone: true,
  run,
  ...more,
});

const keys = (file: string) => async (stage: Stage) => {
  const client = quiet(stage.dial(stage.tls, await stage.serve(stage.node)));
  await within(client, 'secureConnect');
  await stage.settle();
  stage.note('written', existsSync(file) && readFileSync(file, 'utf8').includes('CLIENT_HANDSHAKE_TRAFFIC_SECRET'));
};

export const environment: readonly Script[] = [
  script('nothing', 'NODE_EXTRA_CA_CERTS', { env: { A: 'a' } }),
  script('NODE_EXTRA_CA_CERTS', 'NODE_EXTRA_CA_CERTS', { env: { NODE_EXTRA_CA_CERTS: '<scratch>/ca.pem' } }),
  script(
    'NODE_EXTRA_CA_CERTS, listed',
    'NODE_EXTRA_CA_CERTS',
    { env: { NODE_EXTRA_CA_CERTS: '<scratch>/ca.pem' } },
    (stage) => {
      const list = call(stage.tls, 'getCACertificates', 'extra');
      stage.note('extra', Array.isArray(list) ? list.length : list);
      return Promise.resolve();
    },
  ),
  script('NODE_EXTRA_CA_CERTS that is not there', 'NODE_EXTRA_CA_CERTS', { env: { NODE_EXTRA_CA_CERTS: '/nowhere' } }),
  script('NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_TLS_REJECT_UNAUTHORIZED', {
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  }),
  script('SSL_CERT_FILE', 'SSL_CERT_FILE', { env: { SSL_CERT_FILE: '<scratch>/ca.pem' } }),
  script('SSL_CERT_FILE, --use-openssl-ca', 'SSL_CERT_FILE', {
    env: { SSL_CERT_FILE: '<scratch>/ca.pem' },
    flags: ['--use-openssl-ca'],
  }),
  script(
    'SSLKEYLOGFILE',
    'SSLKEYLOGFILE',
    { env: { SSLKEYLOGFILE: 'keys-of-environment.log' } },
    keys('keys-of-environment.log'),
  ),
  script('--tls-keylog', 'tls-keylog', { flags: ['--tls-keylog=keys-of-flag.log'] }, keys('keys-of-flag.log')),
  script('--tls-min-v1.3', 'flags', { flags: ['--tls-min-v1.3'] }, (stage) => {
    stage.note('defaults', [stage.tls.DEFAULT_MIN_VERSION, stage.tls.DEFAULT_MAX_VERSION]);
    return Promise.resolve();
  }),
  script('--tls-max-v1.2', 'flags', { flags: ['--tls-max-v1.2'] }, async (stage) => {
    stage.note('defaults', [stage.tls.DEFAULT_MIN_VERSION, stage.tls.DEFAULT_MAX_VERSION]);
    const client = quiet(stage.dial(stage.tls, await stage.serve(stage.node, { maxVersion: 'TLSv1.3' })));
    stage.note('outcome', await stage.outcome(client));
    stage.note('protocol', client.getProtocol());
  }),
  script(
    '--tls-cipher-list',
    'flags',
    { flags: ['--tls-cipher-list=ECDHE-ECDSA-AES256-GCM-SHA384'] },
    async (stage) => {
      stage.note('default', stage.tls.DEFAULT_CIPHERS);
      const client = quiet(stage.dial(stage.tls, await stage.serve(stage.node, { ciphers: 'ALL' })));
      stage.note('outcome', await stage.outcome(client));
      stage.note('cipher', client.getCipher()?.name);
    },
  ),
];
