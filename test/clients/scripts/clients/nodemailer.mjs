import nodemailer from 'nodemailer';
import { textOf } from '../checklist.mjs';

export const modes = ['TLS', 'STARTTLS'];
export const protocol = false;

export async function open({ host, port, mode, target, tls }) {
  const secure = mode === 'TLS';
  const transport = nodemailer.createTransport({
    host,
    port: secure ? port : target.startTlsPort,
    secure,
    requireTLS: true,
    tls,
  });
  const send = async (text) =>
    (
      await transport.sendMail({
        from: 'a@localhost',
        to: 'b@localhost',
        subject: 'test',
        text,
        date: new Date(0),
        messageId: '<a@b>',
        boundary: 'x',
      })
    ).response;
  return {
    trip: () => send('forty-two'),
    // The server answers how much it has received; large data does not come back in this protocol.
    large: (length) => send(textOf(length).replace(/.{76}/g, '$&\r\n')),
    close: async () => transport.close(),
  };
}
