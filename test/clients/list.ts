/** Every client that runs here: what `docs/clients.md` says of it. */

export interface Listed {
  /** The client's package. */
  readonly client: string;
  readonly server: string;
  /** How the package is put beneath it without the hook, where the client has a way. */
  readonly way: string;
  /** What is run besides the list for all. */
  readonly besides: string;
  /** What it waits for: it is skipped. */
  readonly awaits?: string;
}

const TLS_OPTIONS = 'the hook alone: it calls `tls.connect` itself';

export const LISTED: readonly Listed[] = [
  { client: 'pg', server: 'PostgreSQL (Debian)', way: '`stream: () => socket`', besides: 'login by certificate' },
  { client: 'postgres', server: 'PostgreSQL (Debian)', way: TLS_OPTIONS, besides: 'login by certificate' },
  { client: 'mysql2', server: 'MariaDB (Debian)', way: TLS_OPTIONS, besides: '`verifyIdentity`; login by certificate' },
  { client: 'ioredis', server: 'Redis (Debian)', way: TLS_OPTIONS, besides: 'comes again when the server ends it' },
  { client: 'redis', server: 'Redis (Debian)', way: TLS_OPTIONS, besides: 'comes again when the server ends it' },
  {
    client: 'mqtt',
    server: 'Mosquitto (Debian); aedes (npm), both sides',
    way: '`new MqttClient(() => socket, options)`',
    besides: '',
  },
  { client: 'nats', server: 'nats-server (Debian)', way: TLS_OPTIONS, besides: 'TLS after its INFO' },
  {
    client: '@nats-io/transport-node',
    server: 'nats-server (Debian)',
    way: TLS_OPTIONS,
    besides: 'TLS after its INFO',
  },
  { client: 'amqplib', server: 'RabbitMQ (Debian)', way: TLS_OPTIONS, besides: 'login by certificate (EXTERNAL)' },
  { client: 'imapflow', server: 'Dovecot (Debian)', way: TLS_OPTIONS, besides: 'STARTTLS' },
  { client: 'ldapts', server: 'OpenLDAP (Debian)', way: TLS_OPTIONS, besides: 'STARTTLS' },
  {
    client: 'basic-ftp',
    server: 'vsftpd (Debian)',
    way: TLS_OPTIONS,
    besides: 'AUTH TLS; data connections resume the session (`require_ssl_reuse`)',
  },
  {
    client: 'nodemailer',
    server: 'smtp-server (npm), both sides',
    way: '`connection: socket, secured: true`',
    besides: 'STARTTLS',
  },
  {
    client: 'undici',
    server: 'nginx (Debian)',
    way: '`connect` of an `Agent` or `Client`',
    besides: 'kept connections',
  },
  { client: 'axios', server: 'nginx (Debian)', way: '`httpsAgent`, of `tsopenssl/https`', besides: 'kept connections' },
  { client: 'node-fetch', server: 'nginx (Debian)', way: '`agent`, of `tsopenssl/https`', besides: 'kept connections' },
  {
    client: 'got',
    server: 'nginx (Debian)',
    way: '`agent: { https }`, of `tsopenssl/https`',
    besides: 'kept connections',
  },
  { client: 'ws', server: 'ws (npm), both sides', way: '`agent`, of `tsopenssl/https`', besides: '' },
  {
    client: '@grpc/grpc-js',
    server: '@grpc/grpc-js (npm), both sides',
    way: 'the hook; servers by `createConnectionInjector`',
    besides: 'a stream of calls',
  },
];
