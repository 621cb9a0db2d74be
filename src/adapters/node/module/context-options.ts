/** How node:tls reads what a context is made of, where that differs from the other adapters. */
import { declareOptions, type Rule, type Rules } from '../../../common/options.js';
import { wrongType } from '../../../common/refusals.js';
import { SSL } from '../../../index.js';
import { CONTEXT_RULES } from '../../checked-options.js';
import { readableOf } from '../../context/authorities.js';
import { listed } from '../../context/credentials.js';
import type { CertificateInput, ContextOptions } from '../../options.js';
import { inNodesClass, orEmpty, orNone, orNothing, orNothingButText } from '../lenient.js';
import { defaults, INITIAL } from './defaults.js';

type Lenient =
  | 'ca'
  | 'cert'
  | 'key'
  | 'pfx'
  | 'passphrase'
  | 'ciphers'
  | 'ecdhCurve'
  | 'dhparam'
  | 'secureOptions'
  | 'secureProtocol';

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
  cert: orNothing(orNone(CONTEXT_RULES.cert)),
  key: orNothing(CONTEXT_RULES.key),
  pfx: orNone(CONTEXT_RULES.pfx),
  passphrase: orNothing(CONTEXT_RULES.passphrase),
  ciphers: orEmpty(CONTEXT_RULES.ciphers),
  ecdhCurve: orEmpty(CONTEXT_RULES.ecdhCurve),
  dhparam: orEmpty(CONTEXT_RULES.dhparam),
  secureOptions: orNothing(CONTEXT_RULES.secureOptions),
  secureProtocol: orNothingButText(CONTEXT_RULES.secureProtocol),
};

const judged = inNodesClass(declareOptions<ContextOptions>({ ...CONTEXT_RULES, ...NODE_CONTEXT_RULES }));

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
