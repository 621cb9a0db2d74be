/** Faces: classes with the methods of another class, each of which returns a promise. */

/** The members of a class as they are behind a border: methods return promises, and properties are promises. */
export type Promised<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : Promise<T[K]>;
};

/** The method of a face through which all its calls go. */
export const CALL: unique symbol = Symbol('tsopenssl.call');

/** What a face must have. */
export interface Calling {
  /** Has a method of the object that this face stands for called. */
  [CALL](method: string, args: readonly unknown[]): Promise<unknown>;
}

/**
 * The base of a face.
 * @param methods - their names; what each takes and returns is that of `T`
 * @param properties - what can be read, by the names of `T`
 */
export function promised<T>(
  methods: readonly (keyof T & string)[],
  properties: readonly (keyof T & string)[] = [],
): new () => Promised<T> {
  class Face {}
  for (const method of methods) {
    const value = function (this: Calling, ...args: unknown[]) {
      return this[CALL](method, args);
    };
    Object.defineProperty(value, 'name', { value: method });
    Object.defineProperty(Face.prototype, method, { value, configurable: true, writable: true });
  }
  for (const property of properties) {
    Object.defineProperty(Face.prototype, property, {
      get(this: Calling) {
        return this[CALL](property, []);
      },
      configurable: true,
    });
  }
  return Face as new () => Promised<T>;
}
