import { ImapFlow } from 'imapflow';
import { same, textOf } from '../checklist.mjs';

export const modes = ['TLS', 'STARTTLS'];

export async function open({ host, port, mode, target, tls }) {
  const isTls = mode === 'TLS';
  const client = new ImapFlow({
    host,
    port: isTls ? port : target.startTlsPort,
    secure: isTls,
    ...(!isTls && { doSTARTTLS: true }),
    auth: { user: 'reader', pass: 'secret' },
    logger: false,
    tls,
  });
  client.on('error', () => undefined);
  await client.connect();
  const echo = async (payload) => {
    const { uid } = await client.append('INBOX', `Subject: test\r\n\r\n${payload}`);
    const lock = await client.getMailboxLock('INBOX');
    try {
      const { source } = await client.fetchOne(uid, { source: true }, { uid: true });
      await client.messageDelete(uid, { uid: true });
      return String(source).split('\r\n\r\n')[1].trimEnd();
    } finally {
      lock.release();
    }
  };
  return {
    trip: () => echo('forty-two'),
    protocol: async () => client.socket.getProtocol(),
    large: async (length) => {
      const lines = textOf(length).replace(/.{76}/g, '$&\r\n').trimEnd();
      return same(await echo(lines), lines);
    },
    close: () => client.logout(),
  };
}
