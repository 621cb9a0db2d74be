/** One run of a command: what it reads, writes and says. */
import { Inputs, sizeOf } from '../files/input.js';
import { type PasswordOptions, Passwords } from '../files/passwords.js';
import { mustBeFree, writeWhole } from '../files/writing.js';
import type { CommonOptions } from './common-options.js';
import { EXIT, type ExitCode, misused } from './exit.js';
import { base64Of, type Json, jsonOf } from './json.js';
import type { Output, Style } from './output.js';

/** What a command has made. */
export interface Product {
  /** What it is called in JSON, such as `certificate`. */
  readonly name: string;
  /** Where to write it; undefined and `-` are stdout. */
  readonly path?: string | undefined;
  /** PEM and other text, or bytes. */
  readonly content: string | Uint8Array;
  /** Whether it is for its owner alone. */
  readonly isSecret?: boolean;
}

/** How products are delivered. */
export interface DeliveryOptions {
  /** Whether files that are there may be replaced. */
  readonly force?: boolean | undefined;
}

/** A line of the report. */
interface Line {
  readonly text: string;
  readonly style: Style;
}

/** What a command is given, beside its arguments and options. */
export class Task {
  readonly inputs: Inputs;
  readonly passwords: Passwords;
  readonly isJson: boolean;
  /** What the process will say at its end. */
  exitCode: ExitCode = EXIT.done;
  readonly #out: Output;
  readonly #err: Output;
  readonly #lines: Line[] = [];
  #json: Record<string, Json> = {};
  #products: Product[] = [];
  #options: DeliveryOptions = {};
  #isLive = false;

  constructor(options: CommonOptions & PasswordOptions, out: Output, err: Output) {
    this.inputs = new Inputs(sizeOf(options.maxInput));
    this.passwords = new Passwords(options, err);
    this.isJson = options.json === true;
    this.#out = out;
    this.#err = err;
  }

  /** Whether a person reads stdout. */
  get isTerminal(): boolean {
    return this.#out.isTerminal;
  }

  /** A line of the report, for a person. */
  say(text = '', style: Style = 'plain'): void {
    this.#lines.push({ text, style });
  }

  /** Lines of the report at once, as of a server that runs until it is ended. */
  async sayNow(text: string, style: Style = 'plain'): Promise<void> {
    this.#isLive = true;
    if (!this.isJson) await this.#out.line(text, style);
  }

  /** One line of JSON at once. */
  async tellNow(value: unknown): Promise<void> {
    this.#isLive = true;
    if (this.isJson) await this.#out.jsonLine(jsonOf(value));
  }

  /** Members of the report, for programs. */
  tell(members: Readonly<Record<string, unknown>>): void {
    this.#json = { ...this.#json, ...(jsonOf(members) as Record<string, Json>) };
  }

  /** What is wrong though the command goes on: on stderr, at once. */
  async warn(text: string): Promise<void> {
    await this.#err.line(`warning: ${text}`, 'unsure');
  }

  /** The answer is no. */
  no(): void {
    this.exitCode = EXIT.no;
  }

  /** Refuses files that are there already before any work is done. */
  mustBeFree(options: DeliveryOptions, ...paths: readonly (string | undefined)[]): void {
    const files = paths.filter((path): path is string => path !== undefined && path !== '-');
    if (new Set(files).size < files.length) throw misused('two outputs have the same name');
    for (const path of files) mustBeFree(path, options.force === true);
  }

  /** Hands over what was made: files now, what goes to stdout at the end. */
  deliver(options: DeliveryOptions, ...products: readonly Product[]): void {
    this.#options = options;
    const [files, others] = [products.filter(isFile), products.filter((product) => !isFile(product))];
    if (!this.isJson && this.isTerminal && others.some(({ content }) => typeof content !== 'string'))
      throw misused('this is no text, and stdout is a terminal', 'Name a file with -o, or send stdout to one.');
    // Secrets first: a certificate without its key is of no use, a key without certificate is.
    for (const { path, content, isSecret = false } of [...files].sort(bySecrecy))
      writeWhole({ path, content: bytesOf(content), isSecret, force: options.force === true });
    this.#products = [...this.#products, ...products];
  }

  /** Says all that is to be said. */
  async finish(): Promise<void> {
    if (this.#isLive) return;
    const streamed = this.#products.filter((product) => !isFile(product));
    if (this.isJson) {
      const made = this.#products.map((product) => [product.name, delivered(product)] as const);
      await this.#out.json(made.length === 0 ? this.#json : { ...this.#json, outputs: Object.fromEntries(made) });
      return;
    }
    // What was made is not mixed with what is said about it.
    const report = streamed.length > 0 ? this.#err : this.#out;
    for (const { content } of streamed) await this.#out.raw(content);
    for (const { text, style } of this.#lines) await report.line(text, style);
  }

  /** Whether what is there may be replaced. */
  get isForced(): boolean {
    return this.#options.force === true;
  }
}

function isFile(product: Product): product is Product & { readonly path: string } {
  return product.path !== undefined && product.path !== '-';
}

const bySecrecy = (a: Product, b: Product): number => Number(b.isSecret ?? false) - Number(a.isSecret ?? false);

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

function delivered(product: Product): Json {
  if (isFile(product)) return { path: product.path };
  return typeof product.content === 'string' ? { text: product.content } : { base64: base64Of(product.content) };
}
