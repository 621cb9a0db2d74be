import { describe, expect, it } from 'vitest';
import { ReleasedError, ssl } from '../../src/index.js';
import { askPython } from '../support/python.js';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('MemoryBIO', () => {
  it('carries bytes as in Python [ssl.MemoryBIO] [ssl.MemoryBIO.read] [ssl.MemoryBIO.write] [ssl.MemoryBIO.pending] [ssl.MemoryBIO.eof] [ssl.MemoryBIO.write_eof]', () => {
    const python = askPython<unknown[]>(`
bio, seen = ssl.MemoryBIO(), []
seen.append([bio.pending, bio.eof, bio.read().decode()])
seen.append(bio.write(b'first '))
seen.append(bio.write(b'second'))
seen.append([bio.pending, bio.read(3).decode(), bio.pending, bio.read(0).decode()])
bio.write_eof()
seen.append([bio.eof, bio.read(-5).decode(), bio.eof, bio.read().decode()])
print(json.dumps(seen))`);
    const bio = new ssl.MemoryBIO();
    const seen: unknown[] = [[bio.pending, bio.eof, decode(bio.read())]];
    seen.push(bio.write('first '), bio.write(new TextEncoder().encode('second')));
    seen.push([bio.pending, decode(bio.read(3)), bio.pending, decode(bio.read(0))]);
    bio.writeEof();
    seen.push([bio.eof, decode(bio.read(-5)), bio.eof, decode(bio.read())]);
    expect(seen).toEqual(python);
  });

  it('takes nothing after its end, nothing but bytes, and nothing once freed', () => {
    const bio = new ssl.MemoryBIO();
    bio.writeEof();
    expect(() => bio.write('x')).toThrow(ssl.SSLError);
    expect(() => new ssl.MemoryBIO().write(1 as never)).toThrow(TypeError);
    expect(() => new ssl.MemoryBIO().read(1.5)).toThrow(TypeError);
    bio.free();
    expect(() => bio.read()).toThrow(ReleasedError);
  });

  it('keeps a large amount in order', () => {
    const bio = new ssl.MemoryBIO();
    const data = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    for (let at = 0; at < data.length; at += 7_000) bio.write(data.subarray(at, at + 7_000));
    expect(bio.pending).toBe(data.length);
    const got: number[] = [];
    while (bio.pending > 0) got.push(...bio.read(9_999));
    expect(Uint8Array.from(got)).toEqual(data);
  });
});
