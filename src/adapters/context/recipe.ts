/** What a context is made of, read and judged once: the contexts of both sides are made of it. */
import { crypto, SSL } from '../../index.js';
import { installHooks } from '../hooks.js';
import { keylogFile } from '../keylog-file.js';
import type { CertificateInput, ContextOptions, Pem } from '../options.js';
import { trustDefaults } from '../trust.js';
import { versionsOf } from '../versions.js';
import { certificatesOf, crlOf } from './authorities.js';
import { namesLevel, OWN_ORDER, setCiphers } from './ciphers.js';
import { credentialSteps, listed, type Step } from './credentials.js';
import { setDiffieHellman } from './dh-parameters.js';

export type Side = 'client' | 'server';

/** What is no certificate and no key. */
export type Settings = Omit<ContextOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'crl'>;

/** What contexts are made of. It holds private keys until it is freed. */
export class Recipe {
  /** Versions, ciphers and the like. */
  settings: Settings;
  /** Whether a client trusts the default CAs, beside {@link authorities}. */
  trustsDefaults: boolean;
  /** The trusted CAs that are named. */
  readonly authorities: crypto.X509[];
  readonly crls: crypto.CRL[];
  /** Certificates and keys, in their order. */
  readonly credentials: Step[];
  readonly #keys: crypto.PKey[] = [];

  /** @throws {crypto.Error} when what it is made of cannot be read */
  constructor(options: ContextOptions, trustsDefaults: boolean) {
    const { ca, cert, key, pfx, passphrase, crl, ...settings } = options;
    this.settings = settings;
    this.trustsDefaults = trustsDefaults && ca === undefined;
    try {
      this.authorities = listed<CertificateInput>(ca).flatMap(certificatesOf);
      this.crls = listed<Pem>(crl).map(crlOf);
      this.credentials = credentialSteps({ cert, key, pfx, passphrase }, (owned) => this.own(owned));
    } catch (error) {
      this.free();
      throw error;
    }
  }

  /** Takes a key over. */
  own(key: crypto.PKey): void {
    this.#keys.push(key);
  }

  /** Wipes the keys; contexts that have been made keep theirs. */
  free(): void {
    for (const key of this.#keys.splice(0)) key.free();
  }

  /** @throws {crypto.Error} or {@link SSL.Error} when OpenSSL refuses what it is made of */
  contextFor(side: Side): SSL.Context {
    const { settings } = this;
    const limits = versionsOf(settings);
    const only = limits.side ?? side;
    const context = new SSL.Context(only === 'client' ? SSL.TLS_CLIENT_METHOD : SSL.TLS_SERVER_METHOD);
    context.setMinProtoVersion(limits.min);
    context.setMaxProtoVersion(limits.max);
    // OpenSSL has no signatures for older versions at any other level.
    if (limits.min < SSL.TLS1_2_VERSION && !namesLevel(settings.ciphers)) context.setSecurityLevel(0);
    context.setMode(SSL.MODE_RELEASE_BUFFERS);
    setCiphers(context, settings.ciphers ?? OWN_ORDER, limits);
    setGroups(context, settings.ecdhCurve);
    if (settings.sigalgs !== undefined) context.setSigalgs(settings.sigalgs);
    for (const step of this.credentials) step(context);
    this.#setTrust(context, side);
    setDiffieHellman(context, settings.dhparam);
    if (side === 'client') {
      // Sessions go to whoever asked for them, not into a cache that nobody looks into.
      context.setSessionCacheMode(SSL.SESS_CACHE_CLIENT | SSL.SESS_CACHE_NO_INTERNAL);
    } else this.#setSessions(context);
    if (settings.secureOptions !== undefined) context.setOptions(settings.secureOptions);
    installHooks(context, side, keylogFile());
    return context;
  }

  #setSessions(context: SSL.Context): void {
    const { honorCipherOrder, sessionIdContext, sessionTimeout, ticketKeys } = this.settings;
    if (honorCipherOrder !== false) context.setOptions(SSL.OP_CIPHER_SERVER_PREFERENCE);
    context.setSessionId(sessionIdContext ?? 'tsopenssl');
    if (sessionTimeout !== undefined) context.setTimeout(sessionTimeout);
    if (ticketKeys !== undefined) context.setTicketKeys(ticketKeys);
  }

  #setTrust(context: SSL.Context, side: Side): void {
    if (this.trustsDefaults && side === 'client') trustDefaults(context);
    using store = context.getCertStore();
    for (const authority of this.authorities) {
      store.addCert(authority);
      // RFC 8446, 4.2.4: without them clients offer every certificate that they have.
      if (side === 'server') context.addClientCa(authority);
    }
    for (const crl of this.crls) store.addCrl(crl);
    if (this.crls.length > 0)
      context.setVerifyFlags(crypto.X509StoreFlags.CRL_CHECK | crypto.X509StoreFlags.CRL_CHECK_ALL);
    if (this.settings.allowPartialTrustChain === true) context.setVerifyFlags(crypto.X509StoreFlags.PARTIAL_CHAIN);
  }
}

function setGroups(context: SSL.Context, groups: string | undefined): void {
  if (groups === undefined || groups === 'auto') return;
  try {
    context.setGroups(groups);
  } catch (error) {
    // Node has one code for all that is wrong with a list.
    if (error instanceof SSL.Error) Object.assign(error, { code: 'ERR_CRYPTO_OPERATION_FAILED' });
    throw error;
  }
}
