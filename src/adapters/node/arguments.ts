/** The arguments of `connect`, in each of the ways in which node takes them. */
import type { Target } from './socket/node-errors.js';

type Listener = () => void;

/** Options, or a path, or a port and a host; the last may be a listener. */
function readTarget(args: readonly unknown[]): Record<string, unknown> {
  const [first, second] = args;
  if (args.length === 0) return {};
  if (typeof first === 'object' && first !== null) return { ...first };
  if (typeof first === 'string' && !(Number(first) >= 0)) return { path: first };
  return { port: first, ...(typeof second === 'string' && { host: second }) };
}

function lastListener(args: readonly unknown[]): Listener | undefined {
  const last = args.at(-1);
  return typeof last === 'function' ? (last as Listener) : undefined;
}

/** Of `tls.connect`: what the options say counts before what stands before them. */
export function connectArguments(args: readonly unknown[]): { options: object; listener: Listener | undefined } {
  const target = readTarget(args);
  const [, second, third] = args;
  const further: unknown = typeof second === 'object' && second !== null ? second : third;
  const options = typeof further === 'object' && further !== null ? { ...target, ...further } : target;
  return { options, listener: lastListener(args) };
}

/** Of `socket.connect`: the arguments without the listener, and where they lead. */
export function connectTarget(args: readonly unknown[]): {
  rest: unknown[];
  target: Target;
  listener: Listener | undefined;
} {
  const listener = lastListener(args);
  const rest = args.slice(0, listener === undefined ? undefined : -1);
  return { rest, target: readTarget(rest) as Target, listener };
}
