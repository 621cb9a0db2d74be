/** How node:tls reads what a context is made of, where that differs from the other adapters. */
import { declareOptions, type Rule, type Rules } from '../../../common/options.js';
import { wrongType } from '../../../common/refusals.js';
import { SSL } from '../../../index.js';
import { CONTEXT_RULES } from '../../checked-options.js';
import { readableOf } from '../../context/authorities.js';
import { listed } from '../../context/credentials.js';
import type { CertificateInput, ContextOptions } from '../../options.js';
import { defaults, INITIAL } from './defaults.js';

/** Where Node asks whether there is something at all: an empty text stands for "not given", and false too. */
function orNothing<T>(rule: Rule<T>): Rule<T> {
  return ((value, name) => (value === '' || value === false ? undefined : rule(value, name))) as Rule<T>;
}

type Lenient = 'ca' | 'cert' | 'key' | 'ciphers' | 'ecdhCurve' | 'dhparam' | 'secureOptions';

/**
 * A CA that is no PEM is none: nobody is trusted for it, and the default CAs are not either.
 */
const authorities: Rule<readonly CertificateInput[]> = (value, name) =>
  listed<CertificateInput>(CONTEXT_RULES.ca(value, name))
    .map((input) => (typeof input === 'string' || ArrayBuffer.isView(input) ? readableOf(input) : input))
    .filter((input) => input !== '');

/** In the place of their namesakes. */
export const NODE_CONTEXT_RULES: Pick<Rules<ContextOptions>, Lenient> = {
  ca: orNothing(authorities),
  cert: orNothing(CONTEXT_RULES.cert),
  key: orNothing(CONTEXT_RULES.key),
  ciphers: orNothing(CONTEXT_RULES.ciphers),
  ecdhCurve: orNothing(CONTEXT_RULES.ecdhCurve),
  dhparam: orNothing(CONTEXT_RULES.dhparam),
  secureOptions: orNothing(CONTEXT_RULES.secureOptions),
};

const judged = declareOptions<ContextOptions>({ ...CONTEXT_RULES, ...NODE_CONTEXT_RULES });

/** Judges what a context of `tsopenssl/node` is made of, and adds `tls.DEFAULT_…` where they have been changed. */
export function nodeContextOptions(input: unknown): ContextOptions {
  if (Array.isArray(input)) throw wrongType('options', 'an object', input);
  // Its members are no options: what was made of them would have no certificate.
  if (isContext(input)) throw wrongType('options', 'what a context is made of', input);
  return withDefaults(judged(input));
}

function isContext(input: unknown): boolean {
  const isObject = typeof input === 'object' && input !== null;
  return input instanceof SSL.Context || (isObject && input.constructor?.name === 'SecureContext');
}

/** Adds `tls.DEFAULT_…` where they have been changed: what is as it was needs no word. */
export function withDefaults<T extends ContextOptions & { readonly secureContext?: unknown }>(options: T): T {
  if (options.secureContext !== undefined) return options;
  const { DEFAULT_CIPHERS: ciphers, DEFAULT_ECDH_CURVE: ecdhCurve } = changed();
  const { DEFAULT_MIN_VERSION: minVersion, DEFAULT_MAX_VERSION: maxVersion } = changed();
  return {
    ...options,
    ...(options.ciphers === undefined && ciphers !== undefined && { ciphers }),
    ...(options.ecdhCurve === undefined && ecdhCurve !== undefined && { ecdhCurve }),
    ...(options.secureProtocol === undefined && {
      ...(options.minVersion === undefined && minVersion !== undefined && { minVersion }),
      ...(options.maxVersion === undefined && maxVersion !== undefined && { maxVersion }),
    }),
  };
}

function changed(): Partial<typeof defaults> {
  const entries = Object.entries(defaults).filter(
    ([name, value]) => value != null && value !== '' && value !== INITIAL[name as keyof typeof defaults],
  );
  return Object.fromEntries(entries);
}
