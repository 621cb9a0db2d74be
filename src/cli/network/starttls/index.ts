/** STARTTLS: how each protocol is asked to go on over TLS. */
import type { Conversation } from '../conversation.js';
import { ldap, mysql, postgres } from './binary.js';
import { ftp, imap, pop3, smtp, xmpp } from './text.js';

/** A protocol that begins in the clear. */
export interface StartTls {
  /** Its usual port. */
  readonly port: number;
  /** Asks, and reads the answer. @param host - whom the client has come for */
  readonly begin: (talk: Conversation, host: string) => Promise<void>;
}

export const STARTTLS: Readonly<Record<string, StartTls>> = {
  smtp: { port: 25, begin: smtp },
  imap: { port: 143, begin: imap },
  pop3: { port: 110, begin: pop3 },
  ftp: { port: 21, begin: ftp },
  ldap: { port: 389, begin: ldap },
  postgres: { port: 5432, begin: postgres },
  mysql: { port: 3306, begin: mysql },
  xmpp: { port: 5222, begin: xmpp },
};
