/** Tasks of the page done in Node: the same definitions over the same pool of threads, and native openssl beside. */
import { WorkerPool } from 'tsopenssl/worker';
import { afterAll } from 'vitest';
import { Shelf, type ShelfItem, type ShelfKind } from '../../../site/src/frame/shelf.js';
import type { Values } from '../../../site/src/make/model/fields.js';
import { dataEntry, type Opened, open } from '../../../site/src/make/model/open.js';
import type { Outcome, Product } from '../../../site/src/make/model/outcome.js';
import { Problem } from '../../../site/src/make/model/problem.js';
import { runTask } from '../../../site/src/make/model/task.js';
import type { ProductName, TaskName } from '../../../site/src/make/model/words.js';
import { TASKS } from '../../../site/src/make/tasks/list.js';
import { NativeOpenssl } from '../../support/native-openssl.js';

/** What was made, with what tests ask of it. */
export interface Made extends Outcome {
  /** The item on the shelf that a product has become. */
  readonly item: (name: ProductName) => ShelfItem;
  readonly product: (name: ProductName) => Product;
  /** The text of a fact; several values one behind the other. */
  readonly fact: (name: string) => string;
}

export class Workshop {
  readonly pool = new WorkerPool({ size: 1 });
  readonly shelf = new Shelf();
  readonly native = new NativeOpenssl();

  constructor() {
    afterAll(() => this.pool.close());
  }

  /** Does a task, puts what it gives on the shelf, and its files into the folder of native openssl. */
  async make(id: TaskName, values: Values = {}): Promise<Made> {
    const task = TASKS.find((one) => one.id === id);
    if (task === undefined) throw new Error(`there is no task ${id}`);
    const outcome = await runTask(task, values, this.shelf.items, this.pool.pki);
    const items = new Map<string, ShelfItem>();
    for (const { name, entry, forms } of outcome.products) {
      if (entry !== undefined && !items.has(name)) items.set(name, this.shelf.add(entry));
      for (const form of forms) this.native.file(form.name, form.content);
    }
    const product = (name: ProductName) => found(outcome.products, (one) => one.name === name, name);
    return {
      ...outcome,
      ...{ product, item: (name) => found([...items], ([one]) => one === name, name)[1] },
      fact: (name) =>
        outcome.facts
          .filter((one) => one.name === name)
          .flatMap((one) => one.values)
          .map((value) =>
            value instanceof Date
              ? value.toISOString()
              : typeof value === 'object'
                ? JSON.stringify(value)
                : String(value),
          )
          .join(' '),
    };
  }

  /** The problem that a task ends in. */
  async problem(id: TaskName, values: Values = {}): Promise<Problem> {
    try {
      await this.make(id, values);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    throw new Error(`${id} was done`);
  }

  /** Opens a file of the folder, and puts what is in it on the shelf. */
  async open(name: string, password?: string): Promise<Opened & { readonly items: readonly ShelfItem[] }> {
    const opened = await open({ bytes: this.native.read(name), name }, this.pool.pki, password);
    return { ...opened, items: opened.entries.map((entry) => this.shelf.add(entry)) };
  }

  /** Puts a file on the shelf as it is. */
  data(name: string, content: string | Uint8Array): ShelfItem {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.native.file(name, bytes);
    return this.shelf.add(dataEntry({ bytes, name }));
  }

  of(kind: ShelfKind): readonly ShelfItem[] {
    return this.shelf.items.filter((item) => item.kind === kind);
  }
}

function found<T>(list: readonly T[], test: (one: T) => boolean, name: string): T {
  const one = list.find(test);
  if (one === undefined) throw new Error(`there is no ${name}`);
  return one;
}
