// Generated from wasm-build/shim by wasm-build/generate (npm run generate). Do not edit.

import type { Bytes } from '../../common/bytes.js';
import { Bindings } from './bindings.js';
import { progress } from '../call.js';
import type { Handle } from '../handle.js';

/** The shim's functions of messages, files and answers, with pointers as handles, bytes copied both ways and failures thrown. */
export class MessageBindings extends Bindings {
  der_read_cms(der: Uint8Array): Handle<'CMS_ContentInfo'> {
    const scope = this.begin();
    try {
      return this.owned('CMS_ContentInfo', this.wasm.der_read_cms(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_read_cms(pem: Uint8Array): Handle<'CMS_ContentInfo'> {
    const scope = this.begin();
    try {
      return this.owned('CMS_ContentInfo', this.wasm.pem_read_cms(this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The nid of the content type. */
  cms_type(cms: Handle<'CMS_ContentInfo'>): number {
    const scope = this.begin();
    try {
      return this.wasm.cms_type(this.pointer(cms, 'CMS_ContentInfo'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_write_cms(cms: Handle<'CMS_ContentInfo'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_cms(this.pointer(cms, 'CMS_ContentInfo'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Signs data; `certs` go along, `detached` leaves the data out. */
  cms_sign(cert: Handle<'X509'>, key: Handle<'EVP_PKEY'>, certs: Handle<'X509Chain'>, data: Uint8Array, detached: number, digest: string | null): Handle<'CMS_ContentInfo'> {
    const scope = this.begin();
    try {
      return this.owned('CMS_ContentInfo', this.wasm.cms_sign(this.pointer(cert, 'X509'), this.pointer(key, 'EVP_PKEY'), this.pointer(certs, 'X509Chain'), this.bytes(data), this.lastLength, this.int(detached), this.cstringOrNull(digest)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_certificates(cms: Handle<'CMS_ContentInfo'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.cms_certificates(this.pointer(cms, 'CMS_ContentInfo')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a cipher is one that CMS has rules for (RFC 3565, RFC 5084); OpenSSL would take ECB too. */
  cms_takes_cipher(name: string): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.cms_takes_cipher(this.cstring(name)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_encrypt(recipients: Handle<'X509Chain'>, data: Uint8Array, cipher: string): Handle<'CMS_ContentInfo'> {
    const scope = this.begin();
    try {
      return this.owned('CMS_ContentInfo', this.wasm.cms_encrypt(this.pointer(recipients, 'X509Chain'), this.bytes(data), this.lastLength, this.cstring(cipher)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_decrypt(cms: Handle<'CMS_ContentInfo'>, key: Handle<'EVP_PKEY'>, cert: Handle<'X509'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.cms_decrypt(this.pointer(cms, 'CMS_ContentInfo'), this.pointer(key, 'EVP_PKEY'), this.pointer(cert, 'X509'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** An envelope without recipients. */
  cms_envelope_new(cipher: string): Handle<'CMS_ContentInfo'> {
    const scope = this.begin();
    try {
      return this.owned('CMS_ContentInfo', this.wasm.cms_envelope_new(this.cstring(cipher)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds whoever has the key of a certificate. `digest` is that of OAEP for an RSA key, which without one takes PKCS #1 v1.5, and that of the key derivation for an EC key. */
  cms_add_recipient(cms: Handle<'CMS_ContentInfo'>, cert: Handle<'X509'>, byKeyId: number, digest: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_add_recipient(this.pointer(cms, 'CMS_ContentInfo'), this.pointer(cert, 'X509'), this.int(byKeyId), this.cstringOrNull(digest)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds whoever knows a password (RFC 3211). */
  cms_add_password(cms: Handle<'CMS_ContentInfo'>, password: Uint8Array, iterations: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_add_password(this.pointer(cms, 'CMS_ContentInfo'), this.bytes(password), this.lastLength, this.int(iterations)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds whoever has a key of AES under a name. */
  cms_add_key(cms: Handle<'CMS_ContentInfo'>, key: Uint8Array, id: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_add_key(this.pointer(cms, 'CMS_ContentInfo'), this.bytes(key), this.lastLength, this.bytes(id), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Encrypted data under a key that both know. */
  cms_encrypted_new(cipher: string, key: Uint8Array): Handle<'CMS_ContentInfo'> {
    const scope = this.begin();
    try {
      return this.owned('CMS_ContentInfo', this.wasm.cms_encrypted_new(this.cstring(cipher), this.bytes(key), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Digested data. */
  cms_digest(content: Uint8Array, digest: string, detached: number): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.cms_digest(this.bytes(content), this.lastLength, this.cstring(digest), this.int(detached), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Encrypts all of a content. Hashing a password costs what the caller has asked for. */
  cms_seal(cms: Handle<'CMS_ContentInfo'>, content: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_seal(this.pointer(cms, 'CMS_ContentInfo'), this.bytes(content), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Begins to encrypt: what comes out is BER, its lengths left open. The envelope must outlive the result. */
  cms_sealing_new(cms: Handle<'CMS_ContentInfo'>): Handle<'CmsPieces'> {
    const scope = this.begin();
    try {
      return this.owned('CmsPieces', this.wasm.cms_sealing_new(this.pointer(cms, 'CMS_ContentInfo')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Begins to decrypt: what goes in is the encrypted content, what comes out is the content. After one of cms_open_*. */
  cms_opening_new(cms: Handle<'CMS_ContentInfo'>): Handle<'CmsPieces'> {
    const scope = this.begin();
    try {
      return this.owned('CmsPieces', this.wasm.cms_opening_new(this.pointer(cms, 'CMS_ContentInfo')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_pieces_update(pieces: Handle<'CmsPieces'>, data: Uint8Array): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.cms_pieces_update(this.pointer(pieces, 'CmsPieces'), this.bytes(data), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The end. `tag` is that of an authenticated content whose header had none. */
  cms_pieces_end(pieces: Handle<'CmsPieces'>, isOpening: number, tag: Uint8Array | null): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.cms_pieces_end(this.pointer(pieces, 'CmsPieces'), this.int(isOpening), this.bytesOrNull(tag), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Takes the content's key out for the owner of a key. As CMS_decrypt(3) recommends, a wrong one passes here where RSA has encrypted it, and the content comes out as noise or with an error of its padding: by nothing else than the content can anybody ask whether a key was encrypted well (the attacks of Bleichenbacher on PKCS #1 v1.5). */
  cms_open_for(cms: Handle<'CMS_ContentInfo'>, key: Handle<'EVP_PKEY'>, cert: Handle<'X509'> | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_open_for(this.pointer(cms, 'CMS_ContentInfo'), this.pointer(key, 'EVP_PKEY'), this.pointerOrNull(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_open_password(cms: Handle<'CMS_ContentInfo'>, password: Uint8Array, maxIterations: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_open_password(this.pointer(cms, 'CMS_ContentInfo'), this.bytes(password), this.lastLength, this.int(maxIterations)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_open_key(cms: Handle<'CMS_ContentInfo'>, key: Uint8Array, id: Uint8Array | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_open_key(this.pointer(cms, 'CMS_ContentInfo'), this.bytes(key), this.lastLength, this.bytesOrNull(id), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_open_encrypted(cms: Handle<'CMS_ContentInfo'>, key: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_open_encrypted(this.pointer(cms, 'CMS_ContentInfo'), this.bytes(key), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_signer_count(cms: Handle<'CMS_ContentInfo'>): number {
    const scope = this.begin();
    try {
      return this.wasm.cms_signer_count(this.pointer(cms, 'CMS_ContentInfo'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Looks for the signers' certificates among those given, and those that came along. */
  cms_find_signers(cms: Handle<'CMS_ContentInfo'>, certs: Handle<'X509Chain'>): void {
    const scope = this.begin();
    try {
      this.wasm.cms_find_signers(this.pointer(cms, 'CMS_ContentInfo'), this.pointer(certs, 'X509Chain'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A signer's certificate, after cms_find_signers. */
  cms_signer_certificate(cms: Handle<'CMS_ContentInfo'>, index: number): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.cms_signer_certificate(this.pointer(cms, 'CMS_ContentInfo'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Verifies a signer's chain; certificates and lists that came along count as untrusted ones. After cms_find_signers. */
  cms_signer_chain(cms: Handle<'CMS_ContentInfo'>, index: number, store: Handle<'X509_STORE'>, certs: Handle<'X509Chain'>, purpose: number): Handle<'CmsChain'> {
    const scope = this.begin();
    try {
      return this.owned('CmsChain', this.wasm.cms_signer_chain(this.pointer(cms, 'CMS_ContentInfo'), this.int(index), this.pointer(store, 'X509_STORE'), this.pointer(certs, 'X509Chain'), this.int(purpose)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** X509_V_OK, or why the chain does not hold. */
  cms_chain_error(chain: Handle<'CmsChain'>): number {
    const scope = this.begin();
    try {
      return this.wasm.cms_chain_error(this.pointer(chain, 'CmsChain'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_chain_depth(chain: Handle<'CmsChain'>): number {
    const scope = this.begin();
    try {
      return this.wasm.cms_chain_depth(this.pointer(chain, 'CmsChain'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_chain_certificates(chain: Handle<'CmsChain'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.cms_chain_certificates(this.pointer(chain, 'CmsChain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_digests_new(cms: Handle<'CMS_ContentInfo'>): Handle<'CmsDigests'> {
    const scope = this.begin();
    try {
      return this.owned('CmsDigests', this.wasm.cms_digests_new(this.pointer(cms, 'CMS_ContentInfo')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  cms_digests_update(digests: Handle<'CmsDigests'>, data: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_digests_update(this.pointer(digests, 'CmsDigests'), this.bytes(data), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a signer has signed this content. After cms_find_signers, and all of the content. */
  cms_signer_verify(cms: Handle<'CMS_ContentInfo'>, index: number, digests: Handle<'CmsDigests'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.cms_signer_verify(this.pointer(cms, 'CMS_ContentInfo'), this.int(index), this.pointer(digests, 'CmsDigests')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The content that the message holds; unset where it holds none. */
  cms_content(cms: Handle<'CMS_ContentInfo'>): Bytes | null {
    const scope = this.begin();
    try {
      const content = this.out();
      this.status(this.wasm.cms_content(this.pointer(cms, 'CMS_ContentInfo'), content));
      return this.readOutOrNull(content);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Verifies every signature and every signer's chain for a purpose, and gives the content. `content` is what a detached signature is about. */
  cms_verify(cms: Handle<'CMS_ContentInfo'>, store: Handle<'X509_STORE'>, certs: Handle<'X509Chain'>, purpose: number, content: Uint8Array | null): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.cms_verify(this.pointer(cms, 'CMS_ContentInfo'), this.pointer(store, 'X509_STORE'), this.pointer(certs, 'X509Chain'), this.int(purpose), this.bytesOrNull(content), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The certificates that verified the signatures, after cms_verify. */
  cms_signers(cms: Handle<'CMS_ContentInfo'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.cms_signers(this.pointer(cms, 'CMS_ContentInfo')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Verifies digested data (RFC 5652, 7). */
  cms_digest_verify(cms: Handle<'CMS_ContentInfo'>, content: Uint8Array | null): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.cms_digest_verify(this.pointer(cms, 'CMS_ContentInfo'), this.bytesOrNull(content), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  digest_new(name: string): Handle<'EVP_MD_CTX'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_MD_CTX', this.wasm.digest_new(this.cstring(name)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  digest_update(digest: Handle<'EVP_MD_CTX'>, data: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.digest_update(this.pointer(digest, 'EVP_MD_CTX'), this.bytes(data), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  digest_final(digest: Handle<'EVP_MD_CTX'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.digest_final(this.pointer(digest, 'EVP_MD_CTX'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The dotted numbers of a digest, by any of its names. */
  digest_numbers(name: string): string {
    const scope = this.begin();
    try {
      const numbers = this.out();
      this.status(this.wasm.digest_numbers(this.cstring(name), numbers));
      return this.readOutText(numbers);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A secret, and what tells it to the owner of the key. */
  kem_encapsulate(key: Handle<'EVP_PKEY'>): { secret: Bytes; ciphertext: Bytes } {
    const scope = this.begin();
    try {
      const secret = this.out();
      const ciphertext = this.out();
      this.status(this.wasm.kem_encapsulate(this.pointer(key, 'EVP_PKEY'), secret, ciphertext));
      return { secret: this.readOut(secret), ciphertext: this.readOut(ciphertext) };
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  kem_decapsulate(key: Handle<'EVP_PKEY'>, ciphertext: Uint8Array): Bytes {
    const scope = this.begin();
    try {
      const secret = this.out();
      this.status(this.wasm.kem_decapsulate(this.pointer(key, 'EVP_PKEY'), this.bytes(ciphertext), this.lastLength, secret));
      return this.readOut(secret);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** HKDF (RFC 5869) without a salt. */
  hkdf_derive(digest: string, secret: Uint8Array, info: Uint8Array, length: number): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.hkdf_derive(this.cstring(digest), this.bytes(secret), this.lastLength, this.bytes(info), this.lastLength, this.int(length), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether the MAC of a file is of this password, which may hold NULs; null is no password. Below 0 it cannot be computed. */
  pkcs12_mac_holds(der: Uint8Array, password: Uint8Array | null, maxIterations: number): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.pkcs12_mac_holds(this.bytes(der), this.lastLength, this.bytesOrNull(password), this.lastLength, this.int(maxIterations)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A file with a MAC: PKCS #12's own over `digest`, or, where `prf` names one, PBMAC1 (RFC 9579) with PBKDF2 of it. Its bound is the caller's. Null is no password. */
  pkcs12_with_mac(der: Uint8Array, password: Uint8Array | null, digest: string, prf: string | null, iterations: number, saltLen: number): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pkcs12_with_mac(this.bytes(der), this.lastLength, this.bytesOrNull(password), this.lastLength, this.cstring(digest), this.cstringOrNull(prf), this.int(iterations), this.int(saltLen), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Makes a file: under AES-256-CBC with PBKDF2 and an HMAC-SHA-256, OpenSSL's defaults, or `legacy` as programs of before 2020 read it. `mac_iterations` -1 leaves out the MAC. */
  pkcs12_create(password: Uint8Array | null, name: string | null, key: Handle<'EVP_PKEY'> | null, cert: Handle<'X509'> | null, ca: Handle<'X509Chain'> | null, iterations: number, macIterations: number, legacy: number): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pkcs12_create(this.bytesOrNull(password), this.lastLength, this.cstringOrNull(name), this.pointerOrNull(key, 'EVP_PKEY'), this.pointerOrNull(cert, 'X509'), this.pointerOrNull(ca, 'X509Chain'), this.int(iterations), this.int(macIterations), this.int(legacy), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Parses a file; hashing the password costs at most so many iterations. */
  pkcs12_parse(der: Uint8Array, password: Uint8Array | null, maxIterations: number, macRequired: number): Handle<'Pkcs12Parts'> {
    const scope = this.begin();
    try {
      return this.owned('Pkcs12Parts', this.wasm.pkcs12_parse(this.bytes(der), this.lastLength, this.bytesOrNull(password), this.lastLength, this.int(maxIterations), this.int(macRequired)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many were left out: further keys (0), lists of revoked certificates (1), secrets (2), what nobody knows (3). */
  pkcs12_left_out(parts: Handle<'Pkcs12Parts'>, kind: number): number {
    const scope = this.begin();
    try {
      return this.wasm.pkcs12_left_out(this.pointer(parts, 'Pkcs12Parts'), this.int(kind));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The friendly name that a certificate has brought along from a file, as UTF-8. */
  certificate_alias(cert: Handle<'X509'>): Bytes | null {
    const scope = this.begin();
    try {
      const name = this.out();
      this.status(this.wasm.certificate_alias(this.pointer(cert, 'X509'), name));
      return this.readOutOrNull(name);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pkcs12_key(parts: Handle<'Pkcs12Parts'>): Handle<'EVP_PKEY'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('EVP_PKEY', this.wasm.pkcs12_key(this.pointer(parts, 'Pkcs12Parts')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pkcs12_certificate(parts: Handle<'Pkcs12Parts'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.pkcs12_certificate(this.pointer(parts, 'Pkcs12Parts')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pkcs12_ca(parts: Handle<'Pkcs12Parts'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.pkcs12_ca(this.pointer(parts, 'Pkcs12Parts')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_read_pkcs7(pem: Uint8Array): Handle<'PKCS7'> {
    const scope = this.begin();
    try {
      return this.owned('PKCS7', this.wasm.pem_read_pkcs7(this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_read_pkcs7(der: Uint8Array): Handle<'PKCS7'> {
    const scope = this.begin();
    try {
      return this.owned('PKCS7', this.wasm.der_read_pkcs7(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** PEM of a ContentInfo in DER, under the name that every program reads. */
  pem_write_pkcs7(der: Uint8Array): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pem_write_pkcs7(this.bytes(der), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_write_pkcs7(p7: Handle<'PKCS7'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_pkcs7(this.pointer(p7, 'PKCS7'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The nid of the content type. */
  pkcs7_type(p7: Handle<'PKCS7'>): number {
    const scope = this.begin();
    try {
      return this.wasm.pkcs7_type(this.pointer(p7, 'PKCS7'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The short name of a nid. */
  OBJ_nid2sn(nid: number): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.OBJ_nid2sn(this.int(nid)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What a mail carries: the message, and the part that a detached signature is about, its line ends CRLF. */
  smime_read(mail: Uint8Array): { der: Bytes; content: Bytes | null } {
    const scope = this.begin();
    try {
      const der = this.out();
      const content = this.out();
      this.status(this.wasm.smime_read(this.bytes(mail), this.lastLength, der, content));
      return { der: this.readOut(der), content: this.readOutOrNull(content) };
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether OpenSSL takes these for the bytes of a request, and for nothing more. */
  ts_check_request(der: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ts_check_request(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether OpenSSL takes these for the bytes of a response, and for nothing more. */
  ts_check_response(der: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ts_check_response(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Verifies a token: its signature, the authority's certificate for this purpose, and what the request asks for: the digest, the nonce and the policy; and `data`, digested as the token says. */
  ts_verify(token: Uint8Array, store: Handle<'X509_STORE'>, certs: Handle<'X509Chain'>, request: Uint8Array | null, data: Uint8Array | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ts_verify(this.bytes(token), this.lastLength, this.pointer(store, 'X509_STORE'), this.pointer(certs, 'X509Chain'), this.bytesOrNull(request), this.lastLength, this.bytesOrNull(data), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_read_ocsp_response(der: Uint8Array): Handle<'OCSP_RESPONSE'> {
    const scope = this.begin();
    try {
      return this.owned('OCSP_RESPONSE', this.wasm.der_read_ocsp_response(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  print_ocsp_response(response: Handle<'OCSP_RESPONSE'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.print_ocsp_response(this.pointer(response, 'OCSP_RESPONSE'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What is signed of a response that tells something. */
  ocsp_basic(response: Handle<'OCSP_RESPONSE'>): Handle<'OCSP_BASICRESP'> {
    const scope = this.begin();
    try {
      return this.owned('OCSP_BASICRESP', this.wasm.ocsp_basic(this.pointer(response, 'OCSP_RESPONSE')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a response is signed by who may say it: the issuer of all that it tells of, or whom that issuer has delegated. `certs` are looked at for the signer, and may lead from it to the store; `at` is in seconds, below 0 for the store's own time. */
  ocsp_verify_response(basic: Handle<'OCSP_BASICRESP'>, store: Handle<'X509_STORE'>, certs: Handle<'X509Chain'>, flags: number, at: number, level: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ocsp_verify_response(this.pointer(basic, 'OCSP_BASICRESP'), this.pointer(store, 'X509_STORE'), this.pointer(certs, 'X509Chain'), this.unsigned(flags), this.number(at), this.int(level)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The certificate whose key the response names; null where it is neither in it nor among the others. */
  ocsp_signer(basic: Handle<'OCSP_BASICRESP'>, certs: Handle<'X509Chain'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.ocsp_signer(this.pointer(basic, 'OCSP_BASICRESP'), this.pointer(certs, 'X509Chain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The short name of the digest that is signed; null where the algorithm hashes by itself, or is unknown. */
  ocsp_digest(basic: Handle<'OCSP_BASICRESP'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ocsp_digest(this.pointer(basic, 'OCSP_BASICRESP')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The next answer from `start` on that is about a certificate of an issuer; -1 where there is none. */
  ocsp_find(basic: Handle<'OCSP_BASICRESP'>, cert: Handle<'X509'>, issuer: Handle<'X509'>, start: number): number {
    const scope = this.begin();
    try {
      return this.wasm.ocsp_find(this.pointer(basic, 'OCSP_BASICRESP'), this.pointer(cert, 'X509'), this.pointer(issuer, 'X509'), this.int(start));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The same for the DER of a CertID, as a request has it. */
  ocsp_find_id(basic: Handle<'OCSP_BASICRESP'>, id: Uint8Array, start: number): number {
    const scope = this.begin();
    try {
      return this.wasm.ocsp_find_id(this.pointer(basic, 'OCSP_BASICRESP'), this.bytes(id), this.lastLength, this.int(start));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** X509_V_OK, or why a certificate is not of an issuer, by its names, identifiers and what its key may do. */
  x509_check_issued(cert: Handle<'X509'>, issuer: Handle<'X509'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_check_issued(this.pointer(cert, 'X509'), this.pointer(issuer, 'X509'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether an answer is of its time, as OCSP_check_validity judges it for now: 0 it is, 1 from the future, 2 too old, 3 over, 4 a time that is none. `leeway` is what clocks may differ by, `max_age` below 0 for any; all in seconds. */
  ocsp_timing(basic: Handle<'OCSP_BASICRESP'>, index: number, at: number, leeway: number, maxAge: number): number {
    const scope = this.begin();
    try {
      return this.wasm.ocsp_timing(this.pointer(basic, 'OCSP_BASICRESP'), this.int(index), this.number(at), this.number(leeway), this.number(maxAge));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_read_ocsp_request(der: Uint8Array): Handle<'OCSP_REQUEST'> {
    const scope = this.begin();
    try {
      return this.owned('OCSP_REQUEST', this.wasm.der_read_ocsp_request(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  print_ocsp_request(request: Handle<'OCSP_REQUEST'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.print_ocsp_request(this.pointer(request, 'OCSP_REQUEST'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** As ocsp_verify_response: whether who has signed a request is whom the store leads to. */
  ocsp_verify_request(request: Handle<'OCSP_REQUEST'>, store: Handle<'X509_STORE'>, certs: Handle<'X509Chain'>, flags: number, at: number, level: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ocsp_verify_request(this.pointer(request, 'OCSP_REQUEST'), this.pointer(store, 'X509_STORE'), this.pointer(certs, 'X509Chain'), this.unsigned(flags), this.number(at), this.int(level)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** 1 the same in both, 2 in neither, 3 in the response alone, 0 they differ, -1 in the request alone. */
  ocsp_nonces(request: Handle<'OCSP_REQUEST'>, basic: Handle<'OCSP_BASICRESP'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ocsp_nonces(this.pointer(request, 'OCSP_REQUEST'), this.pointer(basic, 'OCSP_BASICRESP'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }
}
