/** A context of a pool: what was done to it is kept, and repeated in each thread that needs it. */
import { ReleasedError, SSL } from '../../index.js';
import type { Call, ContextCommand, Seed } from '../wire/messages.js';
import { Encoder, type Tagged, wipe } from '../wire/values.js';
import { CHANGING, type ContextMethod, READING } from './context-methods.js';
import type { AnyCallback, Hub } from './hub.js';
import { CALL, type Promised, promised } from './promised.js';
import type { crossing } from './signers.js';
import type { Thread } from './thread.js';

/** The members of `SSL.Context` that cross as they are. */
export interface ContextFace extends Promised<Pick<SSL.Context, ContextMethod>> {}

const Face: new () => ContextFace = promised<Pick<SSL.Context, ContextMethod>>([...READING, ...CHANGING]);
const READS: ReadonlySet<string> = new Set(READING);

const ignore = (): void => undefined;

export abstract class ContextBase extends Face {
  /** @internal */
  readonly id: number;
  readonly #hub: Hub;
  readonly #method: number;
  #calls: Call[] = [];
  #seed: Seed | undefined;
  /** The other contexts that it may switch to: they must be in a thread before it. */
  readonly #others = new Set<ContextBase>();
  readonly #callbacks = new Map<string, AnyCallback>();
  /** The threads that have it, or will; and of these the ones that already get each change. */
  readonly #installs = new Map<Thread, Promise<unknown>>();
  readonly #upToDate = new Set<Thread>();
  /** The thread that judges each change. */
  #home: Thread | undefined;
  /** Resolves when all changes have been judged. */
  #settled: Promise<unknown> = Promise.resolve();
  #isFrozen = false;
  #isFreed = false;
  #appData: unknown;

  /** @internal */
  constructor(hub: Hub, method: number) {
    super();
    this.#hub = hub;
    this.#method = method;
    this.id = hub.register(this);
    const { id } = this;
    const installs = this.#installs;
    hub.backstop?.register(
      this,
      () => {
        hub.forget(id);
        freeOn(installs, id);
      },
      this,
    );
    this.#settle(this.#judge().installed);
  }

  /** What {@link setAppData} set, null before. It stays on this side. */
  getAppData(): unknown {
    return this.#appData ?? null;
  }

  /** Keeps any value with this context, on this side. */
  setAppData(data: unknown): void {
    this.#appData = data;
  }

  /** @internal Whether it is of this pool: another pool's numbers stand for other contexts. */
  isOf(hub: Hub): boolean {
    return this.#hub === hub;
  }

  /** @internal */
  callbackOf(name: string): AnyCallback | undefined {
    return this.#callbacks.get(name);
  }

  /** @internal */
  async [CALL](method: string, args: readonly unknown[]): Promise<unknown> {
    return await this.#call({ method, args: this.#encode(args) });
  }

  /** A method of this side alone. */
  protected async declaring(method: string, args: readonly unknown[]): Promise<void> {
    await this[CALL](method, args);
  }

