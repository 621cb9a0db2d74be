/** Clients of mail, directories and files. */
import { dovecot, openldap, vsftpd } from './servers/files-and-mail.js';
import { describeClients } from './support/compare.js';

describeClients(dovecot, ['imapflow']);
describeClients(openldap, ['ldapts']);
describeClients(vsftpd, ['basic-ftp']);
