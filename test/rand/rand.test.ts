import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { OpenSSLError, rand } from '../../src/index.js';
import { Scratch } from '../support/scratch.js';

const scratch = new Scratch();
const at = (name: string) => scratch.path(name);

afterAll(() => scratch.remove());

describe('rand', () => {
  it('makes bytes [rand.bytes]', () => {
    expect(rand.bytes(0)).toEqual(new Uint8Array());
    const many = rand.bytes(100_000);
    expect(new Set(many).size).toBe(256);
    expect(rand.bytes(32)).not.toEqual(rand.bytes(32));
    expect(() => rand.bytes(-1)).toThrow(RangeError);
    expect(() => rand.bytes(1.5)).toThrow(TypeError);
  });

  it('takes bytes, and says that it is seeded [rand.add] [rand.seed] [rand.status] [rand.cleanup]', () => {
    rand.add('hello', 3);
    rand.add(Uint8Array.of(1, 2, 3), 1.5);
    rand.seed('seed');
    expect(rand.status()).toBe(true);
    expect(rand.cleanup()).toBeUndefined();
    expect(rand.bytes(4)).toHaveLength(4);
    expect(() => rand.add(5 as never, 1)).toThrow(TypeError);
    expect(() => rand.add('x', 'y' as never)).toThrow(TypeError);
    expect(() => rand.seed(null as never)).toThrow(TypeError);
  });

  it('writes and loads files [rand.load_file] [rand.write_file] [rand.Error]', () => {
    expect(rand.writeFile(at('seed'))).toBe(1024);
    expect(statSync(at('seed')).size).toBe(1024);
    expect(statSync(at('seed')).mode & 0o777).toBe(0o600);
    expect(rand.loadFile(at('seed'))).toBe(1024);
    expect(rand.loadFile(at('seed'), 10)).toBe(10);
    expect(rand.loadFile(at('seed'), -1)).toBe(1024);
    writeFileSync(at('empty'), '');
    expect(rand.loadFile(at('empty'))).toBe(0);
    expect(readFileSync(at('seed'))).not.toEqual(Buffer.alloc(1024));
    expect(() => rand.loadFile(at('missing'))).toThrow(rand.Error);
    expect(() => rand.writeFile(at('no/such/folder'))).toThrow(rand.Error);
    expect(() => rand.loadFile(5 as never)).toThrow(TypeError);
    expect(() => rand.loadFile(at('seed'), 1.5)).toThrow(TypeError);
    expect(() => rand.writeFile(5 as never)).toThrow(TypeError);
    expect(new rand.Error()).toBeInstanceOf(OpenSSLError);
  });

  it('takes from a device what it is told, and leaves it otherwise alone [rand.load_file] [rand.write_file]', () => {
    expect(rand.loadFile('/dev/urandom', 100_000)).toBe(100_000);
    expect(rand.loadFile('/dev/urandom')).toBe(256);
    expect(rand.loadFile('/dev/urandom', 0)).toBe(0);
    expect(() => rand.writeFile('/dev/null')).toThrow(rand.Error);
    writeFileSync(at('long'), new Uint8Array(200_000).fill(7));
    expect(rand.loadFile(at('long'))).toBe(200_000);
    expect(rand.loadFile(pathToFileURL(at('long')), 70_000)).toBe(70_000);
  });

  it('closes a file of secrets to others', () => {
    writeFileSync(at('open'), 'old', { mode: 0o644 });
    rand.writeFile(at('open'));
    expect(statSync(at('open')).mode & 0o777).toBe(0o600);
  });

  it('says that the screen is for Windows [rand.screen]', () => {
    expect(() => rand.screen()).toThrow(/Windows/);
  });

  it('asks a daemon for entropy [rand.egd]', async () => {
    const asked: number[][] = [];
    const daemon = net.createServer((socket) =>
      socket.on('data', (query) => {
        asked.push([...query]);
        const count = query[1] ?? 0;
        socket.write(Uint8Array.of(count, ...new Uint8Array(Math.min(count, 1))));
        setTimeout(() => socket.write(new Uint8Array(Math.max(count - 1, 0)).fill(9)), 5);
      }),
    );
    daemon.listen(at('egd'));
    await once(daemon, 'listening');
    try {
      expect(await rand.egd(at('egd'))).toBe(255);
      expect(await rand.egd(at('egd'), 16)).toBe(16);
      expect(asked).toEqual([
        [1, 255],
        [1, 16],
      ]);
      expect(await rand.egd(at('egd'), 600)).toBe(600);
      expect(asked.slice(2)).toEqual([
        [1, 255],
        [1, 255],
        [1, 90],
      ]);
      await expect(rand.egd(at('egd'), 65_537)).rejects.toThrow(RangeError);
      await expect(rand.egd(at('egd'), 0)).rejects.toThrow(RangeError);
      await expect(rand.egd(at('nobody'))).rejects.toThrow(rand.Error);
      await expect(rand.egd(5 as never)).rejects.toThrow(TypeError);
    } finally {
      daemon.close();
    }
  });

  it.each([
    ['stops where the daemon has no more', [Uint8Array.of(2, 8, 8), Uint8Array.of(0)], 2],
    ['refuses more than it asked for', [Uint8Array.of(40)], /more than it was asked for/],
    ['refuses bytes behind an answer', [Uint8Array.of(1, 8, 8)], /more than it was asked for/],
    ['refuses an answer that breaks off', [Uint8Array.of(20, 8), null], /ended before/],
  ] as const)('%s [rand.egd]', async (_name, answers, expected) => {
    const daemon = net.createServer((socket) => {
      const left = [...answers];
      socket.on('error', () => undefined);
      socket.on('data', () => {
        for (const answer of left.splice(0, left[1] === null ? 2 : 1))
          answer === null ? socket.end() : socket.write(answer);
      });
    });
    daemon.listen(at('odd'));
    await once(daemon, 'listening');
    try {
      if (typeof expected === 'number') expect(await rand.egd(at('odd'), 20)).toBe(expected);
      else await expect(rand.egd(at('odd'), 20)).rejects.toThrow(expected);
    } finally {
      daemon.close();
    }
  });

  it('says so where there are no files', () => {
    const lookup = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
    try {
      expect(() => rand.loadFile(at('seed'))).toThrow(/no file system/);
      expect(() => rand.writeFile(at('seed'))).toThrow(/no file system/);
    } finally {
      lookup.mockRestore();
    }
  });
});
