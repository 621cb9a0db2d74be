import { native } from './native.js';

/** A named curve. */
export interface EllipticCurve {
  /** OpenSSL's short name, such as `prime256v1`. */
  readonly name: string;
  /** As Python prints it: `<Curve 'prime256v1'>`. */
  toString(): string;
}

class NamedCurve implements EllipticCurve {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  toString(): string {
    return `<Curve '${this.name}'>`;
  }
}

let curves: ReadonlyMap<string, EllipticCurve> | undefined;

function known(): ReadonlyMap<string, EllipticCurve> {
  curves ??= new Map(
    native
      .elliptic_curves()
      .split('\n')
      .map((name) => [name, new NamedCurve(name)]),
  );
  return curves;
}

/** Whether a value is a curve of {@link getEllipticCurves}. */
export function isEllipticCurve(value: unknown): value is EllipticCurve {
  return value instanceof NamedCurve;
}

/** Every curve that OpenSSL has built in. @corresponds EC_get_builtin_curves */
export function getEllipticCurves(): Set<EllipticCurve> {
  return new Set(known().values());
}

/**
 * A curve by its name.
 * @throws {RangeError} when OpenSSL has none of that name
 */
export function getEllipticCurve(name: string): EllipticCurve {
  const curve = known().get(name);
  if (curve === undefined) throw new RangeError(`unknown curve name: ${JSON.stringify(name)}`);
  return curve;
}
