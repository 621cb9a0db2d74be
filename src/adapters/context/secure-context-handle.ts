import { integer, text, textOrBytes } from '../../common/options.js';
import type { SSL } from '../../index.js';
import { withCodes } from '../failure.js';
import type { Pem } from '../options.js';
import { VERSION_NAMES, versionsOf } from '../versions.js';
import { crlOf, readableCertificates } from './authorities.js';
import { DEFAULT_CIPHERS } from './ciphers.js';
import { certificateStep, keyStep, pfxStep, type Step } from './credentials.js';
import type { Recipe, Settings } from './recipe.js';
import { TICKET_KEYS } from './ticket-keys.js';

const timeout = integer(0, 0x7fff_ffff);

/** What has been made of the recipe. */
interface Made {
  now(): SSL.Context;
  changed(): void;
}

/**
 * What Node keeps beneath a SecureContext, as far as libraries call it: it adds to what the context is made of. Connections that
 * are made from then on are of it; those that are open stay as they are.
 */
export class SecureContextHandle {
  readonly #recipe: Recipe;
  readonly #made: Made;

  /** @internal */
  constructor(recipe: Recipe, made: Made) {
    this.#recipe = recipe;
    this.#made = made;
  }

  /** Trusts the certificates of a PEM; what holds none adds nothing, as in Node. */
  addCACert(pem: Pem): void {
    const certificates = readableCertificates(textOrBytes(pem, 'pem'));
    this.#change(() => this.#recipe.authorities.push(...certificates));
  }

  /** Trusts the default CAs, as a client. */
  addRootCerts(): void {
    this.#change(() => {
      this.#recipe.trustsDefaults = true;
    });
  }

  /** Adds a revocation list in PEM: every certificate of a chain must then have one. @throws {Error} when it is none */
  addCRL(pem: Pem): void {
    const crl = withCodes(() => crlOf(textOrBytes(pem, 'pem')));
    this.#change(() => this.#recipe.crls.push(crl));
  }

  /** Shows a certificate in PEM, with its chain behind it. @throws {Error} when it is none */
  setCert(pem: Pem): void {
    this.#use(certificateStep(textOrBytes(pem, 'pem')));
  }

  /** Proves with a private key in PEM. @throws {Error} when it is none, or the passphrase does not open it */
  setKey(pem: Pem, passphrase?: string | null): void {
    this.#use(keyStep({ pem: textOrBytes(pem, 'pem'), passphrase }, null, (key) => this.#recipe.own(key)));
  }

  /** Shows what a PKCS#12 file holds. @throws {Error} when it is none, or the passphrase does not open it */
  loadPKCS12(file: Uint8Array, passphrase?: string | Uint8Array | null): void {
    this.#use(pfxStep({ buf: file, passphrase }, null, (key) => this.#recipe.own(key)));
  }

  /** Sets the ciphers of TLS 1.2 and below; those of TLS 1.3 stay. */
  setCiphers(list: string): void {
    this.#set({ ciphers: merged(text(list, 'list'), this.#recipe.settings.ciphers, false) });
  }

  /** Sets the suites of TLS 1.3; the ciphers of TLS 1.2 stay. */
  setCipherSuites(list: string): void {
    this.#set({ ciphers: merged(text(list, 'list'), this.#recipe.settings.ciphers, true) });
  }

  /** Sets the groups of the key exchange, `auto` for OpenSSL's own. */
  setECDHCurve(groups: string): void {
    this.#set({ ecdhCurve: text(groups, 'groups') });
  }

  /** Sets the signature algorithms. */
  setSigalgs(list: string): void {
    this.#set({ sigalgs: text(list, 'list') });
  }

  /** Sets the group of ephemeral Diffie-Hellman: PEM, or true for one as strong as the key. */
  setDHParam(dhparam: Pem | true): void {
    this.#set({ dhparam: dhparam === true ? 'auto' : textOrBytes(dhparam, 'dhparam') });
  }

  /** Adds `SSL_OP_…` bits. */
  setOptions(bits: number): void {
    const more = integer(-0x8000_0000, Number.MAX_SAFE_INTEGER)(bits, 'bits');
    const all = BigInt(this.#recipe.settings.secureOptions ?? 0) | BigInt(more < 0 ? more >>> 0 : more);
    this.#set({ secureOptions: Number(all) });
  }

  /** Lets a chain end in any certificate that is trusted. */
  setAllowPartialTrustChain(): void {
    this.#set({ allowPartialTrustChain: true });
  }

  /** Names the application to which a server's sessions belong: at most 32 bytes. */
  setSessionIdContext(name: string): void {
    this.#set({ sessionIdContext: text(name, 'name') });
  }

  /** Sets how many seconds a server's sessions can be resumed. */
  setSessionTimeout(seconds: number): void {
    this.#set({ sessionTimeout: timeout(seconds, 'seconds') });
  }

  /** Sets the 48 bytes that seal a server's session tickets. Secret. */
  setTicketKeys(keys: Uint8Array): void {
    const bytes = textOrBytes(keys, 'keys');
    if (typeof bytes === 'string' || bytes.length !== TICKET_KEYS)
      throw Object.assign(new TypeError(`keys must be exactly ${TICKET_KEYS} bytes`), {
        code: 'ERR_INVALID_ARG_VALUE',
      });
    this.#set({ ticketKeys: bytes.slice() });
  }

  /** The lowest version, by OpenSSL's number. */
  getMinProto(): number {
    return this.#made.now().getMinProtoVersion();
  }

  /** The highest version, by OpenSSL's number. */
  getMaxProto(): number {
    return this.#made.now().getMaxProtoVersion();
  }

  /** Sets the lowest version, by OpenSSL's number, such as 0x0303. */
  setMinProto(version: number): void {
    this.#limit({ minVersion: named(version) });
  }

  /** Sets the highest version, by OpenSSL's number. */
  setMaxProto(version: number): void {
    this.#limit({ maxVersion: named(version) });
  }

  /** Wipes the private keys that are kept here; connections that are open go on, and new ones have none. */
  close(): void {
    this.#change(() => {
      this.#recipe.credentials.length = 0;
      this.#recipe.free();
    });
  }

  #limit(limit: Settings): void {
    const { min, max } = versionsOf(this.#recipe.settings);
    this.#set({ minVersion: named(min), maxVersion: named(max), secureProtocol: undefined, ...limit });
  }

  #use(step: Step): void {
    this.#change(() => this.#recipe.credentials.push(step));
  }

  #set(settings: Settings): void {
    this.#change(() => {
      this.#recipe.settings = { ...this.#recipe.settings, ...settings };
    });
  }

  #change(change: () => void): void {
    change();
    this.#made.changed();
  }
}

/** A list of ciphers in which those of the one kind take the place of what is there. */
function merged(list: string, before: string | undefined, isModern: boolean): string {
  const kept = (before ?? DEFAULT_CIPHERS).split(':').filter((name) => name.startsWith('TLS_') !== isModern);
  return (isModern ? [list, ...kept] : [...kept, list]).filter((name) => name !== '').join(':');
}

function named(version: number): Settings['minVersion'] {
  if (version === 0) return undefined;
  return VERSION_NAMES.find((name) => versionsOf({ minVersion: name }).min === version);
}
