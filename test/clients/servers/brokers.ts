/** Mosquitto, NATS and RabbitMQ. */
import { freePorts, startService } from '../support/service.js';
import { type ServerKind, startBoth } from './kind.js';

export const mosquitto: ServerKind = {
  name: 'Mosquitto',
  debian: 'mosquitto',
  program: '/usr/sbin/mosquitto',
  versionArgs: ['-h'],
  async start(scene) {
    const owner = scene.user('mosquitto');
    const cwd = await scene.subfolder('mosquitto', owner);
    const [port = 0, mtlsPort = 0] = await freePorts(2);
    const tls = [`cafile ${scene.files.ca}`, `certfile ${scene.files.cert}`, `keyfile ${scene.files.key}`];
    const config = await scene.file(
      'mosquitto.conf',
      [
        'per_listener_settings true',
        `listener ${port} 127.0.0.1`,
        ...tls,
        'allow_anonymous true',
        `listener ${mtlsPort} 127.0.0.1`,
        ...tls,
        'require_certificate true',
        'use_identity_as_username true',
        '',
      ].join('\n'),
    );
    const program = { command: this.program, args: ['-c', config], cwd, ...owner };
    const { stop } = await startService({ ...program, ports: [port, mtlsPort] });
    return { target: { port, mtlsPort }, stop };
  },
};

export const natsServer: ServerKind = {
  name: 'NATS',
  debian: 'nats-server',
  program: '/usr/sbin/nats-server',
  versionArgs: ['--version'],
  start: (scene) =>
    startBoth(async (demands) => {
      const cwd = await scene.subfolder(demands ? 'nats-mtls' : 'nats');
      const [port = 0] = await freePorts(1);
      const config = await scene.file(
        demands ? 'nats-mtls.conf' : 'nats.conf',
        `listen: "127.0.0.1:${port}"
max_payload: 8MB
tls { cert_file: "${scene.files.cert}", key_file: "${scene.files.key}", ca_file: "${scene.files.ca}", verify: ${demands} }
`,
      );
      const program = { command: '/usr/sbin/nats-server', args: ['-c', config], cwd };
      const { stop } = await startService({ ...program, ports: [port] });
      return { port, stop };
    }),
};

/** RabbitMQ: a client certificate, where one is given, is checked, and is the login by EXTERNAL. */
export const rabbitmq: ServerKind = {
  name: 'RabbitMQ',
  debian: 'rabbitmq-server',
  program: '/usr/lib/rabbitmq/bin/rabbitmq-server',
  versionArgs: [],
  async start(scene) {
    const owner = scene.user('rabbitmq');
    const cwd = await scene.subfolder('rabbitmq', owner);
    const [port = 0, distribution = 0, epmd = 0] = await freePorts(3);
    const config = await scene.file(
      'rabbitmq.conf',
      `listeners.tcp = none
listeners.ssl.1 = 127.0.0.1:${port}
ssl_options.cacertfile = ${scene.files.ca}
ssl_options.certfile = ${scene.files.cert}
ssl_options.keyfile = ${scene.files.key}
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = false
ssl_options.versions.1 = tlsv1.3
ssl_options.versions.2 = tlsv1.2
auth_mechanisms.1 = PLAIN
auth_mechanisms.2 = EXTERNAL
ssl_cert_login_from = common_name
default_user = reader
default_pass = secret
loopback_users = none
log.console = true
log.file = false
`,
    );
    const plugins = await scene.file('enabled_plugins', '[rabbitmq_auth_mechanism_ssl].\n');
    const env = {
      HOME: cwd,
      RABBITMQ_NODENAME: `tsopenssl${port}@localhost`,
      RABBITMQ_CONFIG_FILE: config,
      RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
      RABBITMQ_MNESIA_BASE: `${cwd}/mnesia`,
      RABBITMQ_LOG_BASE: `${cwd}/log`,
      RABBITMQ_PID_FILE: `${cwd}/pid`,
      RABBITMQ_DIST_PORT: String(distribution),
      ERL_EPMD_PORT: String(epmd),
      ERL_EPMD_ADDRESS: '127.0.0.1',
    };
    const { stop } = await startService({
      ...{ command: this.program, args: [], cwd, env, ...owner },
      ports: [port],
      says: 'Server startup complete',
    });
    return { target: { port, mtlsPort: port }, stop };
  },
};
