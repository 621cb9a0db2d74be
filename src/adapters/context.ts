/** Makes contexts of what the adapters are told. */
import { oneOf } from '../common/options.js';
import { crypto, SSL } from '../index.js';
import { contextOptions } from './checked-options.js';
import { withCodes } from './failure.js';
import { installHooks } from './hooks.js';
import { keylogFile } from './keylog-file.js';
import type { CertificateInput, ContextOptions, Pem, TlsVersion } from './options.js';
import { trustDefaults } from './trust.js';
import { versionsOf } from './versions.js';

const VERSIONS: Readonly<Record<TlsVersion, number>> = {
  'TLSv1.2': SSL.TLS1_2_VERSION,
  'TLSv1.3': SSL.TLS1_3_VERSION,
};

const KEYS = [
  'ca',
  'cert',
  'key',
  'pfx',
  'passphrase',
  'crl',
  'ciphers',
  'ecdhCurve',
  'sigalgs',
  'minVersion',
  'maxVersion',
  'secureProtocol',
  'secureOptions',
  'honorCipherOrder',
] as const satisfies readonly (keyof ContextOptions)[];

const sideArgument = oneOf('client', 'server');

/** The context of clients that are told nothing: the system's CAs are read once. Nobody can change it. */
let plainClient: SSL.Context | undefined;

/** @internal The context of one client's session: shared by those that are told nothing about it. */
export function sharedContext(
  options: ContextOptions & { readonly rejectUnauthorized?: boolean | undefined },
): SSL.Context {
  const isPlain = options.rejectUnauthorized !== false && KEYS.every((key) => options[key] === undefined);
  if (!isPlain) return createSecureContext(options);
  if (plainClient === undefined) {
    const context = createSecureContext();
    context.seal();
    plainClient = context;
  }
  return plainClient;
}

/**
 * Makes a context that many sessions can share, the caller's own: TLS 1.2 and 1.3, buffers released while idle, a client's
 * trust in the system's CAs unless `ca` names others.
 * @param role - a server names its `ca` to clients of whom it asks for a certificate
 * @throws {crypto.Error} or {@link SSL.Error}, with Node's `code`, when OpenSSL refuses what it is made of
 */
export function createSecureContext(
  input: ContextOptions & { readonly rejectUnauthorized?: boolean | undefined } = {},
  role: 'client' | 'server' = 'client',
): SSL.Context {
  const options = contextOptions(input);
  sideArgument(role, 'role');
  return withCodes(() => contextOf(options, role));
}

function contextOf(
  options: ContextOptions & { readonly rejectUnauthorized?: boolean | undefined },
  role: 'client' | 'server',
): SSL.Context {
  const context = new SSL.Context(role === 'client' ? SSL.TLS_CLIENT_METHOD : SSL.TLS_SERVER_METHOD);
  const { minVersion = 'TLSv1.2', maxVersion } = versionsOf(options);
  context.setMinProtoVersion(VERSIONS[minVersion]);
  if (maxVersion !== undefined) context.setMaxProtoVersion(VERSIONS[maxVersion]);
  context.setMode(SSL.MODE_RELEASE_BUFFERS);
  if (options.ciphers !== undefined) setCiphers(context, options.ciphers, minVersion, maxVersion);
  if (options.ecdhCurve !== undefined && options.ecdhCurve !== 'auto') context.setGroups(options.ecdhCurve);
  if (options.sigalgs !== undefined) context.setSigalgs(options.sigalgs);
  setCredentials(context, options);
  setTrust(context, options, role);
  if (role === 'client') {
    // Sessions go to whoever asked for them, not into a cache that nobody looks into.
    context.setSessionCacheMode(SSL.SESS_CACHE_CLIENT | SSL.SESS_CACHE_NO_INTERNAL);
  } else {
    if (options.honorCipherOrder !== false) context.setOptions(SSL.OP_CIPHER_SERVER_PREFERENCE);
    context.setSessionId('tsopenssl');
  }
  if (options.secureOptions !== undefined) context.setOptions(options.secureOptions);
  installHooks(context, role, keylogFile());
  return context;
}

