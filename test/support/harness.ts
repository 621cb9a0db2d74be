/** The harness of wasm-build/harness in this process: OpenSSL's primitives, with and without kernels. */
import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ensureHarness } from '../../wasm-build/build/harness.mjs';

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  harness_start(): number;
  harness_alloc(size: number): number;
  harness_cipher(...args: number[]): number;
  harness_digest(...args: number[]): number;
  harness_mac(...args: number[]): number;
  harness_key_schedule(...args: number[]): number;
  harness_curve(...args: number[]): number;
  harness_invert(...args: number[]): number;
  harness_power(...args: number[]): number;
  harness_exchange(...args: number[]): number;
  harness_ed25519_sign(...args: number[]): number;
  harness_ed25519_verify(...args: number[]): number;
  harness_ntt(...args: number[]): number;
  harness_ml_dsa(...args: number[]): number;
  harness_ml_kem(...args: number[]): number;
  harness_texts(...args: number[]): number;
  harness_dtls_suspended(...args: number[]): number;
}

/** How a computation is cut and where its bytes lie: none of it may change the result. */
export interface Layout {
  /** Bytes an update. */
  readonly chunk: number;
  readonly inOffset: number;
  readonly outOffset: number;
  readonly inPlace: boolean;
}

export interface Cipher {
  readonly name: string;
  readonly encrypt: boolean;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly aad: Uint8Array;
  readonly tagLength: number;
}

/** What a step of TLS 1.3's key schedule is given; what is absent is left out. */
export interface ScheduleParts {
  readonly key?: Uint8Array;
  readonly salt?: Uint8Array;
  readonly prefix?: Uint8Array;
  readonly label?: Uint8Array;
  readonly data?: Uint8Array;
}

/** u * generator + v * point; what is absent is left out. */
export interface CurveSum {
  readonly u?: Uint8Array;
  readonly negateU?: boolean;
  /** Uncompressed. */
  readonly point?: Uint8Array;
  readonly v?: Uint8Array;
  /** Doubles the point first, so that it comes with a denominator. */
  readonly jacobian?: boolean;
}

/** A message under Ed25519, Ed25519ctx or Ed25519ph; without a context where it is absent. */
export interface EdMessage {
  readonly instance: 'Ed25519' | 'Ed25519ctx' | 'Ed25519ph';
  readonly context?: Uint8Array;
  readonly message: Uint8Array;
}

const MOST = 1 << 17;
const SLACK = 4096;

export class Harness {
  readonly #c: Exports;
  readonly #names = new Map<string, number>();
  readonly #in: number;
  readonly #out: number;
  readonly #key: number;
  readonly #iv: number;
  readonly #aad: number;

