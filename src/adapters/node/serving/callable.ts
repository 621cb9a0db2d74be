/** Classes that can be called without `new`, as those of Node can. */

/**
 * @param Class - made by `new` as before
 * @param name - its public name
 * @param call - what a call without `new` does: `self` is an object whose class comes of `util.inherits`, or else undefined
 */
export function callable<C extends abstract new (...args: never[]) => object>(
  Class: C,
  name: string,
  call: (self: InstanceType<C> | undefined, args: ConstructorParameters<C>) => InstanceType<C>,
): C & ((...args: ConstructorParameters<C>) => InstanceType<C>) {
  Object.defineProperty(Class, 'name', { value: name, configurable: true });
  const face = new Proxy(Class, {
    apply: (_target, self: unknown, args) =>
      call(self instanceof Class ? (self as InstanceType<C>) : undefined, args as ConstructorParameters<C>),
  });
  Object.defineProperty(Class.prototype, 'constructor', { value: face, writable: true, configurable: true });
  return face as C & ((...args: ConstructorParameters<C>) => InstanceType<C>);
}
