/** Prosody, for XMPP. */
import { freePorts, startService } from '../support/service.js';
import type { ServerKind } from './kind.js';

export const prosody: ServerKind = {
  name: 'Prosody',
  debian: 'prosody',
  program: '/usr/bin/prosody',
  versionArgs: ['--version'],
  async start(scene) {
    const owner = scene.user('prosody');
    const cwd = await scene.subfolder('prosody', owner);
    const key = await scene.file('prosody.key', scene.pki.server.key, owner);
    const [port = 0] = await freePorts(1);
    const config = await scene.file(
      'prosody.cfg.lua',
      `pidfile = "${cwd}/pid"
data_path = "${cwd}"
log = { info = "*console" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
s2s_ports = {}
modules_enabled = { "tls", "saslauth" }
modules_disabled = { "s2s" }
c2s_require_encryption = true
ssl = { certificate = "${scene.files.cert}", key = "${key}" }
VirtualHost "localhost"
`,
    );
    const args = ['-F', '--config', config];
    const { stop } = await startService({ command: this.program, args, cwd, ...owner, ports: [port] });
    return { target: { port }, stop };
  },
};
