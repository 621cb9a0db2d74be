import { Readable, Writable } from 'node:stream';
import { Client } from 'basic-ftp';
import { same, textOf } from '../checklist.mjs';

export const modes = ['STARTTLS'];

let count = 0;

export async function open({ host, port, tls }) {
  const client = new Client(10_000);
  try {
    await client.access({ host, port, secure: true, secureOptions: tls, user: 'anonymous', password: 'a@b' });
  } catch (error) {
    client.close();
    throw error;
  }
  const echo = async (payload) => {
    const name = `files/${process.pid}-${count++}`;
    await client.uploadFrom(Readable.from([Buffer.from(payload)]), name);
    const parts = [];
    const sink = new Writable({
      write(chunk, _, done) {
        parts.push(chunk);
        done();
      },
    });
    await client.downloadTo(sink, name);
    return String(Buffer.concat(parts));
  };
  return {
    trip: () => echo('forty-two'),
    protocol: async () => client.ftp.socket.getProtocol(),
    large: async (length) => same(await echo(textOf(length)), textOf(length)),
    close: async () => client.close(),
  };
}
