/** Clients of mail, directories and files. */
import { dovecot, openldap, vsftpd } from './servers/files-and-mail.js';
import { describeClients } from './support/compare.js';

describeClients(dovecot, ['imapflow']);
describeClients(openldap, ['ldapts']);
describeClients(vsftpd, ['basic-ftp'], {
  'basic-ftp':
    'it takes all listeners from the plain socket after the upgrade: the TLS socket must own what is beneath',
});
