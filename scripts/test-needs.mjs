/** Installs, on Debian as root, the foreign programs that the tests drive; elsewhere says which are missing. */
import { canInstall, install } from './lib/debian.mjs';
import { works } from './lib/run.mjs';

/** Program, how to ask whether it works, and Debian's package. */
const NEEDS = [
  { program: 'openssl', args: ['version'], name: 'openssl' },
  { program: 'curl', args: ['--version'], name: 'curl' },
  { program: 'gnutls-cli', args: ['--version'], name: 'gnutls-bin' },
  { program: 'python3', args: ['-c', 'import ssl'], name: 'python3' },
  { program: 'chromium', args: ['--version'], name: 'chromium' },
  { program: 'firefox-esr', args: ['--version'], name: 'firefox-esr' },
  { program: 'websockify', args: ['--help'], name: 'websockify' },
  { program: 'sh', args: ['-c', 'ls /usr/lib/postgresql/*/bin/initdb'], name: 'postgresql' },
  { program: 'sh', args: ['-c', 'command -v certutil'], name: 'libnss3-tools' },
  { program: 'sh', args: ['-c', 'command -v pebble'], name: 'pebble' },
  { program: 'sh', args: ['-c', 'command -v gpgsm'], name: 'gpgsm' },
  { program: 'sh', args: ['-c', 'command -v keytool'], name: 'default-jre-headless' },
  { program: 'sh', args: ['-c', 'command -v ssh-keygen'], name: 'openssh-client' },
  { program: 'tshark', args: ['--version'], name: 'tshark' },
  { program: 'python3', args: ['-c', 'import cryptography'], name: 'python3-cryptography' },
  ...[
    ['/usr/sbin/mariadbd', 'mariadb-server'],
    ['/usr/bin/redis-server', 'redis-server'],
    ['/usr/sbin/mosquitto', 'mosquitto'],
    ['/usr/sbin/nats-server', 'nats-server'],
    ['/usr/sbin/rabbitmq-server', 'rabbitmq-server'],
    ['/usr/sbin/dovecot', 'dovecot-core'],
    ['/usr/lib/dovecot/imap', 'dovecot-imapd'],
    ['/usr/lib/dovecot/pop3', 'dovecot-pop3d'],
    ['/usr/bin/prosody', 'prosody'],
    ['/usr/sbin/slapd', 'slapd'],
    ['/usr/sbin/vsftpd', 'vsftpd'],
    ['/usr/sbin/nginx', 'nginx-light'],
  ].map(([path = '', name = '']) => ({ program: 'test', args: ['-x', path], name })),
];

const missing = [];
for (const need of NEEDS) if (!(await works(need.program, need.args))) missing.push(need.name);
if (missing.length === 0) console.log('Nothing is missing.');
else if (await canInstall()) {
  console.log(`Installing ${missing.join(', ')} …`);
  await install(missing);
} else console.log(`Missing: ${missing.join(', ')}; the tests that need them are skipped.`);
