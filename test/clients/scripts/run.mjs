/** Runs one client through the list, over node:tls or what stands in its place, and prints what was seen: JSON. */
import dns from 'node:dns';
import { checklist } from './checklist.mjs';

// A second name of this machine, which no certificate has.
const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host === 'other.test' ? '127.0.0.1' : host, ...rest);
const promised = dns.promises.lookup;
dns.promises.lookup = (host, ...rest) => promised(host === 'other.test' ? '127.0.0.1' : host, ...rest);

const [name, given] = process.argv.slice(2);
const client = await import(`./clients/${name}.mjs`);
const rows = await checklist(client, JSON.parse(given));
// What is left open from here on keeps the process: the test sees that it does not end.
process.stdout.write(`${JSON.stringify(rows)}\n`);
