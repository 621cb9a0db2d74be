import * as library from 'tsopenssl';
import * as node from 'tsopenssl/node';
import * as pki from 'tsopenssl/pki';
import * as worker from 'tsopenssl/worker';
import { inThread, issue, talk, wrongThings } from '../support.cjs';

const all = { library, pki, node, worker };

test('one instance', () => expect(issue(all).isOneClass).toBe(true));
test('sockets', async () => expect(await talk(all)).toBe('hello by TLSv1.3'));
test('threads', async () => expect(await inThread(all)).toBe(2048));
test('errors', () => expect(wrongThings(all)).toEqual([true, true, true, true]));
