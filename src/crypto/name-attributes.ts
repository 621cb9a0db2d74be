/** Attributes of names as properties, as in pyOpenSSL: each name that OpenSSL knows is one, and no other. */

/** What reads and sets attributes by their names. */
interface Attributes {
  readonly isGone: boolean;
  has(field: string): boolean;
  get(field: string): string | null;
  set(field: string, value: string | null): void;
}

/** A class of objects that have such a prototype behind what the class and those that extend it declare. */
export function withAttributes<Base extends { readonly prototype: object }>(base: Base): Base {
  abstract class Attributed extends (base as unknown as abstract new (...given: unknown[]) => object) {}
  Object.setPrototypeOf(Attributed.prototype, attributePrototype(base.prototype));
  return Attributed as unknown as Base;
}

/**
 * A prototype that stands behind all properties that are declared: what is read or set there is an attribute by another of
 * its names. One that nobody knows, such as `comonName`, can not be set; read, it is undefined, as engines, loggers and
 * `await` ask objects for names of their own.
 */
function attributePrototype(behind: object): object {
  return new Proxy(Object.create(behind) as object, {
    get(target, key, receiver: Attributes) {
      if (typeof key !== 'string' || key in target) return Reflect.get(target, key, receiver);
      return receiver.isGone || !receiver.has(key) ? undefined : receiver.get(key);
    },
    set(target, key, value, receiver: Attributes) {
      if (typeof key !== 'string' || key in target) return Reflect.set(target, key, value, receiver);
      receiver.set(key, value as string | null);
      return true;
    },
  });
}
