/** Dovecot, OpenLDAP, vsftpd and nginx. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, startService } from '../support/service.js';
import { type ServerKind, startBoth } from './kind.js';

export const dovecot: ServerKind = {
  name: 'Dovecot',
  debian: 'dovecot-imapd',
  program: '/usr/sbin/dovecot',
  versionArgs: ['--version'],
  start: (scene) =>
    startBoth(async (demands) => {
      const name = demands ? 'dovecot-mtls' : 'dovecot';
      const cwd = await scene.subfolder(name);
      const mail = scene.user('dovecot') ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
      const home = await scene.subfolder(`${name}-mail`, mail);
      const [port = 0, startTlsPort = 0, pop3Port = 0] = await freePorts(3);
      const hasPop3 = existsSync('/usr/lib/dovecot/pop3');
      const config = await scene.file(
        `${name}.conf`,
        `base_dir = ${cwd}/run
state_dir = ${cwd}
log_path = /dev/stderr
protocols = imap${hasPop3 ? ' pop3' : ''}
listen = 127.0.0.1
first_valid_uid = 1
mail_location = maildir:${home}
ssl = required
ssl_cert = <${scene.files.cert}
ssl_key = <${scene.files.key}
ssl_min_protocol = TLSv1.2
${demands ? `ssl_ca = <${scene.files.ca}\nssl_verify_client_cert = yes\nauth_ssl_require_client_cert = yes\nssl_require_crl = no` : ''}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${mail.uid} gid=${mail.gid} home=${home}
}
service imap-login {
  inet_listener imap {
    port = ${startTlsPort}
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}
${hasPop3 ? `service pop3-login {\n  inet_listener pop3 {\n    port = ${pop3Port}\n  }\n  inet_listener pop3s {\n    port = 0\n  }\n}` : ''}
`,
      );
      const program = { command: '/usr/sbin/dovecot', args: ['-F', '-c', config], cwd };
      const { stop } = await startService({ ...program, ports: [port, startTlsPort] });
      return { port, startTlsPort, pop3Port, stop };
    }),
};

export const openldap: ServerKind = {
  name: 'OpenLDAP',
  debian: 'slapd',
  program: '/usr/sbin/slapd',
  versionArgs: ['-VV'],
  start: (scene) =>
    startBoth(async (demands) => {
      const name = demands ? 'slapd-mtls' : 'slapd';
      const cwd = await scene.subfolder(name);
      await mkdir(join(cwd, 'data'));
      const [port = 0, startTlsPort = 0] = await freePorts(2);
      const config = join(cwd, 'slapd.conf');
      await writeFile(
        config,
        `include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${cwd}/pid
sockbuf_max_incoming_auth 8388607
sockbuf_max_incoming 8388607
TLSCACertificateFile ${scene.files.ca}
TLSCertificateFile ${scene.files.cert}
TLSCertificateKeyFile ${scene.files.key}
TLSVerifyClient ${demands ? 'demand' : 'never'}
database mdb
maxsize 67108864
directory ${cwd}/data
suffix "dc=example"
rootdn "cn=admin,dc=example"
rootpw secret
`,
      );
      const args = ['-f', config, '-h', `ldaps://127.0.0.1:${port} ldap://127.0.0.1:${startTlsPort}`, '-d', '0'];
      const { stop } = await startService({ command: '/usr/sbin/slapd', args, cwd, ports: [port, startTlsPort] });
      return { port, startTlsPort, stop };
    }),
};

/** vsftpd refuses a connection for data whose session is not the control connection's. */
export const vsftpd: ServerKind = {
  name: 'vsftpd',
  debian: 'vsftpd',
  program: '/usr/sbin/vsftpd',
  versionArgs: ['-v'],
  start: (scene) =>
    startBoth(async (demands) => {
      const name = demands ? 'vsftpd-mtls' : 'vsftpd';
      const cwd = await scene.subfolder(name);
      const owner = scene.user('ftp');
      await mkdir(join(cwd, 'empty'));
      await mkdir(join(cwd, 'public'));
      await scene.subfolder(`${name}/public/files`, owner);
      const [port = 0] = await freePorts(1);
      const config = join(cwd, 'vsftpd.conf');
      await writeFile(
        config,
        `listen=YES
listen_address=127.0.0.1
listen_port=${port}
background=NO
anonymous_enable=YES
local_enable=NO
anon_root=${cwd}/public
write_enable=YES
anon_upload_enable=YES
anon_other_write_enable=YES
anon_umask=022
no_anon_password=YES
xferlog_enable=NO
secure_chroot_dir=${cwd}/empty
seccomp_sandbox=NO
isolate_network=NO
ssl_enable=YES
allow_anon_ssl=YES
force_anon_logins_ssl=YES
force_anon_data_ssl=YES
require_ssl_reuse=YES
ssl_ciphers=HIGH
rsa_cert_file=${scene.files.cert}
rsa_private_key_file=${scene.files.key}
ca_certs_file=${scene.files.ca}
${demands ? 'require_cert=YES\nvalidate_cert=YES\n' : ''}`,
      );
      const { stop } = await startService({ command: '/usr/sbin/vsftpd', args: [config], cwd, ports: [port] });
      return { port, stop };
    }),
};

/** nginx: `PUT` and `GET` of files, `/who` says who the client is. */
export const nginx: ServerKind = {
  name: 'nginx',
  debian: 'nginx-light',
  program: '/usr/sbin/nginx',
  versionArgs: ['-v'],
  async start(scene) {
    const cwd = await scene.subfolder('nginx');
    await mkdir(join(cwd, 'public'));
    await promisify(execFile)('chmod', ['777', join(cwd, 'public')]);
    const [port = 0, mtlsPort = 0] = await freePorts(2);
    const server = (at: number, demands: boolean) => `
  server {
    listen 127.0.0.1:${at} ssl http2;
    ssl_certificate ${scene.files.cert};
    ssl_certificate_key ${scene.files.key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:s${at}:1m;
    ssl_client_certificate ${scene.files.ca};
    ssl_verify_client ${demands ? 'on' : 'optional'};
    client_max_body_size 16m;
    root ${cwd}/public;
    location /files/ { dav_methods PUT DELETE; create_full_put_path on; }
    location = /who { default_type text/plain; return 200 "$ssl_protocol $ssl_session_reused $ssl_client_verify $ssl_client_s_dn"; }
  }`;
    const config = await scene.file(
      'nginx.conf',
      `daemon off;
master_process on;
worker_processes 1;
pid ${cwd}/pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path ${cwd}/body;
  proxy_temp_path ${cwd}/proxy;
  fastcgi_temp_path ${cwd}/fastcgi;
  uwsgi_temp_path ${cwd}/uwsgi;
  scgi_temp_path ${cwd}/scgi;
${server(port, false)}
${server(mtlsPort, true)}
}
`,
    );
    const args = ['-e', 'stderr', '-c', config];
    const { stop } = await startService({ command: this.program, args, cwd, ports: [port, mtlsPort] });
    return { target: { port, mtlsPort }, stop };
  },
};
