import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { OpenSSLError, rand } from '../../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'tsopenssl-rand-'));
const at = (name: string) => join(folder, name);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    expect(new rand.Error()).toBeInstanceOf(OpenSSLError);
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
        socket.write(Uint8Array.of(count, 1));
        setTimeout(() => socket.write(new Uint8Array(count - 1).fill(9)), 5);
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
      await expect(rand.egd(at('egd'), 256)).rejects.toThrow(RangeError);
      await expect(rand.egd(at('nobody'))).rejects.toThrow(rand.Error);
      await expect(rand.egd(5 as never)).rejects.toThrow(TypeError);
    } finally {
      daemon.close();
    }
  });

  it('says so where there are no files', () => {
    const lookup = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
    try {
      expect(() => rand.loadFile(at('seed'))).toThrow(/no file system/);
    } finally {
      lookup.mockRestore();
    }
  });
});