/** The suites of TLS 1.3 that OpenSSL offers by itself. */
const SUITES = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'];
const SUITE = /^[!-]?TLS_/;

/**
 * The suites of TLS 1.3 have names of their own, and a setting of their own. Where those alone are named, nothing else is
 * spoken, as in node:tls: the older version would have its default ciphers.
 */
function setCiphers(context: SSL.Context, ciphers: string, minVersion: TlsVersion, maxVersion?: TlsVersion): void {
  const names = ciphers.split(':').filter((name) => name !== '');
  const modern = names.filter((name) => SUITE.test(name));
  const classic = names.filter((name) => !SUITE.test(name));
  if (modern.length > 0) {
    const wanted = modern.filter((name) => name.startsWith('TLS_'));
    const unwanted = new Set(modern.filter((name) => !name.startsWith('TLS_')).map((name) => name.slice(1)));
    const suites = (wanted.length > 0 ? wanted : SUITES).filter((name) => !unwanted.has(name));
    context.setTls13Ciphersuites(suites.join(':'));
  }
  if (classic.length > 0) context.setCipherList(classic.join(':'));
  else if (modern.length > 0) {
    if (maxVersion === 'TLSv1.2')
      throw new RangeError(
        'ciphers names suites of TLS 1.3 alone, and maxVersion is TLSv1.2: nothing is left to speak',
      );
    if (minVersion !== 'TLSv1.3') context.setMinProtoVersion(SSL.TLS1_3_VERSION);
  }
}

function setCredentials(context: SSL.Context, { cert, key, pfx, passphrase }: ContextOptions): void {
  if (pfx !== undefined) {
    const file = crypto.loadPkcs12(pfx, passphrase ?? null);
    const certificate = file.getCertificate();
    const privateKey = file.getPrivatekey();
    if (certificate === null || privateKey === null) throw new TypeError('pfx must hold a certificate and its key');
    try {
      context.useCertificate(certificate);
      context.usePrivatekey(privateKey);
      for (const issuer of file.getCaCertificates() ?? []) context.addExtraChainCert(issuer);
    } finally {
      privateKey.free();
    }
  }
  if (cert !== undefined) {
    if (cert instanceof crypto.X509) context.useCertificate(cert);
    else context.useCertificateChain(cert);
  }
  if (key !== undefined) {
    if (key instanceof crypto.PKey) context.usePrivatekey(key);
    else {
      using loaded = crypto.loadPrivatekey(crypto.FILETYPE_PEM, key, passphrase ?? null);
      context.usePrivatekey(loaded);
    }
  }
  if (cert !== undefined || pfx !== undefined) context.checkPrivatekey();
}

function setTrust(
  context: SSL.Context,
  { ca, crl, rejectUnauthorized }: ContextOptions & { readonly rejectUnauthorized?: boolean | undefined },
  role: 'client' | 'server',
): void {
  if (ca !== undefined) {
    const store = context.getCertStore();
    const inputs: readonly CertificateInput[] = isList(ca) ? ca : [ca];
    for (const input of inputs) {
      const certificates = input instanceof crypto.X509 ? [input] : crypto.loadCertificates(input);
      for (const certificate of certificates) {
        store.addCert(certificate);
        // RFC 8446, 4.2.4: without them clients offer every certificate that they have.
        if (role === 'server') context.addClientCa(certificate);
      }
    }
  } else if (role === 'client' && rejectUnauthorized !== false) trustDefaults(context);
  if (crl === undefined) return;
  const store = context.getCertStore();
  const lists: readonly Pem[] = isList(crl) ? crl : [crl];
  for (const list of lists) store.addCrl(crypto.loadCrl(crypto.FILETYPE_PEM, list));
  context.setVerifyFlags(crypto.X509StoreFlags.CRL_CHECK | crypto.X509StoreFlags.CRL_CHECK_ALL);
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