  private constructor(module: WebAssembly.Module) {
    const clock = (_id: number, _precision: bigint, address: number) => {
      new DataView(this.#c.memory.buffer).setBigUint64(address, BigInt(Date.now()) * 1_000_000n, true);
      return 0;
    };
    const wasi = (name: string) =>
      name === 'clock_time_get' ? clock : /^environ_(sizes_)?get$/.test(name) ? () => 0 : () => 8;
    const imports: WebAssembly.Imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from] = { ...imports[from], [name]: from === 'wasi_snapshot_preview1' ? wasi(name) : () => -1 };
    }
    imports['tsopenssl'] = {
      entropy: (address: number, length: number) => {
        randomFillSync(new Uint8Array(this.#c.memory.buffer, address, length));
        return length;
      },
    };
    imports['env'] = { ...imports['env'], emscripten_notify_memory_growth: () => undefined };
    this.#c = new WebAssembly.Instance(module, imports).exports as unknown as Exports;
    this.#c._initialize();
    if (this.#c.harness_start() !== 1) throw new Error('the harness did not start');
    [this.#in, this.#out, this.#key, this.#iv, this.#aad] = [MOST, MOST, 64, 16, SLACK].map((size) =>
      this.#c.harness_alloc(size + SLACK),
    ) as [number, number, number, number, number];
  }

  static async load(kind: 'bare' | 'simd' | 'wide'): Promise<Harness> {
    return new Harness(new WebAssembly.Module(readFileSync(await ensureHarness(kind, () => {}))));
  }

  /** The output, or the step that failed. For an AEAD the tag is the end of the output, and of the input. */
  cipher(cipher: Cipher, data: Uint8Array, layout: Layout): Buffer | number {
    const input = this.#place(data, layout);
    const output = layout.inPlace ? input : this.#out + layout.outOffset;
    this.#put(cipher.key, this.#key);
    this.#put(cipher.iv, this.#iv);
    this.#put(cipher.aad, this.#aad);
    const length = cipher.encrypt ? data.length : data.length - cipher.tagLength;
    const args = [this.#key, this.#iv, this.#aad, cipher.aad.length, input, length, output, layout.chunk];
    return this.#take(output, this.#c.harness_cipher(this.#name(cipher.name), cipher.encrypt ? 1 : 0, ...args));
  }

  /**
   * What a DTLS server sends whose transport stops before its write of this number, when its timer fires then; and what the
   * timer said.
   */
  dtlsSuspended(stopBefore: number): { sent: Buffer; timer: number } {
    const length = this.#c.harness_dtls_suspended(stopBefore, this.#out, MOST, this.#key);
    return {
      sent: this.#take(this.#out, length) as Buffer,
      timer: new DataView(this.#c.memory.buffer).getInt32(this.#key, true),
    };
  }

  digest(name: string, data: Uint8Array, length: number, layout: Layout): Buffer | number {
    const input = this.#place(data, layout);
    const output = this.#out + layout.outOffset;
    const got = this.#c.harness_digest(this.#name(name), input, data.length, output, length, layout.chunk);
    return this.#take(output, got);
  }

  mac(name: string, key: Uint8Array, data: Uint8Array, layout: Layout): Buffer | number {
    const input = this.#place(data, layout);
    const output = this.#out + layout.outOffset;
    this.#put(key, this.#key);
    const args = [this.#key, key.length, input, data.length, output, layout.chunk];
    return this.#take(output, this.#c.harness_mac(this.#name(name), ...args));
  }

  /** A secret of TLS 1.3's key schedule: HKDF-Extract behind a derivation, or HKDF-Expand-Label. */
  keySchedule(digest: string, extract: boolean, parts: ScheduleParts, length: number): Buffer | number {
    const { key, salt, prefix, label, data } = parts;
    const all = [key, salt, prefix, label, data];
    this.#put(Buffer.concat(all.filter((part) => part !== undefined)), this.#in);
    this.#put(new Uint8Array(Int32Array.from(all, (part) => part?.length ?? -1).buffer), this.#aad);
    const args = [this.#name(digest), Number(extract), this.#in, this.#aad, this.#out, length];
    return this.#take(this.#out, this.#c.harness_key_schedule(...args));
  }

  /** The sum as an uncompressed point, one zero byte for infinity. */
  curve(name: string, { u, negateU = false, point, v, jacobian = false }: CurveSum): Buffer | number {
    const [aLength, bLength] = [this.#operand(u, this.#key), this.#operand(v, this.#iv)];
    const pointLength = this.#operand(point, this.#in);
    const got = this.#c.harness_curve(
      this.#name(name),
      this.#key,
      aLength,
      Number(negateU),
      this.#in,
      pointLength,
      this.#iv,
      bLength,
      Number(jacobian),
      this.#out,
    );
    return this.#take(this.#out, got);
  }

  /** The inverse modulo the curve's order. */
  invert(name: string, scalar: Uint8Array): Buffer | number {
    const length = this.#operand(scalar, this.#in);
    return this.#take(this.#out, this.#c.harness_invert(this.#name(name), this.#in, length, this.#out));
  }

  /** base ^ exponent modulo an odd number of as many bytes as base. */
  power(constantTime: boolean, base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Buffer | number {
    this.#put(base, this.#in);
    const length = this.#operand(exponent, this.#in + base.length);
    const at = this.#in + base.length + length;
    this.#put(modulus, at);
    const args = [this.#in, this.#in + base.length, length, at, modulus.length, this.#out];
    return this.#take(this.#out, this.#c.harness_power(Number(constantTime), ...args));
  }

  /** The public key of a raw private key, and behind it the secret shared with a peer. */
  exchange(name: string, key: Uint8Array, peer?: Uint8Array): Buffer | number {
    const [keyLength, peerLength] = [this.#operand(key, this.#key), this.#operand(peer, this.#in)];
    const args = [this.#key, keyLength, this.#in, peerLength, this.#out];
    return this.#take(this.#out, this.#c.harness_exchange(this.#name(name), ...args));
  }

  /** The public key of a raw private key, and behind it the signature. */
  ed25519Sign({ instance, context, message }: EdMessage, key: Uint8Array): Buffer | number {
    const contextLength = this.#operand(context, this.#aad);
    this.#put(key, this.#key);
    this.#put(message, this.#in);
    const args = [this.#aad, contextLength, this.#key, this.#in, message.length, this.#out];
    return this.#take(this.#out, this.#c.harness_ed25519_sign(this.#name(instance), ...args));
  }

  /** Two bytes: whether the signature is taken, and whether the public key passes its own check. */
  ed25519Verify({ instance, context, message }: EdMessage, key: Uint8Array, signature: Uint8Array): Buffer | number {
    const contextLength = this.#operand(context, this.#aad);
    this.#put(key, this.#key);
    this.#put(signature, this.#iv);
    this.#put(message, this.#in);
    const args = [this.#aad, contextLength, this.#key, this.#in, message.length, this.#iv, this.#out];
    return this.#take(this.#out, this.#c.harness_ed25519_verify(this.#name(instance), ...args));
  }

  /** ML-DSA's transform, its inverse, or the product of transformed polynomials: 256 words each. */
  ntt(what: 'forward' | 'inverse' | 'multiply', a: Uint32Array, b: Uint32Array): Buffer | number {
    this.#put(new Uint8Array(a.buffer), this.#in);
    this.#put(new Uint8Array(b.buffer), this.#in + SLACK);
    const kind = ['forward', 'inverse', 'multiply'].indexOf(what);
    return this.#take(this.#out, this.#c.harness_ntt(kind, this.#in, this.#in + SLACK, this.#out));
  }

  /** All errors that OpenSSL has words for, or all names of its algorithms; in lines. */
  texts(what: 'errors' | 'names'): string[] {
    const got = this.#take(this.#out, this.#c.harness_texts(what === 'errors' ? 0 : 1, this.#out, MOST));
    return got.toString().split('\n');
  }

  /** Both keys of a seed, and the deterministic signature of a message. */
  mlDsa(name: string, seed: Uint8Array, message: Uint8Array): Buffer | number {
    this.#put(seed, this.#key);
    this.#put(message, this.#in);
    const got = this.#c.harness_ml_dsa(this.#name(name), this.#key, this.#in, message.length, this.#out);
    return this.#take(this.#out, got);
  }

  /** Both keys of a seed, the ciphertext with one bit flipped, the secret, and what the flipped ciphertext gives. */
  mlKem(name: string, seed: Uint8Array, random: Uint8Array, bit: number): Buffer | number {
    this.#put(seed, this.#key);
    this.#put(random, this.#in);
    return this.#take(this.#out, this.#c.harness_ml_kem(this.#name(name), this.#key, this.#in, bit, this.#out));
  }

  #operand(bytes: Uint8Array | undefined, address: number): number {
    if (bytes === undefined) return -1;
    this.#put(bytes, address);
    return bytes.length;
  }

  #place(data: Uint8Array, layout: Layout): number {
    const address = this.#in + layout.inOffset;
    this.#put(data, address);
    return address;
  }

  #put(bytes: Uint8Array, address: number): void {
    new Uint8Array(this.#c.memory.buffer).set(bytes, address);
  }

  #take(address: number, length: number): Buffer | number {
    return length < 0 ? length : Buffer.from(new Uint8Array(this.#c.memory.buffer).slice(address, address + length));
  }

  #name(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(`${name}\0`);
    const address = this.#c.harness_alloc(bytes.length);
    this.#put(bytes, address);
    this.#names.set(name, address);
    return address;
  }
}
