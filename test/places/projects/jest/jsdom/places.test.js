const { issue, talk, inThread, wrongThings } = require('../support.cjs');

const all = {
  library: require('tsopenssl'),
  pki: require('tsopenssl/pki'),
  node: require('tsopenssl/node'),
  worker: require('tsopenssl/worker'),
};

test('one instance', () => expect(issue(all).isOneClass).toBe(true));
test('sockets', async () => expect(await talk(all)).toBe('hello by TLSv1.3'));
test('threads', async () => expect(await inThread(all)).toBe(2048));
test('errors', () => expect(wrongThings(all)).toEqual([true, true, true, true]));
