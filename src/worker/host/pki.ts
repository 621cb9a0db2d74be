/** `tsopenssl/pki` in other threads: the same names, each of which returns a promise. */
import { declareOptions, func, instance } from '../../common/options.js';
import type { ExternalKey, OcspResponder } from '../../pki/index.js';
import type { JobOptions } from './job.js';
import type { Jobs } from './jobs.js';

type Kit = typeof import('../../pki/index.js');

/** What acts where it is, and cannot come from another thread. */
type Acting = ExternalKey | OcspResponder;

/** A function whose work is done elsewhere: what it took, it takes, and what it gave, it promises. */
type Remote<F> = F extends {
  (...args: infer A): infer R;
  (...args: infer B): infer S;
  (...args: infer C): infer T;
  (...args: infer D): infer U;
}
  ? {
      (...args: A): Promise<Awaited<R>>;
      (...args: B): Promise<Awaited<S>>;
      (...args: C): Promise<Awaited<T>>;
      (...args: D): Promise<Awaited<U>>;
    }
  : never;

/**
 * The functions of `tsopenssl/pki`, done in other threads. All but those whose result acts where it is: `signer` and its
 * like make keys that sign on your side, and are arguments of these.
 */
export type RemoteKit = {
  readonly [Name in keyof Kit as Kit[Name] extends (...args: never[]) => infer R
    ? Awaited<R> extends Acting
      ? never
      : Name
    : never]: Remote<Kit[Name]>;
};

/** {@link RemoteKit}, and how to be told of progress and to end a call. */
export interface RemotePki extends RemoteKit {
  /**
   * The same functions, with a signal that ends their calls and a listener for their progress:
   * `pool.pki.with({ signal, onProgress }).createKey({ type: 'RSA', bits: 4096 })`.
   */
  with(options: JobOptions): RemotePki;
}

const readOptions = declareOptions<JobOptions>({
  signal: instance(AbortSignal),
  onProgress: func(),
});

/**
 * The face of the kit. Which functions there are, the thread knows: it has the kit, and whoever only uses this pool for
 * connections has none of it.
 */
export function remotePki(jobs: Jobs, options: JobOptions = {}): RemotePki {
  const known = new Map<string, unknown>();
  return new Proxy({} as RemotePki, {
    get(_target, name) {
      // Whoever awaits it, or shows it in a log, asks for these.
      if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
      let value = known.get(name);
      if (value === undefined) {
        value =
          name === 'with'
            ? (more: JobOptions) => remotePki(jobs, { ...options, ...readOptions(more) })
            : (...args: unknown[]) => jobs.run(name, args, options);
        known.set(name, value);
      }
      return value;
    },
    set: () => false,
  });
}