  /** A method that takes a function, which stays on this side. */
  protected async giving(
    name: string,
    callback: AnyCallback | null,
    before: readonly unknown[] = [],
    after: readonly unknown[] = [],
  ): Promise<void> {
    if (callback !== null && typeof callback !== 'function') throw new TypeError('callback must be a function');
    const tagged: Tagged | null = callback === null ? null : { is: 'callback', name };
    const args = [...this.#encode(before), tagged, ...this.#encode(after)];
    const former = this.#callbacks.get(name);
    if (callback === null) this.#callbacks.delete(name);
    else this.#callbacks.set(name, callback);
    try {
      await this.#call({ method: name, args });
    } catch (error) {
      if (former === undefined) this.#callbacks.delete(name);
      else this.#callbacks.set(name, former);
      throw error;
    }
  }

  /** A key whose function stays on this side, for as long as this context: connections sign with it after another has been given. */
  protected async signing({ name, callback, tagged }: ReturnType<typeof crossing>): Promise<void> {
    this.#callbacks.set(name, callback);
    try {
      await this.#call({ method: 'useSigner', args: [tagged] });
    } catch (error) {
      this.#callbacks.delete(name);
      throw error;
    }
  }

  /** A method that takes other contexts. */
  protected async naming(method: string, args: readonly unknown[], others: readonly ContextBase[]): Promise<void> {
    this.#alive();
    for (const other of others) {
      if (!other.isOf(this.#hub)) throw new TypeError('names must be those of Contexts of this pool');
      other.#alive();
    }
    const strange = others.filter((other) => other !== (this as ContextBase));
    for (const other of strange) {
      if (other.#reaches(this)) throw new RangeError('a context cannot switch to one that switches back to it');
    }
    for (const other of strange) this.#others.add(other);
    const { home } = this.#judge();
    await Promise.all(strange.map((other) => other.on(home)));
    await this.declaring(method, args);
  }

  /** What was done to it is forgotten after free(): made again, it would verify nobody. */
  #alive(): void {
    if (this.#isFreed) throw new ReleasedError('this Context has been freed');
  }

  #reaches(target: ContextBase): boolean {
    return (this as ContextBase) === target || [...this.#others].some((other) => other.#reaches(target));
  }

  #encode(args: readonly unknown[]): Call['args'] {
    const encoder = new Encoder((value) =>
      value instanceof ContextBase ? { is: 'context', id: value.id } : undefined,
    );
    return args.map((arg) => encoder.encode(arg));
  }

  #call(call: Call): Promise<unknown> {
    if (this.#isFreed) throw new SSL.Error('this Context has been freed');
    const { home } = this.#judge();
    if (READS.has(call.method)) return this.#send(home, call);
    this.#calls.push(call);
    const others = [...this.#upToDate].filter((thread) => thread !== home && !thread.isDead);
    const judged = this.#send(home, call);
    const repeated = Promise.all(others.map((thread) => this.#send(thread, call).catch(ignore)));
    this.#settle(
      judged.catch(() => {
        this.#calls = this.#calls.filter((kept) => kept !== call);
        repeated.then(() => wipe(call.args));
      }),
    );
    return judged;
  }

  async #send(thread: Thread, call: Call): Promise<unknown> {
    await this.#installs.get(thread);
    return await thread.perform({ do: 'call', id: this.id, ...call });
  }

  #settle(promise: Promise<unknown>): void {
    this.#settled = Promise.all([this.#settled, promise.catch(ignore)]);
  }

  /** The thread that judges changes: another one where that has died. */
  #judge(): { home: Thread; installed: Promise<unknown> } {
    if (this.#home === undefined) {
      this.#home = this.#hub.pick();
      // Nothing has been done to it yet.
      this.#installs.set(this.#home, this.#install(this.#home));
    } else if (this.#home.isDead) {
      this.#home = [...this.#upToDate].find((thread) => !thread.isDead) ?? this.#hub.pick();
    }
    return { home: this.#home, installed: this.on(this.#home) };
  }

  /** @internal Resolves when a thread has this context, with all that was done to it. */
  on(thread: Thread): Promise<unknown> {
    if (this.#isFreed) return Promise.reject(new ReleasedError('this Context has been freed'));
    const there = this.#installs.get(thread);
    if (there !== undefined) return there;
    for (const known of this.#installs.keys()) if (known.isDead) this.#forgetThread(known);
    const install = this.#installLater(thread);
    this.#installs.set(thread, install);
    install.catch(() => this.#forgetThread(thread));
    return install;
  }

  #forgetThread(thread: Thread): void {
    this.#installs.delete(thread);
    this.#upToDate.delete(thread);
  }

  async #installLater(thread: Thread): Promise<void> {
    await this.#settled;
    for (const other of this.#others) await other.on(thread);
    await this.#install(thread);
  }

  async #install(thread: Thread): Promise<void> {
    const command = this.#command();
    this.#upToDate.add(thread);
    const seed = (await thread.perform(command)) as Seed | undefined;
    if (command.wantsSeed) this.#seed = seed;
  }

  #command(): ContextCommand {
    const shared: Call[] =
      this.#seed === undefined
        ? []
        : [
            { method: 'setTicketKeys', args: [this.#seed.ticketKeys] },
            { method: 'setSessionId', args: [this.#seed.sessionId] },
          ];
    return {
      do: 'context',
      id: this.id,
      method: this.#method,
      calls: [...shared, ...this.#calls],
      isFrozen: this.#isFrozen,
      wantsSeed: this.#seed === undefined,
    };
  }

  /** @internal A connection uses it: what changes it fails from now on. */
  freeze(): void {
    if (this.#isFrozen || this.#isFreed) return;
    this.#isFrozen = true;
    const { home } = this.#judge();
    this.#settle(this.#send(home, { method: 'freeze', args: [] }));
  }

  /** @internal How a thread makes it, with those that it may switch to; none where the thread has it. */
  missingOn(thread: Thread): ContextCommand[] {
    this.#alive();
    if (this.#upToDate.has(thread)) return [];
    return [...[...this.#others].flatMap((other) => other.missingOn(thread)), this.#command()];
  }

  /** @internal A thread has made it. */
  hasArrived(thread: Thread): void {
    for (const other of this.#others) other.hasArrived(thread);
    if (this.#installs.has(thread)) return;
    this.#installs.set(thread, Promise.resolve());
    this.#upToDate.add(thread);
  }

  /** Whether the context has been freed. */
  get isFreed(): boolean {
    return this.#isFreed;
  }

  /**
   * Frees the context in every thread; connections go on. A second call does nothing.
   * @returns when it is done
   */
  async free(): Promise<void> {
    if (this.#isFreed) return;
    this.#isFreed = true;
    this.#hub.forget(this.id);
    this.#hub.backstop?.unregister(this);
    await this.#settled;
    await freeOn(this.#installs, this.id);
    this.wipe();
  }

  /** @internal Forgets what was done to it, and wipes the keys that it was given: no thread needs them any more. */
  wipe(): void {
    wipe(this.#calls.splice(0).flatMap((call) => call.args));
    if (this.#seed !== undefined) wipe([this.#seed.ticketKeys]);
    this.#seed = undefined;
  }
}

/** Frees an object in every thread that has it and lives. */
async function freeOn(installs: ReadonlyMap<Thread, Promise<unknown>>, id: number): Promise<void> {
  const done = [...installs].map(async ([thread, install]) => {
    await install.catch(ignore);
    await thread.perform({ do: 'free', id }).catch(ignore);
  });
  await Promise.all(done);
}
