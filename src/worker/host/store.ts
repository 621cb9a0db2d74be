import type { crypto } from '../../index.js';
import { CALL, type Calling, promised } from './promised.js';

const METHODS = ['addCert', 'addCrl', 'setFlags', 'setTime', 'loadLocations'] as const;

const Face = promised<Pick<crypto.X509Store, (typeof METHODS)[number]>>(METHODS);

/** The trusted certificates of a context of a pool: what is added is trusted in every thread. */
export class RemoteStore extends Face {
  readonly #context: Calling;

  /** @internal */
  constructor(context: Calling) {
    super();
    this.#context = context;
  }

  /** @internal */
  [CALL](method: string, args: readonly unknown[]): Promise<unknown> {
    return this.#context[CALL](`store.${method}`, args);
  }
}
