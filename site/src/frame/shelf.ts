/** What was made or opened in this visit: in memory alone, gone with the page. */
import type { ExternalKey } from 'tsopenssl/pki';

/** What a thing on the shelf is. */
export type ShelfKind =
  | 'certificate'
  | 'request'
  | 'crl'
  | 'private-key'
  | 'public-key'
  | 'pkcs12'
  | 'java-store'
  | 'message'
  | 'mail'
  | 'ocsp-request'
  | 'ocsp-response'
  | 'time-stamp-request'
  | 'time-stamp'
  | 'data';

/** A thing before it is on the shelf. */
export interface ShelfEntry {
  readonly kind: ShelfKind;
  /** What people call it: a common name, a file's name. */
  readonly title: string;
  /** The DER, of a private key its PKCS #8; of a mail, a store or data the file as it is. Empty where the key is kept elsewhere. */
  readonly bytes: Uint8Array;
  /** The pin of the public key in it: what belongs together has the same. */
  readonly pin?: string;
  /** Whether it is the certificate of a CA. */
  readonly isAuthority?: boolean;
  /** What a certificate is for, where it says so: `serverAuth` and the like. */
  readonly usages?: readonly string[];
  /** Until when a certificate is good: tells it from the one before it. */
  readonly until?: Date;
  /** Whether its subject is its issuer. */
  readonly isRoot?: boolean;
  /** A key that signs where it is, and never leaves the browser. */
  readonly signer?: ExternalKey<Promise<Uint8Array>>;
  readonly origin: 'made' | 'opened';
}

export interface ShelfItem extends ShelfEntry {
  /** What a form names it by. */
  readonly id: string;
}

/** The things of this visit, in the order in which they came. */
export class Shelf {
  #items: readonly ShelfItem[] = [];
  #count = 0;
  readonly #listeners = new Set<() => void>();

  get items(): readonly ShelfItem[] {
    return this.#items;
  }

  /** Puts something on the shelf. @returns the item, or the one that is there already with the same bytes */
  add(entry: ShelfEntry): ShelfItem {
    const known = this.#items.find((item) => isSame(item, entry));
    if (known !== undefined) return known;
    this.#count += 1;
    const item = { ...entry, id: `item-${this.#count}` };
    this.#items = [...this.#items, item];
    this.#tell();
    return item;
  }

  find(id: string): ShelfItem | undefined {
    return this.#items.find((item) => item.id === id);
  }

  /** Takes something away, and wipes it where it is a secret. */
  remove(id: string): void {
    const gone = this.find(id);
    if (gone === undefined) return;
    this.#items = this.#items.filter((item) => item !== gone);
    wipe(gone);
    this.#tell();
  }

  clear(): void {
    const gone = this.#items;
    this.#items = [];
    for (const item of gone) wipe(item);
    this.#tell();
  }

  /** Hears of every change. @returns what ends that */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The shelf of the page. */
export const shelf = new Shelf();

function isSame(one: ShelfEntry, other: ShelfEntry): boolean {
  if (one.kind !== other.kind || one.signer !== other.signer || one.bytes.length !== other.bytes.length) return false;
  return one.bytes.every((byte, index) => byte === other.bytes[index]);
}

function wipe({ kind, bytes }: ShelfItem): void {
  if (kind === 'private-key' || kind === 'pkcs12' || kind === 'java-store') bytes.fill(0);
}
