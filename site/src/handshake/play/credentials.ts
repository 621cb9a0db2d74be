/** The certificates of a handshake, made in the page when they are first needed and kept while it is open, in memory alone. */
import type { Issued } from 'tsopenssl/pki';
import type { WorkerPool } from 'tsopenssl/worker';
import type { Choices } from '../choices/choices.js';

type Kit = WorkerPool['pki'];
type KeyKind = Choices['key'];

/** Whom the client asks for. */
export const HOST = 'www.example.org';
const OTHER_HOST = 'shop.example.net';

const KEYS = {
  ecdsa: { type: 'EC', curve: 'P-256' },
  rsa: { type: 'RSA', bits: 2048 },
  ed25519: { type: 'ED25519' },
  mldsa: { type: 'ML-DSA-65' },
} as const satisfies Record<KeyKind, object>;

const DAY = 24 * 60 * 60 * 1000;

/** A certificate with its key, and what goes along. */
export interface Identity {
  readonly issued: Issued;
  /** PEM: the certificate, and the intermediate behind it. */
  readonly chain: string;
}

/** Who there is: made once each. */
export class Credentials {
  readonly #kit: Kit;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(kit: Kit) {
    this.#kit = kit;
  }

  /** The root that the client trusts, and the server trusts for clients. */
  root(): Promise<Issued> {
    return this.#once('root', () => this.#kit.createCertificateAuthority({ subject: 'Example Root', key: KEYS.ecdsa }));
  }

  /** The server's certificate as the choices want it. */
  async server({ key, fault }: Pick<Choices, 'key' | 'fault'>): Promise<Identity> {
    if (fault === 'self-signed') return this.#selfSigned(key);
    const which =
      fault === 'expired' || fault === 'early' || fault === 'name' || fault === 'untrusted' ? fault : 'good';
    return this.#once(`server ${key} ${which}`, async () => {
      const issuer = await (which === 'untrusted' ? this.#strangersIntermediate() : this.#intermediate());
      return this.#under(issuer, {
        subject: HOST,
        names: [which === 'name' ? OTHER_HOST : HOST],
        key: await this.#key(key),
        ...(which === 'expired' ? { notBefore: since(-90), notAfter: since(-3) } : {}),
        ...(which === 'early' ? { notBefore: since(3), notAfter: since(90) } : {}),
        unchecked: true,
      });
    });
  }

  /** A client's certificate: under the root, or under that of a stranger. */
  client(isTrusted: boolean): Promise<Identity> {
    return this.#once(`client ${isTrusted}`, async () => {
      const issuer = await (isTrusted ? this.#intermediate() : this.#strangersIntermediate());
      return this.#under(issuer, { subject: 'alice', usages: ['clientAuth'], key: KEYS.ecdsa });
    });
  }

  /** Lists by the root and the intermediate; the server's certificate is on the second, where it is revoked. */
  async lists({ issued }: Identity): Promise<readonly string[]> {
    const [root, intermediate] = await Promise.all([this.root(), this.#intermediate()]);
    const { serialNumber } = await this.#kit.readCertificate(issued.der);
    const revoked = [{ serialNumber, date: since(-1), reason: 'keyCompromise' as const }];
    const lists = await Promise.all([
      this.#kit.createCrl({ issuer: root }),
      this.#kit.createCrl({ issuer: intermediate, revoked }),
    ]);
    return lists.map(({ pem }) => pem);
  }

  /** What a responder says of the server's certificate: that it is good. */
  async staple({ issued }: Identity): Promise<Uint8Array> {
    const responder = await this.#intermediate();
    const statuses = [{ certificate: issued.der, status: 'good' as const }];
    return (await this.#kit.createOcspResponse({ responder, statuses, unchecked: true })).der;
  }

  /** The bytes that both sides know, where they prove themselves by those. */
  readonly sharedKey: Uint8Array = crypto.getRandomValues(new Uint8Array(32));

  #intermediate(): Promise<Issued> {
    return this.#once('intermediate', async () =>
      this.#kit.issueIntermediate({ issuer: await this.root(), subject: 'Example Intermediate', key: KEYS.ecdsa }),
    );
  }

  #strangersIntermediate(): Promise<Issued> {
    return this.#once('stranger', async () => {
      const issuer = await this.#kit.createCertificateAuthority({ subject: "Nobody's Root", key: KEYS.ecdsa });
      return this.#kit.issueIntermediate({ issuer, subject: "Nobody's Intermediate", key: KEYS.ecdsa });
    });
  }

  async #selfSigned(key: KeyKind): Promise<Identity> {
    return this.#once(`self-signed ${key}`, async () => {
      const names = { type: 'subjectAltName' as const, names: [{ type: 'dns' as const, value: HOST }] };
      const issued = await this.#kit.createCertificateAuthority({
        subject: HOST,
        key: await this.#key(key),
        extensions: [names],
        unchecked: true,
      });
      return { issued, chain: issued.pem };
    });
  }

  async #under(issuer: Issued, options: object): Promise<Identity> {
    const issued = await this.#kit.issueCertificate({ issuer, ...options });
    return { issued, chain: issued.pem + issuer.pem };
  }

  /** A key of the kind, one for all certificates: those of RSA take long. */
  #key(kind: KeyKind): Promise<Issued['key']> {
    return this.#once(`key ${kind}`, async () => (await this.#kit.createKey(KEYS[kind])).key);
  }

  #once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = this.#made.get(name) as Promise<T> | undefined;
    if (made !== undefined) return made;
    const making = make();
    this.#made.set(name, making);
    // What was stopped or failed is made anew when it is asked for again.
    making.catch(() => this.#made.delete(name));
    return making;
  }
}

/** So many days from now. */
const since = (days: number): Date => new Date(Date.now() + days * DAY);
