/** Chains of certificates, to C and back. */
import { instancesArgument } from '../common/arguments.js';
import { adopt, HANDLE, type Handle } from '../ffi/index.js';
import { native } from './native.js';
import { X509 } from './x509.js';

/**
 * A C chain of references to certificates; the caller frees it.
 * @throws {TypeError} when it is no list, or one is no certificate
 */
export function chainOf(certificates: Iterable<X509>, name = 'certificates'): Handle<'X509Chain'> {
  const handles = instancesArgument(certificates, X509, name).map((cert) => cert[HANDLE]);
  const chain = native.x509_chain_new();
  try {
    for (const cert of handles) native.x509_chain_push(chain, cert);
  } catch (error) {
    chain.release();
    throw error;
  }
  return chain;
}

/** The certificates of a C chain. */
export function chainToArray(chain: Handle<'X509Chain'>): X509[] {
  return Array.from({ length: native.x509_chain_length(chain) }, (_, index) =>
    adopt(X509, native.x509_chain_get(chain, index)),
  );
}
