// Generated from wasm-build/shim by wasm-build/generate (npm run generate). Do not edit.

import { BindingBase } from '../binding.js';
import { progress } from '../call.js';
import type { Handle } from '../handle.js';

/** Every function of the shim, with pointers as handles, bytes copied both ways and failures thrown. */
export class Bindings extends BindingBase {
  /** How many handshakes a client may begin on a connection within so many seconds, beside the first. */
  ssl_ctx_limit_renegotiation(ctx: Handle<'SSL_CTX'>, renegotiations: number, seconds: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_limit_renegotiation(this.pointer(ctx, 'SSL_CTX'), this.int(renegotiations), this.int(seconds)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** From now on a client that begins a handshake ends the connection. */
  ssl_disable_renegotiation(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_disable_renegotiation(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Another number after each handshake: OpenSSL itself counts new ones where they are begun by this side. */
  ssl_handshakes(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_handshakes(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What the last call that had a budget has spent of it, in iterations: for who has one for several calls. */
  kdf_spent(): number {
    const scope = this.begin();
    try {
      return this.wasm.kdf_spent();
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Four fields a name of an extension that holds such a list. */
  x509_extension_names(extension: Handle<'X509_EXTENSION'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_extension_names(this.pointer(extension, 'X509_EXTENSION'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  general_names_new(): Handle<'GeneralNameList'> {
    const scope = this.begin();
    try {
      return this.owned('GeneralNameList', this.wasm.general_names_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** `numbers` are those of an otherName or a registered identifier; `is_der` is of the value of an otherName. */
  general_names_push(names: Handle<'GeneralNameList'>, kind: number, numbers: string | null, isDer: number, value: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.general_names_push(this.pointer(names, 'GeneralNameList'), this.int(kind), this.cstringOrNull(numbers), this.int(isDer), this.bytes(value), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** An alternative name of the subject, or of the issuer. */
  x509_extension_of_names(isIssuer: number, critical: number, names: Handle<'GeneralNameList'>): Handle<'X509_EXTENSION'> {
    const scope = this.begin();
    try {
      return this.owned('X509_EXTENSION', this.wasm.x509_extension_of_names(this.int(isIssuer), this.int(critical), this.pointer(names, 'GeneralNameList')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_new(): Handle<'X509'> {
    const scope = this.begin();
    try {
      return this.owned('X509', this.wasm.X509_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_read_certificate(pem: Uint8Array): Handle<'X509'> {
    const scope = this.begin();
    try {
      return this.owned('X509', this.wasm.pem_read_certificate(this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_read_certificate(der: Uint8Array): Handle<'X509'> {
    const scope = this.begin();
    try {
      return this.owned('X509', this.wasm.der_read_certificate(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_write_certificate(cert: Handle<'X509'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pem_write_certificate(this.pointer(cert, 'X509'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_write_certificate(cert: Handle<'X509'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_certificate(this.pointer(cert, 'X509'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  text_certificate(cert: Handle<'X509'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.text_certificate(this.pointer(cert, 'X509'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The same with names in the form of XN_FLAG_ and ASN1_STRFLGS_ bits. */
  print_certificate(cert: Handle<'X509'>, names: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.print_certificate(this.pointer(cert, 'X509'), this.unsigned(names), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_get_version(cert: Handle<'X509'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_get_version(this.pointer(cert, 'X509'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_set_version(cert: Handle<'X509'>, version: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_set_version(this.pointer(cert, 'X509'), this.int(version)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The serial number in hexadecimal, with a minus sign where it is negative. */
  x509_get_serial(cert: Handle<'X509'>): string {
    const scope = this.begin();
    try {
      const hex = this.out();
      this.status(this.wasm.x509_get_serial(this.pointer(cert, 'X509'), hex));
      return this.readOutText(hex);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_set_serial(cert: Handle<'X509'>, hex: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_set_serial(this.pointer(cert, 'X509'), this.cstring(hex)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_get_subject_name(cert: Handle<'X509'>): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.borrowed('X509_NAME', this.wasm.X509_get_subject_name(this.pointer(cert, 'X509')), cert);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_get_issuer_name(cert: Handle<'X509'>): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.borrowed('X509_NAME', this.wasm.X509_get_issuer_name(this.pointer(cert, 'X509')), cert);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_set_subject_name(cert: Handle<'X509'>, name: Handle<'X509_NAME'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_set_subject_name(this.pointer(cert, 'X509'), this.pointer(name, 'X509_NAME')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_set_issuer_name(cert: Handle<'X509'>, name: Handle<'X509_NAME'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_set_issuer_name(this.pointer(cert, 'X509'), this.pointer(name, 'X509_NAME')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_get_pubkey(cert: Handle<'X509'>): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.X509_get_pubkey(this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_set_pubkey(cert: Handle<'X509'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_set_pubkey(this.pointer(cert, 'X509'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_get_time(cert: Handle<'X509'>, after: number): string | null {
    const scope = this.begin();
    try {
      const text = this.out();
      this.status(this.wasm.x509_get_time(this.pointer(cert, 'X509'), this.int(after), text));
      return this.readOutTextOrNull(text);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The form that RFC 5280, 4.1.2.5 asks for: UTCTime to 2049, GeneralizedTime after. */
  x509_set_time(cert: Handle<'X509'>, after: number, text: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_set_time(this.pointer(cert, 'X509'), this.int(after), this.cstring(text)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Keeps a GeneralizedTime as it is given, with an offset too, as pyOpenSSL does. */
  x509_set_generalized_time(cert: Handle<'X509'>, after: number, text: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_set_generalized_time(this.pointer(cert, 'X509'), this.int(after), this.cstring(text)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_adjust_time(cert: Handle<'X509'>, after: number, seconds: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_adjust_time(this.pointer(cert, 'X509'), this.int(after), this.number(seconds)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_sign(cert: Handle<'X509'>, key: Handle<'EVP_PKEY'>, digest: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_sign(this.pointer(cert, 'X509'), this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_digest(cert: Handle<'X509'>, digest: string): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_digest(this.pointer(cert, 'X509'), this.cstring(digest), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Of the algorithm that is signed (RFC 5280, 4.1.2.3), and not of the copy beside the signature, as pyOpenSSL reads it. */
  x509_signature_algorithm(cert: Handle<'X509'>): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.x509_signature_algorithm(this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_get_ext_count(cert: Handle<'X509'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_get_ext_count(this.pointer(cert, 'X509'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_get_extension(cert: Handle<'X509'>, index: number): Handle<'X509_EXTENSION'> {
    const scope = this.begin();
    try {
      return this.owned('X509_EXTENSION', this.wasm.x509_get_extension(this.pointer(cert, 'X509'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Where the first extension of a type is, by its name or its dotted numbers; -1 for nowhere, -2 where there is no such type. */
  x509_find_extension(cert: Handle<'X509'>, type: string): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_find_extension(this.pointer(cert, 'X509'), this.cstring(type));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_add_extension(cert: Handle<'X509'>, extension: Handle<'X509_EXTENSION'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_add_extension(this.pointer(cert, 'X509'), this.pointer(extension, 'X509_EXTENSION')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_cmp(a: Handle<'X509'>, b: Handle<'X509'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_cmp(this.pointer(a, 'X509'), this.pointer(b, 'X509'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_check_host(cert: Handle<'X509'>, name: string, flags: number): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.x509_check_host(this.pointer(cert, 'X509'), this.string(name), this.lastLength, this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_check_ip(cert: Handle<'X509'>, address: string): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.x509_check_ip(this.pointer(cert, 'X509'), this.cstring(address)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_fields(name: Handle<'X509_NAME'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_name_fields(this.pointer(name, 'X509_NAME'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Two fields a subject alternative name: its kind, and its value; that of a DirName is a list of name fields. */
  x509_alternative_names(cert: Handle<'X509'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_alternative_names(this.pointer(cert, 'X509'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One field a URI of the authority information access: of OCSP responders, or of issuers' certificates. */
  x509_access_locations(cert: Handle<'X509'>, ocsp: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_access_locations(this.pointer(cert, 'X509'), this.int(ocsp), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One field a URI of the CRL distribution points. */
  x509_crl_locations(cert: Handle<'X509'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_crl_locations(this.pointer(cert, 'X509'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A time of validity as ASN1_TIME_print(3) writes it, such as "Jan  5 09:34:43 2018 GMT". */
  x509_time_words(cert: Handle<'X509'>, after: number): string {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_time_words(this.pointer(cert, 'X509'), this.int(after), out));
      return this.readOutText(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The digest of the certificate's signature, as RFC 5929, 4.1 needs it; none where the algorithm has none, or several. */
  x509_signature_digest(cert: Handle<'X509'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.x509_signature_digest(this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Makes an extension from the syntax of x509v3_config(5); `section` is what "@values" in it stands for. The context is set even without certificates, since some types dereference it; the empty configuration keeps values of the form "@section" from looking anywhere. */
  x509_extension_new(type: string, critical: number, value: string, section: Uint8Array, subject: Handle<'X509'> | null, issuer: Handle<'X509'> | null): Handle<'X509_EXTENSION'> {
    const scope = this.begin();
    try {
      return this.owned('X509_EXTENSION', this.wasm.x509_extension_new(this.cstring(type), this.int(critical), this.string(value), this.lastLength, this.bytes(section), this.lastLength, this.pointerOrNull(subject, 'X509'), this.pointerOrNull(issuer, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** An extension of any type, by its name or its dotted numbers, with its value in DER. */
  x509_extension_from_der(type: string, critical: number, der: Uint8Array): Handle<'X509_EXTENSION'> {
    const scope = this.begin();
    try {
      return this.owned('X509_EXTENSION', this.wasm.x509_extension_from_der(this.cstring(type), this.int(critical), this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The dotted numbers of the type. */
  x509_extension_numbers(extension: Handle<'X509_EXTENSION'>): string {
    const scope = this.begin();
    try {
      const numbers = this.out();
      this.status(this.wasm.x509_extension_numbers(this.pointer(extension, 'X509_EXTENSION'), numbers));
      return this.readOutText(numbers);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_EXTENSION_get_critical(extension: Handle<'X509_EXTENSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_EXTENSION_get_critical(this.pointer(extension, 'X509_EXTENSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The short name, or the dotted number of a type that OpenSSL does not know. */
  x509_extension_short_name(extension: Handle<'X509_EXTENSION'>): string {
    const scope = this.begin();
    try {
      const name = this.out();
      this.status(this.wasm.x509_extension_short_name(this.pointer(extension, 'X509_EXTENSION'), name));
      return this.readOutText(name);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_extension_data(extension: Handle<'X509_EXTENSION'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_extension_data(this.pointer(extension, 'X509_EXTENSION'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The value in words; in hexadecimal where OpenSSL does not know the type, or cannot decode it. */
  x509_extension_text(extension: Handle<'X509_EXTENSION'>): string {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_extension_text(this.pointer(extension, 'X509_EXTENSION'), out));
      return this.readOutText(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_NAME_dup(name: Handle<'X509_NAME'>): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.owned('X509_NAME', this.wasm.X509_NAME_dup(this.pointer(name, 'X509_NAME')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_NAME_new(): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.owned('X509_NAME', this.wasm.X509_NAME_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_NAME_cmp(a: Handle<'X509_NAME'>, b: Handle<'X509_NAME'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_NAME_cmp(this.pointer(a, 'X509_NAME'), this.pointer(b, 'X509_NAME'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  i2d_X509_NAME(name: Handle<'X509_NAME'>): Uint8Array {
    const scope = this.begin();
    try {
      const der = this.out();
      this.status(this.wasm.i2d_X509_NAME(this.pointer(name, 'X509_NAME'), der));
      return this.readOut(der);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  d2i_X509_NAME(der: Uint8Array): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.owned('X509_NAME', this.wasm.d2i_X509_NAME(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_NAME_entry_count(name: Handle<'X509_NAME'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_NAME_entry_count(this.pointer(name, 'X509_NAME'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Where the first entry of a type is, -1 for nowhere; -2 where there is no such type. */
  x509_name_find(name: Handle<'X509_NAME'>, field: string): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_name_find(this.pointer(name, 'X509_NAME'), this.cstring(field));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One entry: its short name or, where it has none, its dotted number; its value as it stands in the encoding, and as UTF-8 where it can be one; and the number of its set: entries of one relative name share it. */
  x509_name_entry(name: Handle<'X509_NAME'>, index: number): { field: string; raw: Uint8Array; value: string | null; set: number } {
    const scope = this.begin();
    try {
      const field = this.out();
      const raw = this.out();
      const value = this.out();
      const set = this.outInt();
      this.status(this.wasm.x509_name_entry(this.pointer(name, 'X509_NAME'), this.int(index), field, raw, value, set));
      return { field: this.readOutText(field), raw: this.readOut(raw), value: this.readOutTextOrNull(value), set: this.readOutInt(set) };
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_delete_entry(name: Handle<'X509_NAME'>, index: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_name_delete_entry(this.pointer(name, 'X509_NAME'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Appends an entry, to the last set where it is joined; the length travels with the text, so an inner NUL is kept and not taken for the end. */
  x509_name_add_entry(name: Handle<'X509_NAME'>, field: string, value: string, joined: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_name_add_entry(this.pointer(name, 'X509_NAME'), this.cstring(field), this.string(value), this.lastLength, this.int(joined)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The first four bytes of the SHA-1 of the canonical encoding, little-endian, as c_rehash uses them. */
  X509_NAME_hash(name: Handle<'X509_NAME'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_NAME_hash(this.pointer(name, 'X509_NAME'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The first four bytes of the MD5 of the DER encoding, little-endian, as OpenSSL before 1.0 hashed names. */
  X509_NAME_hash_old(name: Handle<'X509_NAME'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_NAME_hash_old(this.pointer(name, 'X509_NAME'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_oneline(name: Handle<'X509_NAME'>): string {
    const scope = this.begin();
    try {
      const text = this.out();
      this.status(this.wasm.x509_name_oneline(this.pointer(name, 'X509_NAME'), text));
      return this.readOutText(text);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** With the one version that there is (RFC 2986, 4.1): OpenSSL leaves it unset, and refuses such a request later. */
  x509_req_new(): Handle<'X509_REQ'> {
    const scope = this.begin();
    try {
      return this.owned('X509_REQ', this.wasm.x509_req_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_read_request(pem: Uint8Array): Handle<'X509_REQ'> {
    const scope = this.begin();
    try {
      return this.owned('X509_REQ', this.wasm.pem_read_request(this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_read_request(der: Uint8Array): Handle<'X509_REQ'> {
    const scope = this.begin();
    try {
      return this.owned('X509_REQ', this.wasm.der_read_request(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_write_request(req: Handle<'X509_REQ'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pem_write_request(this.pointer(req, 'X509_REQ'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_write_request(req: Handle<'X509_REQ'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_request(this.pointer(req, 'X509_REQ'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  text_request(req: Handle<'X509_REQ'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.text_request(this.pointer(req, 'X509_REQ'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The same with names in the form of XN_FLAG_ and ASN1_STRFLGS_ bits. */
  print_request(req: Handle<'X509_REQ'>, names: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.print_request(this.pointer(req, 'X509_REQ'), this.unsigned(names), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_get_version(req: Handle<'X509_REQ'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_REQ_get_version(this.pointer(req, 'X509_REQ'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_set_version(req: Handle<'X509_REQ'>, version: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_REQ_set_version(this.pointer(req, 'X509_REQ'), this.int(version)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_get_subject_name(req: Handle<'X509_REQ'>): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.borrowed('X509_NAME', this.wasm.X509_REQ_get_subject_name(this.pointer(req, 'X509_REQ')), req);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_set_subject_name(req: Handle<'X509_REQ'>, name: Handle<'X509_NAME'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_REQ_set_subject_name(this.pointer(req, 'X509_REQ'), this.pointer(name, 'X509_NAME')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_get_pubkey(req: Handle<'X509_REQ'>): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.X509_REQ_get_pubkey(this.pointer(req, 'X509_REQ')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_set_pubkey(req: Handle<'X509_REQ'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_REQ_set_pubkey(this.pointer(req, 'X509_REQ'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_req_sign(req: Handle<'X509_REQ'>, key: Handle<'EVP_PKEY'>, digest: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_req_sign(this.pointer(req, 'X509_REQ'), this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** 1 good; 0 or below an error. */
  X509_REQ_verify(req: Handle<'X509_REQ'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_REQ_verify(this.pointer(req, 'X509_REQ'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_extension_list_new(): Handle<'X509ExtensionList'> {
    const scope = this.begin();
    try {
      return this.owned('X509ExtensionList', this.wasm.x509_extension_list_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_extension_list_push(list: Handle<'X509ExtensionList'>, extension: Handle<'X509_EXTENSION'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_extension_list_push(this.pointer(list, 'X509ExtensionList'), this.pointer(extension, 'X509_EXTENSION')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_extension_list_length(list: Handle<'X509ExtensionList'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_extension_list_length(this.pointer(list, 'X509ExtensionList'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_extension_list_get(list: Handle<'X509ExtensionList'>, index: number): Handle<'X509_EXTENSION'> {
    const scope = this.begin();
    try {
      return this.owned('X509_EXTENSION', this.wasm.x509_extension_list_get(this.pointer(list, 'X509ExtensionList'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_add_extensions(req: Handle<'X509_REQ'>, list: Handle<'X509ExtensionList'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_REQ_add_extensions(this.pointer(req, 'X509_REQ'), this.pointer(list, 'X509ExtensionList')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REQ_get_extensions(req: Handle<'X509_REQ'>): Handle<'X509ExtensionList'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509ExtensionList', this.wasm.X509_REQ_get_extensions(this.pointer(req, 'X509_REQ')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Two fields a value of an attribute: the dotted numbers of its type, and its DER. */
  x509_req_attributes(req: Handle<'X509_REQ'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.x509_req_attributes(this.pointer(req, 'X509_REQ'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The first value of an attribute as text; unset where there is none, or it is no text. */
  x509_req_attribute_text(req: Handle<'X509_REQ'>, type: string): string | null {
    const scope = this.begin();
    try {
      const text = this.out();
      this.status(this.wasm.x509_req_attribute_text(this.pointer(req, 'X509_REQ'), this.cstring(type), text));
      return this.readOutTextOrNull(text);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Puts one value in the place of all of a type: text, or DER. A value of null removes them. */
  x509_req_set_attribute(req: Handle<'X509_REQ'>, type: string, isDer: number, value: Uint8Array | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_req_set_attribute(this.pointer(req, 'X509_REQ'), this.cstring(type), this.int(isDer), this.bytesOrNull(value), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_STORE_new(): Handle<'X509_STORE'> {
    const scope = this.begin();
    try {
      return this.owned('X509_STORE', this.wasm.X509_STORE_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_STORE_add_cert(store: Handle<'X509_STORE'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_STORE_add_cert(this.pointer(store, 'X509_STORE'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Every certificate of a chain that nobody else holds; `chain` is not used after this. */
  x509_store_add_chain(store: Handle<'X509_STORE'>, chain: Handle<'X509Chain'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_store_add_chain(this.pointer(store, 'X509_STORE'), this.pointer(chain, 'X509Chain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_STORE_set_flags(store: Handle<'X509_STORE'>, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_STORE_set_flags(this.pointer(store, 'X509_STORE'), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_set_time(store: Handle<'X509_STORE'>, seconds: number): void {
    const scope = this.begin();
    try {
      this.wasm.x509_store_set_time(this.pointer(store, 'X509_STORE'), this.number(seconds));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_chain_new(): Handle<'X509Chain'> {
    const scope = this.begin();
    try {
      return this.owned('X509Chain', this.wasm.x509_chain_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_chain_push(chain: Handle<'X509Chain'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_chain_push(this.pointer(chain, 'X509Chain'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_chain_length(chain: Handle<'X509Chain'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_chain_length(this.pointer(chain, 'X509Chain'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_chain_get(chain: Handle<'X509Chain'>, index: number): Handle<'X509'> {
    const scope = this.begin();
    try {
      return this.owned('X509', this.wasm.x509_chain_get(this.pointer(chain, 'X509Chain'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Every certificate of a PEM text, with its trust settings; other blocks are passed over. */
  pem_read_certificates(pem: Uint8Array): Handle<'X509Chain'> {
    const scope = this.begin();
    try {
      return this.owned('X509Chain', this.wasm.pem_read_certificates(this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds every certificate and every CRL of a PEM text, and gives their number; none at all is an error. */
  x509_store_load_pem(store: Handle<'X509_STORE'>, pem: Uint8Array): number {
    const scope = this.begin();
    try {
      const count = this.outInt();
      this.status(this.wasm.x509_store_load_pem(this.pointer(store, 'X509_STORE'), this.bytes(pem), this.lastLength, count));
      return this.readOutInt(count);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Borrows all four for the life of the result: the caller keeps them alive until it is freed. */
  x509_store_ctx_new(store: Handle<'X509_STORE'>, cert: Handle<'X509'>, untrusted: Handle<'X509Chain'> | null): Handle<'X509_STORE_CTX'> {
    const scope = this.begin();
    try {
      return this.owned('X509_STORE_CTX', this.wasm.x509_store_ctx_new(this.pointer(store, 'X509_STORE'), this.pointer(cert, 'X509'), this.pointerOrNull(untrusted, 'X509Chain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_purpose(ctx: Handle<'X509_STORE_CTX'>, purpose: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_store_ctx_set_purpose(this.pointer(ctx, 'X509_STORE_CTX'), this.int(purpose)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_flags(ctx: Handle<'X509_STORE_CTX'>, flags: number): void {
    const scope = this.begin();
    try {
      this.wasm.x509_store_ctx_set_flags(this.pointer(ctx, 'X509_STORE_CTX'), this.unsigned(flags));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_depth(ctx: Handle<'X509_STORE_CTX'>, depth: number): void {
    const scope = this.begin();
    try {
      this.wasm.x509_store_ctx_set_depth(this.pointer(ctx, 'X509_STORE_CTX'), this.int(depth));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_auth_level(ctx: Handle<'X509_STORE_CTX'>, level: number): void {
    const scope = this.begin();
    try {
      this.wasm.x509_store_ctx_set_auth_level(this.pointer(ctx, 'X509_STORE_CTX'), this.int(level));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_time(ctx: Handle<'X509_STORE_CTX'>, seconds: number): void {
    const scope = this.begin();
    try {
      this.wasm.x509_store_ctx_set_time(this.pointer(ctx, 'X509_STORE_CTX'), this.number(seconds));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Accepts a policy, by its dotted number or its name. */
  x509_store_ctx_add_policy(ctx: Handle<'X509_STORE_CTX'>, policy: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_store_ctx_add_policy(this.pointer(ctx, 'X509_STORE_CTX'), this.cstring(policy)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_host(ctx: Handle<'X509_STORE_CTX'>, name: string, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_store_ctx_set_host(this.pointer(ctx, 'X509_STORE_CTX'), this.cstring(name), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_ip(ctx: Handle<'X509_STORE_CTX'>, address: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_store_ctx_set_ip(this.pointer(ctx, 'X509_STORE_CTX'), this.cstring(address)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_set_email(ctx: Handle<'X509_STORE_CTX'>, email: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_store_ctx_set_email(this.pointer(ctx, 'X509_STORE_CTX'), this.cstring(email)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** 1 the chain is good, 0 it is not; the reason is in x509_store_ctx_error. */
  X509_verify_cert(ctx: Handle<'X509_STORE_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_verify_cert(this.pointer(ctx, 'X509_STORE_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_STORE_CTX_get_error(ctx: Handle<'X509_STORE_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_STORE_CTX_get_error(this.pointer(ctx, 'X509_STORE_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_STORE_CTX_get_error_depth(ctx: Handle<'X509_STORE_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_STORE_CTX_get_error_depth(this.pointer(ctx, 'X509_STORE_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_ctx_current_cert(ctx: Handle<'X509_STORE_CTX'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.x509_store_ctx_current_cert(this.pointer(ctx, 'X509_STORE_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_STORE_CTX_get1_chain(ctx: Handle<'X509_STORE_CTX'>): Handle<'X509Chain'> {
    const scope = this.begin();
    try {
      return this.owned('X509Chain', this.wasm.X509_STORE_CTX_get1_chain(this.pointer(ctx, 'X509_STORE_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_verify_cert_error_string(error: number): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.X509_verify_cert_error_string(this.int(error)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Verifies, and gives all faults in the order in which they were found. `whole` is whether the run came to its end: where it did not, what it would have looked at after the last fault is not known. */
  x509_verify_all(ctx: Handle<'X509_STORE_CTX'>): Uint8Array {
    const scope = this.begin();
    try {
      const faultsList = this.out();
      this.status(this.wasm.x509_verify_all(this.pointer(ctx, 'X509_STORE_CTX'), faultsList));
      return this.readOut(faultsList);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The chain as far as it was built; null where there is none. */
  x509_store_ctx_built_chain(ctx: Handle<'X509_STORE_CTX'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.x509_store_ctx_built_chain(this.pointer(ctx, 'X509_STORE_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many certificates of the chain did not come from the store. */
  X509_STORE_CTX_get_num_untrusted(ctx: Handle<'X509_STORE_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_STORE_CTX_get_num_untrusted(this.pointer(ctx, 'X509_STORE_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A line for each policy: `u` for those of the user's set, `a` for those of the authorities', then the number; `x` alone where one is demanded. */
  x509_store_ctx_policies(ctx: Handle<'X509_STORE_CTX'>): string {
    const scope = this.begin();
    try {
      const lines = this.out();
      this.status(this.wasm.x509_store_ctx_policies(this.pointer(ctx, 'X509_STORE_CTX'), lines));
      return this.readOutText(lines);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The hash of the subject (0) or the issuer (1), by which who issued whom is looked up: equal for names that OpenSSL takes for equal. */
  x509_link_hash(cert: Handle<'X509'>, which: number): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_link_hash(this.pointer(cert, 'X509'), this.int(which));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether `issuer` has issued `cert`: 0 it has; above 0 what of names, identifiers or key usage does not fit (X509_V_ERR_…); -1 where all fit but its key has not signed. */
  x509_issued_by(cert: Handle<'X509'>, issuer: Handle<'X509'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_issued_by(this.pointer(cert, 'X509'), this.pointer(issuer, 'X509'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a certificate has signed itself: issuer, identifiers and signature. */
  x509_is_self_signed(cert: Handle<'X509'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_is_self_signed(this.pointer(cert, 'X509'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The short name of a purpose; null for a number that is none. */
  x509_purpose_name(purpose: number): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.x509_purpose_name(this.int(purpose)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Empty is "try again", until the end is declared. */
  bio_new_memory(): Handle<'BIO'> {
    const scope = this.begin();
    try {
      return this.owned('BIO', this.wasm.bio_new_memory());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  bio_write(bio: Handle<'BIO'>, data: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.bio_write(this.pointer(bio, 'BIO'), this.bytes(data), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** At most `size` bytes, none where it is empty. */
  bio_read(bio: Handle<'BIO'>, size: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.bio_read(this.pointer(bio, 'BIO'), this.number(size), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  bio_pending(bio: Handle<'BIO'>): number {
    const scope = this.begin();
    try {
      return this.wasm.bio_pending(this.pointer(bio, 'BIO'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  bio_write_eof(bio: Handle<'BIO'>): void {
    const scope = this.begin();
    try {
      this.wasm.bio_write_eof(this.pointer(bio, 'BIO'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A connection over two memory BIOs of the caller's, who may share each of them with another connection. */
  ssl_new_over(ctx: Handle<'SSL_CTX'>, incoming: Handle<'BIO'>, outgoing: Handle<'BIO'>): Handle<'SSL'> {
    const scope = this.begin();
    try {
      return this.owned('SSL', this.wasm.ssl_new_over(this.pointer(ctx, 'SSL_CTX'), this.pointer(incoming, 'BIO'), this.pointer(outgoing, 'BIO')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What came from the peer and was not read: what follows the end of the session. */
  ssl_take_input(ssl: Handle<'SSL'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_take_input(this.pointer(ssl, 'SSL'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** At least one datagram of any length. */
  ssl_set_datagram_buffer(ssl: Handle<'SSL'>, size: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_datagram_buffer(this.pointer(ssl, 'SSL'), this.number(size)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A connection whose transport is memory: a byte stream, or datagrams that keep their borders. */
  ssl_new(ctx: Handle<'SSL_CTX'>, datagram: number): Handle<'SSL'> {
    const scope = this.begin();
    try {
      return this.owned('SSL', this.wasm.ssl_new(this.pointer(ctx, 'SSL_CTX'), this.int(datagram)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_accept_state(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_accept_state(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_connect_state(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_connect_state(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_has_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_has_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_want(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_want(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_is_init_finished(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_is_init_finished(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether no message of a handshake has been sent or received. */
  SSL_in_before(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_in_before(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_is_server(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_is_server(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_shutdown(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_shutdown(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_shutdown(ssl: Handle<'SSL'>, state: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_shutdown(this.pointer(ssl, 'SSL'), this.int(state));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_state_string_long(ssl: Handle<'SSL'>): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.SSL_state_string_long(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_renegotiate(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_renegotiate(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_renegotiate_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_renegotiate_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_total_renegotiations(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_total_renegotiations(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_key_update(ssl: Handle<'SSL'>, updateType: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_key_update(this.pointer(ssl, 'SSL'), this.int(updateType)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_options(ssl: Handle<'SSL'>, options: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_set_options(this.pointer(ssl, 'SSL'), this.number(options));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_SSL_CTX(ssl: Handle<'SSL'>, ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_SSL_CTX(this.pointer(ssl, 'SSL'), this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_certificate(ssl: Handle<'SSL'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_certificate(this.pointer(ssl, 'SSL'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The chain of the current certificate, instead of what its context has. */
  ssl_set_chain(ssl: Handle<'SSL'>, chain: Handle<'X509Chain'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_chain(this.pointer(ssl, 'SSL'), this.pointer(chain, 'X509Chain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What a context shows: its current certificate with its key and its chain. */
  ssl_use_credentials_of(ssl: Handle<'SSL'>, ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_use_credentials_of(this.pointer(ssl, 'SSL'), this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_psk_identity_hint(ssl: Handle<'SSL'>, hint: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_psk_identity_hint(this.pointer(ssl, 'SSL'), this.cstringOrNull(hint)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_PrivateKey(ssl: Handle<'SSL'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_PrivateKey(this.pointer(ssl, 'SSL'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_verify_mode(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_verify_mode(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_verify_result(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_verify_result(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_tlsext_host_name(ssl: Handle<'SSL'>, name: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_tlsext_host_name(this.pointer(ssl, 'SSL'), this.cstring(name)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_servername(ssl: Handle<'SSL'>): Uint8Array | null {
    const scope = this.begin();
    try {
      const name = this.out();
      this.status(this.wasm.ssl_get_servername(this.pointer(ssl, 'SSL'), name));
      return this.readOutOrNull(name);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The name that the peer's certificate must hold (RFC 9525), with X509_CHECK_FLAG_* bits. */
  ssl_set_verify_host(ssl: Handle<'SSL'>, name: string, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_verify_host(this.pointer(ssl, 'SSL'), this.cstring(name), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_set_verify_ip(ssl: Handle<'SSL'>, address: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_verify_ip(this.pointer(ssl, 'SSL'), this.cstring(address)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many bytes of ciphertext wait for the peer. */
  ssl_output_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_output_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many bytes of ciphertext from the peer are not read yet. */
  ssl_input_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_input_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Seconds until the next retransmission, or -1 where no timer runs: after the end nobody is there to answer. */
  dtls_get_timeout(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.dtls_get_timeout(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** 1 a flight was sent again, 0 nothing was due, otherwise an error. */
  dtls_handle_timeout(ssl: Handle<'SSL'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.dtls_handle_timeout(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  dtls_set_initial_timeout(ssl: Handle<'SSL'>, seconds: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.dtls_set_initial_timeout(this.pointer(ssl, 'SSL'), this.number(seconds)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_mtu(ssl: Handle<'SSL'>, mtu: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_mtu(this.pointer(ssl, 'SSL'), this.int(mtu)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  DTLS_get_data_mtu(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.DTLS_get_data_mtu(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** 1 or 0; -1 while a handshake is under way. */
  SSL_get_extms_support(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_extms_support(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a server of TLS 1.3 has asked for another ClientHello; no function of OpenSSL's says it. */
  ssl_hello_retry_requested(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_hello_retry_requested(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_secure_renegotiation_support(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_secure_renegotiation_support(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One byte a type (RFC 5246, 7.4.4); nothing of TLS 1.3. */
  ssl_certificate_types(ssl: Handle<'SSL'>): Uint8Array {
    const scope = this.begin();
    try {
      const types = this.out();
      this.status(this.wasm.ssl_certificate_types(this.pointer(ssl, 'SSL'), types));
      return this.readOut(types);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_standard_name(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_standard_name(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Two fields an algorithm that both sides have: the number of the key's kind, and the digest's short name. */
  ssl_shared_sigalg_fields(ssl: Handle<'SSL'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_shared_sigalg_fields(this.pointer(ssl, 'SSL'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Three fields: DH, ECDH or KEM; the group's name, empty where it has none; and the bits, of a KEM those of its ML-KEM. Nothing where no temporary key was exchanged. */
  ssl_peer_temporary_key(ssl: Handle<'SSL'>): Uint8Array | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_peer_temporary_key(this.pointer(ssl, 'SSL'), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_peer_certificate(ssl: Handle<'SSL'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.ssl_get_peer_certificate(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_certificate(ssl: Handle<'SSL'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.ssl_get_certificate(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What the peer sent; on a server without its own certificate, as SSL_get_peer_cert_chain(3) says. */
  ssl_get_peer_chain(ssl: Handle<'SSL'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.ssl_get_peer_chain(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** On a client what the server asked for, on a server what it will ask for. */
  ssl_get_client_ca_list(ssl: Handle<'SSL'>): Handle<'X509NameList'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509NameList', this.wasm.ssl_get_client_ca_list(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What the peer has sent, on either side. */
  ssl_get_peer_ca_list(ssl: Handle<'SSL'>): Handle<'X509NameList'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509NameList', this.wasm.ssl_get_peer_ca_list(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_list_entry(ssl: Handle<'SSL'>, index: number): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_list_entry(this.pointer(ssl, 'SSL'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_name(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_name(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_bits(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_cipher_bits(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_version(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_version(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_version(ssl: Handle<'SSL'>): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.SSL_get_version(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_version(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_version(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get0_group_name(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.SSL_get0_group_name(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Bits of the peer's ephemeral key for finite-field Diffie-Hellman, 0 where it is of another kind or there is none. */
  ssl_peer_dh_bits(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_peer_dh_bits(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_alpn(ssl: Handle<'SSL'>): Uint8Array {
    const scope = this.begin();
    try {
      const protocol = this.out();
      this.status(this.wasm.ssl_get_alpn(this.pointer(ssl, 'SSL'), protocol));
      return this.readOut(protocol);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_alpn_protos(ssl: Handle<'SSL'>, protocols: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_alpn_protos(this.pointer(ssl, 'SSL'), this.bytes(protocols), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_srtp_profile(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_get_srtp_profile(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_random(ssl: Handle<'SSL'>, server: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_get_random(this.pointer(ssl, 'SSL'), this.int(server), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_master_key(ssl: Handle<'SSL'>): Uint8Array | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_get_master_key(this.pointer(ssl, 'SSL'), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_finished(ssl: Handle<'SSL'>, peer: number): Uint8Array | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_get_finished(this.pointer(ssl, 'SSL'), this.int(peer), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_export_keying_material(ssl: Handle<'SSL'>, label: Uint8Array, size: number, context: Uint8Array | null): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.SSL_export_keying_material(this.pointer(ssl, 'SSL'), this.bytes(label), this.lastLength, this.int(size), this.bytesOrNull(context), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_request_ocsp(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_request_ocsp(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_verify_client_post_handshake(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_verify_client_post_handshake(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_signature_name(ssl: Handle<'SSL'>, peer: number): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_signature_name(this.pointer(ssl, 'SSL'), this.int(peer)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_early_data_status(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_early_data_status(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Of a client: the cipher of TLS 1.2 has no other proof, and TLS 1.3 has begun from a key: a session of another domain was let go of before the handshake. */
  ssl_proven_by_key(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_proven_by_key(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The issuer of this side's certificate: out of its chain, or of those that are trusted; NULL where neither has it. */
  ssl_get_issuer(ssl: Handle<'SSL'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.ssl_get_issuer(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** With the size at which a write is split: OpenSSL lowers it with the first, and would never raise it again. */
  SSL_CTX_set_max_send_fragment(ctx: Handle<'SSL_CTX'>, size: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_max_send_fragment(this.pointer(ctx, 'SSL_CTX'), this.int(size)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_max_send_fragment(ssl: Handle<'SSL'>, size: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_max_send_fragment(this.pointer(ssl, 'SSL'), this.int(size)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Of TLS 1.3 alone: the content of a record is a multiple of so many bytes; 0 for none. */
  SSL_CTX_set_block_padding_ex(ctx: Handle<'SSL_CTX'>, data: number, handshake: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_block_padding_ex(this.pointer(ctx, 'SSL_CTX'), this.int(data), this.int(handshake)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_block_padding_ex(ssl: Handle<'SSL'>, data: number, handshake: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_block_padding_ex(this.pointer(ssl, 'SSL'), this.int(data), this.int(handshake)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_max_cert_list(ctx: Handle<'SSL_CTX'>, bytes: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_max_cert_list(this.pointer(ctx, 'SSL_CTX'), this.int(bytes));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_max_cert_list(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_max_cert_list(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_max_cert_list(ssl: Handle<'SSL'>, bytes: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_set_max_cert_list(this.pointer(ssl, 'SSL'), this.int(bytes));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_max_cert_list(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_max_cert_list(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_quiet_shutdown(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_quiet_shutdown(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_quiet_shutdown(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_quiet_shutdown(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_quiet_shutdown(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_quiet_shutdown(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_quiet_shutdown(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_quiet_shutdown(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_message_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_message_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_message_callback(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_message_callback(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_client_hello(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_client_hello(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_alpn_select(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_alpn_select(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_servername(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_servername(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_forget_raw_keys(ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_forget_raw_keys(this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_expect_raw_key(ctx: Handle<'SSL_CTX'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_expect_raw_key(this.pointer(ctx, 'SSL_CTX'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The connection has a list of its own from now on, though it be empty. */
  ssl_forget_raw_keys(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_forget_raw_keys(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_expect_raw_key(ssl: Handle<'SSL'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_expect_raw_key(this.pointer(ssl, 'SSL'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A key of the caller's own: what is done to it changes nothing of the session. */
  ssl_get_peer_raw_key(ssl: Handle<'SSL'>): Handle<'EVP_PKEY'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('EVP_PKEY', this.wasm.ssl_get_peer_raw_key(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Looked at anew, whatever the session says of its verification. */
  ssl_is_raw_key_expected(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_is_raw_key_expected(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Types by their numbers (RFC 7250, 3), best first; none for certificates alone. */
  ssl_ctx_set_certificate_types(ctx: Handle<'SSL_CTX'>, ofServer: number, types: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_certificate_types(this.pointer(ctx, 'SSL_CTX'), this.int(ofServer), this.bytes(types), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_set_certificate_types(ssl: Handle<'SSL'>, ofServer: number, types: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_certificate_types(this.pointer(ssl, 'SSL'), this.int(ofServer), this.bytes(types), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_negotiated_certificate_type(ssl: Handle<'SSL'>, ofServer: number): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_negotiated_certificate_type(this.pointer(ssl, 'SSL'), this.int(ofServer));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** `verifier` 0 OpenSSL alone, 1 it reports without ending the handshake, above that a function of JavaScript's. */
  SSL_CTX_use_verify(ctx: Handle<'SSL_CTX'>, mode: number, verifier: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_verify(this.pointer(ctx, 'SSL_CTX'), this.int(mode), this.unsigned(verifier)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_verify(ssl: Handle<'SSL'>, mode: number, verifier: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_verify(this.pointer(ssl, 'SSL'), this.int(mode), this.unsigned(verifier)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_info_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_info_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_info_callback(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_info_callback(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_keylog_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_keylog_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_ocsp_status(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_ocsp_status(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_cookie_generate(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_cookie_generate(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_cookie_verify(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_cookie_verify(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_session_new(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_session_new(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_session_get(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_session_get(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_session_remove(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_session_remove(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_psk_client(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_psk_client(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_psk_client(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_psk_client(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_psk_server(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_psk_server(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_psk_server(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_psk_server(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** `role` 0 either side, 1 client, 2 server. */
  ssl_ctx_new(datagram: number, role: number): Handle<'SSL_CTX'> {
    const scope = this.begin();
    try {
      return this.owned('SSL_CTX', this.wasm.ssl_ctx_new(this.int(datagram), this.int(role)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_min_proto_version(ctx: Handle<'SSL_CTX'>, version: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_min_proto_version(this.pointer(ctx, 'SSL_CTX'), this.int(version)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_max_proto_version(ctx: Handle<'SSL_CTX'>, version: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_max_proto_version(this.pointer(ctx, 'SSL_CTX'), this.int(version)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_min_proto_version(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_min_proto_version(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_max_proto_version(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_max_proto_version(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_options(ctx: Handle<'SSL_CTX'>, options: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_options(this.pointer(ctx, 'SSL_CTX'), this.number(options));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_clear_options(ctx: Handle<'SSL_CTX'>, options: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_clear_options(this.pointer(ctx, 'SSL_CTX'), this.number(options));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_options(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_options(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_mode(ctx: Handle<'SSL_CTX'>, mode: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_mode(this.pointer(ctx, 'SSL_CTX'), this.number(mode));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_clear_mode(ctx: Handle<'SSL_CTX'>, mode: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_clear_mode(this.pointer(ctx, 'SSL_CTX'), this.number(mode));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_certificate(ctx: Handle<'SSL_CTX'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_certificate(this.pointer(ctx, 'SSL_CTX'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_PrivateKey(ctx: Handle<'SSL_CTX'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_PrivateKey(this.pointer(ctx, 'SSL_CTX'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Appends to the chain of the current certificate. */
  ssl_ctx_add_chain_cert(ctx: Handle<'SSL_CTX'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_add_chain_cert(this.pointer(ctx, 'SSL_CTX'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The chain of the current certificate, instead of what it has: each certificate has its own. */
  ssl_ctx_set_chain(ctx: Handle<'SSL_CTX'>, chain: Handle<'X509Chain'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_chain(this.pointer(ctx, 'SSL_CTX'), this.pointer(chain, 'X509Chain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_check_private_key(ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_check_private_key(this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_cipher_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_cipher_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_ciphersuites(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_ciphersuites(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set1_groups_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set1_groups_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set1_sigalgs_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set1_sigalgs_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_verify_depth(ctx: Handle<'SSL_CTX'>, depth: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_verify_depth(this.pointer(ctx, 'SSL_CTX'), this.int(depth));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_verify_depth(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_verify_depth(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_verify_mode(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_verify_mode(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A reference of its own, so that the store outlives the context where the user keeps it. */
  ssl_ctx_get_cert_store(ctx: Handle<'SSL_CTX'>): Handle<'X509_STORE'> {
    const scope = this.begin();
    try {
      return this.owned('X509_STORE', this.wasm.ssl_ctx_get_cert_store(this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The name goes into the session id context of each connection, with its policy: see ssl_domain.c. */
  SSL_CTX_set_session_id_context(ctx: Handle<'SSL_CTX'>, name: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_session_id_context(this.pointer(ctx, 'SSL_CTX'), this.bytes(name), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_timeout(ctx: Handle<'SSL_CTX'>, seconds: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_timeout(this.pointer(ctx, 'SSL_CTX'), this.number(seconds));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_timeout(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_timeout(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_session_cache_mode(ctx: Handle<'SSL_CTX'>, mode: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_session_cache_mode(this.pointer(ctx, 'SSL_CTX'), this.int(mode));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_session_cache_mode(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_session_cache_mode(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One of the counters of SSL_CTX_sess_number(3). */
  ssl_ctx_session_count(ctx: Handle<'SSL_CTX'>, which: number): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_ctx_session_count(this.pointer(ctx, 'SSL_CTX'), this.int(which));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_num_tickets(ctx: Handle<'SSL_CTX'>, count: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_num_tickets(this.pointer(ctx, 'SSL_CTX'), this.int(count)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_num_tickets(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_num_tickets(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_new(): Handle<'X509NameList'> {
    const scope = this.begin();
    try {
      return this.owned('X509NameList', this.wasm.x509_name_list_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_push(list: Handle<'X509NameList'>, name: Handle<'X509_NAME'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_name_list_push(this.pointer(list, 'X509NameList'), this.pointer(name, 'X509_NAME')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_length(list: Handle<'X509NameList'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_name_list_length(this.pointer(list, 'X509NameList'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_get(list: Handle<'X509NameList'>, index: number): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.owned('X509_NAME', this.wasm.x509_name_list_get(this.pointer(list, 'X509NameList'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_client_CA_list(ctx: Handle<'SSL_CTX'>, list: Handle<'X509NameList'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_client_CA_list(this.pointer(ctx, 'SSL_CTX'), this.taken(list, 'X509NameList'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The names that both sides send of their own accord: in TLS 1.3 a client too, and a server that has no other list. */
  SSL_CTX_set0_CA_list(ctx: Handle<'SSL_CTX'>, list: Handle<'X509NameList'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set0_CA_list(this.pointer(ctx, 'SSL_CTX'), this.taken(list, 'X509NameList'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One name, of exactly these bytes: of hostile ones, too, all must be read. */
  x509_name_list_push_der(list: Handle<'X509NameList'>, der: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_name_list_push_der(this.pointer(list, 'X509NameList'), this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_add_client_CA(ctx: Handle<'SSL_CTX'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_add_client_CA(this.pointer(ctx, 'SSL_CTX'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** DH parameters in PEM, "DH PARAMETERS" or "X9.42 DH PARAMETERS". */
  ssl_ctx_set_dh_pem(ctx: Handle<'SSL_CTX'>, pem: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_dh_pem(this.pointer(ctx, 'SSL_CTX'), this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_dh_auto(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_dh_auto(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Protocols in the wire form of RFC 7301: each with its length before it. */
  SSL_CTX_set_alpn_protos(ctx: Handle<'SSL_CTX'>, protocols: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_alpn_protos(this.pointer(ctx, 'SSL_CTX'), this.bytes(protocols), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_tlsext_use_srtp(ctx: Handle<'SSL_CTX'>, profiles: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_tlsext_use_srtp(this.pointer(ctx, 'SSL_CTX'), this.cstring(profiles)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_max_early_data(ctx: Handle<'SSL_CTX'>, bytes: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_max_early_data(this.pointer(ctx, 'SSL_CTX'), this.number(bytes)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_post_handshake_auth(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_post_handshake_auth(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_security_level(ctx: Handle<'SSL_CTX'>, level: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_security_level(this.pointer(ctx, 'SSL_CTX'), this.int(level));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_security_level(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_security_level(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_psk_identity_hint(ctx: Handle<'SSL_CTX'>, hint: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_psk_identity_hint(this.pointer(ctx, 'SSL_CTX'), this.cstringOrNull(hint)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_set_verify_flags(ctx: Handle<'SSL_CTX'>, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_verify_flags(this.pointer(ctx, 'SSL_CTX'), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_clear_verify_flags(ctx: Handle<'SSL_CTX'>, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_clear_verify_flags(this.pointer(ctx, 'SSL_CTX'), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_get_verify_flags(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_ctx_get_verify_flags(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds a copy, and gives whether there was none of its id. A copy, because the cache is a list through the sessions themselves: one that is in the lists of two contexts ties them together, and the end of neither is found any more. */
  ssl_ctx_add_session(ctx: Handle<'SSL_CTX'>, session: Handle<'SSL_SESSION'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.ssl_ctx_add_session(this.pointer(ctx, 'SSL_CTX'), this.pointer(session, 'SSL_SESSION')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_remove_session(ctx: Handle<'SSL_CTX'>, session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_remove_session(this.pointer(ctx, 'SSL_CTX'), this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_flush_sessions(ctx: Handle<'SSL_CTX'>, seconds: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_flush_sessions(this.pointer(ctx, 'SSL_CTX'), this.number(seconds));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Eleven fields a cipher: id, name, version, description, secret bits, algorithm's bits, AEAD, cipher, digest, exchange, authentication. */
  ssl_ctx_cipher_fields(ctx: Handle<'SSL_CTX'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_ctx_cipher_fields(this.pointer(ctx, 'SSL_CTX'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Three fields a cipher that both sides have: name, version, secret bits; nothing on a client, or before its hello. */
  ssl_shared_cipher_fields(ssl: Handle<'SSL'>): Uint8Array | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_shared_cipher_fields(this.pointer(ssl, 'SSL'), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One field a group that the versions of the context allow. */
  ssl_ctx_group_fields(ctx: Handle<'SSL_CTX'>, withAliases: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_ctx_group_fields(this.pointer(ctx, 'SSL_CTX'), this.int(withAliases), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Every signature algorithm of this build, separated by colons. */
  ssl_builtin_sigalgs(): string {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_builtin_sigalgs(out));
      return this.readOutText(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set1_client_sigalgs_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set1_client_sigalgs_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many certificates and CRLs a store holds, and how many of the certificates are a CA's. */
  x509_store_counts(store: Handle<'X509_STORE'>): { certificates: number; crls: number; authorities: number } {
    const scope = this.begin();
    try {
      const certificates = this.outInt();
      const crls = this.outInt();
      const authorities = this.outInt();
      this.status(this.wasm.x509_store_counts(this.pointer(store, 'X509_STORE'), certificates, crls, authorities));
      return { certificates: this.readOutInt(certificates), crls: this.readOutInt(crls), authorities: this.readOutInt(authorities) };
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The CAs' certificates of a store. */
  x509_store_authorities(store: Handle<'X509_STORE'>): Handle<'X509Chain'> {
    const scope = this.begin();
    try {
      return this.owned('X509Chain', this.wasm.x509_store_authorities(this.pointer(store, 'X509_STORE')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds DER certificates that stand one behind the other, and gives their number; 0 where one is none. */
  x509_store_load_der(store: Handle<'X509_STORE'>, der: Uint8Array): { result: number; count: number } {
    const scope = this.begin();
    try {
      const count = this.outInt();
      const result = this.wasm.x509_store_load_der(this.pointer(store, 'X509_STORE'), this.bytes(der), this.lastLength, count);
      return { result, count: this.readOutInt(count) };
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_certificate_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_certificate_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Each with its length before it, one byte; without any, OpenSSL's own are used again. */
  ssl_ctx_set_ticket_keys(ctx: Handle<'SSL_CTX'>, list: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_ticket_keys(this.pointer(ctx, 'SSL_CTX'), this.bytes(list), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Those that seal. */
  ssl_ctx_get_ticket_keys(ctx: Handle<'SSL_CTX'>): Uint8Array {
    const scope = this.begin();
    try {
      const keys = this.out();
      this.status(this.wasm.ssl_ctx_get_ticket_keys(this.pointer(ctx, 'SSL_CTX'), keys));
      return this.readOut(keys);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_ticket_keys(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_ticket_keys(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A key of a passphrase. Each round of each 32 bytes costs 5,000 iterations of the budget; below 0 stands for no bound. */
  bcrypt_pbkdf(passphrase: Uint8Array, salt: Uint8Array, rounds: number, keyLen: number, maxIterations: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.bcrypt_pbkdf(this.bytes(passphrase), this.lastLength, this.bytes(salt), this.lastLength, this.number(rounds), this.int(keyLen), this.int(maxIterations), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Full consistency of a pair (EVP_PKEY_check(3)), or of a public key alone (EVP_PKEY_public_check(3)): unless its modulus has more bits, or a factor more than half of them. */
  EVP_PKEY_check(key: Handle<'EVP_PKEY'>, maxBits: number, isPublic: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.EVP_PKEY_check(this.pointer(key, 'EVP_PKEY'), this.int(maxBits), this.int(isPublic)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether the numbers of a private key fit together: that its public half is the one that it stands beside, and what an RSA key computes with is of its exponent and its factors. Whether those are prime is not asked, so that it costs little. */
  pkey_fits(key: Handle<'EVP_PKEY'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.pkey_fits(this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A whole RSA key of its modulus and its two exponents, which is all that some files say; `factor` is one of it, if known. */
  rsa_from_exponents(n: Uint8Array, e: Uint8Array, d: Uint8Array, factor: Uint8Array | null): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.rsa_from_exponents(this.bytes(n), this.lastLength, this.bytes(e), this.lastLength, this.bytes(d), this.lastLength, this.bytesOrNull(factor), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The public half of a key, marked. */
  external_key_new(key: Handle<'EVP_PKEY'>, number: number, ways: string | null): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.external_key_new(this.pointer(key, 'EVP_PKEY'), this.unsigned(number), this.cstringOrNull(ways)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A number, its first byte not zero; unset where the key has none of this name. */
  pkey_number(key: Handle<'EVP_PKEY'>, name: string): Uint8Array | null {
    const scope = this.begin();
    try {
      const bytes = this.out();
      this.status(this.wasm.pkey_number(this.pointer(key, 'EVP_PKEY'), this.cstring(name), bytes));
      return this.readOutOrNull(bytes);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Bytes; unset where the key has none of this name. */
  pkey_octets(key: Handle<'EVP_PKEY'>, name: string): Uint8Array | null {
    const scope = this.begin();
    try {
      const bytes = this.out();
      this.status(this.wasm.pkey_octets(this.pointer(key, 'EVP_PKEY'), this.cstring(name), bytes));
      return this.readOutOrNull(bytes);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** "RSA" or "RSA-PSS"; the public exponent in hexadecimal, null for 65537. */
  pkey_generate_rsa(algorithm: string, bits: number, exponent: string | null): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.pkey_generate_rsa(this.cstring(algorithm), this.int(bits), this.cstringOrNull(exponent)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pkey_generate_dsa(bits: number): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.pkey_generate_dsa(this.int(bits)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Any key type of OpenSSL by its name; `group` names the curve of "EC" or the group of "DH". */
  pkey_generate(algorithm: string, group: string | null): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.pkey_generate(this.cstring(algorithm), this.cstringOrNull(group)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  EVP_PKEY_get_bits(key: Handle<'EVP_PKEY'>): number {
    const scope = this.begin();
    try {
      return this.wasm.EVP_PKEY_get_bits(this.pointer(key, 'EVP_PKEY'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  EVP_PKEY_get_id(key: Handle<'EVP_PKEY'>): number {
    const scope = this.begin();
    try {
      return this.wasm.EVP_PKEY_get_id(this.pointer(key, 'EVP_PKEY'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  EVP_PKEY_get0_type_name(key: Handle<'EVP_PKEY'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.EVP_PKEY_get0_type_name(this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The name of the curve or group, where the key has one. */
  EVP_PKEY_get_group_name(key: Handle<'EVP_PKEY'>): string | null {
    const scope = this.begin();
    try {
      const name = this.out();
      this.status(this.wasm.EVP_PKEY_get_group_name(this.pointer(key, 'EVP_PKEY'), name));
      return this.readOutTextOrNull(name);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether the key holds its private half: each type keeps it under a parameter of its own. */
  pkey_is_private(key: Handle<'EVP_PKEY'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.pkey_is_private(this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  EVP_PKEY_eq(a: Handle<'EVP_PKEY'>, b: Handle<'EVP_PKEY'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.EVP_PKEY_eq(this.pointer(a, 'EVP_PKEY'), this.pointer(b, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether the algorithm of the key takes no digest beside it, such as Ed25519 or ML-DSA. */
  pkey_hashes_itself(key: Handle<'EVP_PKEY'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.pkey_hashes_itself(this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pkey_sign(key: Handle<'EVP_PKEY'>, digest: string | null, data: Uint8Array): Uint8Array {
    const scope = this.begin();
    try {
      const signature = this.out();
      this.status(this.wasm.pkey_sign(this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest), this.bytes(data), this.lastLength, signature));
      return this.readOut(signature);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pkey_verify(key: Handle<'EVP_PKEY'>, digest: string | null, data: Uint8Array, signature: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.pkey_verify(this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest), this.bytes(data), this.lastLength, this.bytes(signature), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether OpenSSL knows a digest of this name. */
  digest_exists(name: string): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.digest_exists(this.cstring(name)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The names of the curves that OpenSSL has built in, separated by newlines. */
  elliptic_curves(): string {
    const scope = this.begin();
    try {
      const names = this.out();
      this.status(this.wasm.elliptic_curves(names));
      return this.readOutText(names);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The passphrase, if one is needed, comes from the JavaScript of this call; hashing it costs at most so many iterations. */
  pem_read_private_key(pem: Uint8Array, maxIterations: number): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.pem_read_private_key(this.bytes(pem), this.lastLength, this.int(maxIterations)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** DER of PKCS#8, of the traditional forms, or of encrypted PKCS#8. */
  der_read_private_key(der: Uint8Array, maxIterations: number): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.der_read_private_key(this.bytes(der), this.lastLength, this.int(maxIterations)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_read_public_key(pem: Uint8Array): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.pem_read_public_key(this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_read_public_key(der: Uint8Array): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.der_read_public_key(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** PKCS#8 PEM; encrypted under `cipher` with the passphrase of this call where a cipher is named. */
  pem_write_private_key(key: Handle<'EVP_PKEY'>, cipher: string | null): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pem_write_private_key(this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(cipher), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_write_private_key(key: Handle<'EVP_PKEY'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_private_key(this.pointer(key, 'EVP_PKEY'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Encrypted PKCS#8, under `cipher` with the passphrase of this call. */
  der_write_encrypted_key(key: Handle<'EVP_PKEY'>, cipher: string): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_encrypted_key(this.pointer(key, 'EVP_PKEY'), this.cstring(cipher), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  text_private_key(key: Handle<'EVP_PKEY'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.text_private_key(this.pointer(key, 'EVP_PKEY'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  text_public_key(key: Handle<'EVP_PKEY'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.text_public_key(this.pointer(key, 'EVP_PKEY'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_write_public_key(key: Handle<'EVP_PKEY'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pem_write_public_key(this.pointer(key, 'EVP_PKEY'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_write_public_key(key: Handle<'EVP_PKEY'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_public_key(this.pointer(key, 'EVP_PKEY'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Unencrypted PKCS#8. */
  der_write_pkcs8(key: Handle<'EVP_PKEY'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_pkcs8(this.pointer(key, 'EVP_PKEY'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Encrypts or decrypts as the DER of an AlgorithmIdentifier says, whatever its scheme. No password and the empty one are different things to PKCS #12's own. The output stays unset where the cipher found what it decrypted to be no text of its: the password is wrong, or the data is not what was written. A negative number of iterations stands for no bound. */
  pbe_crypt(algorithm: Uint8Array, password: Uint8Array | null, data: Uint8Array, encrypts: number, maxIterations: number): Uint8Array | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pbe_crypt(this.bytes(algorithm), this.lastLength, this.bytesOrNull(password), this.lastLength, this.bytes(data), this.lastLength, this.int(encrypts), this.int(maxIterations), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One cipher over bytes: of the key and the initialisation vector as many bytes as it takes. A tag is what an AEAD must come to; `padded` is for those that pad. The output stays unset where tag or padding are wrong. */
  cipher_crypt(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array, tag: Uint8Array | null, padded: number, encrypts: number): Uint8Array | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.cipher_crypt(this.cstring(name), this.bytes(key), this.lastLength, this.bytes(iv), this.lastLength, this.bytes(data), this.lastLength, this.bytesOrNull(tag), this.lastLength, this.int(padded), this.int(encrypts), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Poly1305 over bytes (RFC 8439, 2.5), each with a key of its own. */
  poly1305(key: Uint8Array, data: Uint8Array): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.poly1305(this.bytes(key), this.lastLength, this.bytes(data), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** DER of the AlgorithmIdentifier that stands beside such a signature. */
  signature_algorithm(key: Handle<'EVP_PKEY'>, digest: string | null, salt: number, id: Uint8Array | null): Uint8Array {
    const scope = this.begin();
    try {
      const der = this.out();
      this.status(this.wasm.signature_algorithm(this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest), this.int(salt), this.bytesOrNull(id), this.lastLength, der));
      return this.readOut(der);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  signature_make(key: Handle<'EVP_PKEY'>, digest: string | null, salt: number, id: Uint8Array | null, data: Uint8Array): Uint8Array {
    const scope = this.begin();
    try {
      const signature = this.out();
      this.status(this.wasm.signature_make(this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest), this.int(salt), this.bytesOrNull(id), this.lastLength, this.bytes(data), this.lastLength, signature));
      return this.readOut(signature);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether it is the signature of these bytes, made in exactly this way: a salt of another length is another algorithm. */
  signature_check(key: Handle<'EVP_PKEY'>, digest: string | null, salt: number, id: Uint8Array | null, data: Uint8Array, signature: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.signature_check(this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest), this.int(salt), this.bytesOrNull(id), this.lastLength, this.bytes(data), this.lastLength, this.bytes(signature), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a signature is one of this data by this key. A salt of -2 is whichever the signature has. */
  signature_holds(key: Handle<'EVP_PKEY'>, digest: string | null, isPss: number, salt: number, id: Uint8Array | null, data: Uint8Array, signature: Uint8Array): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.signature_holds(this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest), this.int(isPss), this.int(salt), this.bytesOrNull(id), this.lastLength, this.bytes(data), this.lastLength, this.bytes(signature), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  digest_bytes(digest: string, data: Uint8Array): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.digest_bytes(this.cstring(digest), this.bytes(data), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  NETSCAPE_SPKI_new(): Handle<'NETSCAPE_SPKI'> {
    const scope = this.begin();
    try {
      return this.owned('NETSCAPE_SPKI', this.wasm.NETSCAPE_SPKI_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  NETSCAPE_SPKI_b64_decode(text: string): Handle<'NETSCAPE_SPKI'> {
    const scope = this.begin();
    try {
      return this.owned('NETSCAPE_SPKI', this.wasm.NETSCAPE_SPKI_b64_decode(this.string(text), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  NETSCAPE_SPKI_b64_encode(spki: Handle<'NETSCAPE_SPKI'>): string {
    const scope = this.begin();
    try {
      const text = this.out();
      this.status(this.wasm.NETSCAPE_SPKI_b64_encode(this.pointer(spki, 'NETSCAPE_SPKI'), text));
      return this.readOutText(text);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  NETSCAPE_SPKI_get_pubkey(spki: Handle<'NETSCAPE_SPKI'>): Handle<'EVP_PKEY'> {
    const scope = this.begin();
    try {
      return this.owned('EVP_PKEY', this.wasm.NETSCAPE_SPKI_get_pubkey(this.pointer(spki, 'NETSCAPE_SPKI')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  NETSCAPE_SPKI_set_pubkey(spki: Handle<'NETSCAPE_SPKI'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.NETSCAPE_SPKI_set_pubkey(this.pointer(spki, 'NETSCAPE_SPKI'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  spki_sign(spki: Handle<'NETSCAPE_SPKI'>, key: Handle<'EVP_PKEY'>, digest: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.spki_sign(this.pointer(spki, 'NETSCAPE_SPKI'), this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  NETSCAPE_SPKI_verify(spki: Handle<'NETSCAPE_SPKI'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.NETSCAPE_SPKI_verify(this.pointer(spki, 'NETSCAPE_SPKI'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_CRL_new(): Handle<'X509_CRL'> {
    const scope = this.begin();
    try {
      return this.owned('X509_CRL', this.wasm.X509_CRL_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_read_crl(pem: Uint8Array): Handle<'X509_CRL'> {
    const scope = this.begin();
    try {
      return this.owned('X509_CRL', this.wasm.pem_read_crl(this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_read_crl(der: Uint8Array): Handle<'X509_CRL'> {
    const scope = this.begin();
    try {
      return this.owned('X509_CRL', this.wasm.der_read_crl(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  pem_write_crl(crl: Handle<'X509_CRL'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.pem_write_crl(this.pointer(crl, 'X509_CRL'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  der_write_crl(crl: Handle<'X509_CRL'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.der_write_crl(this.pointer(crl, 'X509_CRL'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  text_crl(crl: Handle<'X509_CRL'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.text_crl(this.pointer(crl, 'X509_CRL'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The same with names in the form of XN_FLAG_ and ASN1_STRFLGS_ bits. */
  print_crl(crl: Handle<'X509_CRL'>, names: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.print_crl(this.pointer(crl, 'X509_CRL'), this.unsigned(names), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_CRL_get_issuer(crl: Handle<'X509_CRL'>): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.borrowed('X509_NAME', this.wasm.X509_CRL_get_issuer(this.pointer(crl, 'X509_CRL')), crl);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_CRL_set_issuer_name(crl: Handle<'X509_CRL'>, name: Handle<'X509_NAME'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_CRL_set_issuer_name(this.pointer(crl, 'X509_CRL'), this.pointer(name, 'X509_NAME')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_CRL_get_version(crl: Handle<'X509_CRL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.X509_CRL_get_version(this.pointer(crl, 'X509_CRL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_CRL_set_version(crl: Handle<'X509_CRL'>, version: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.X509_CRL_set_version(this.pointer(crl, 'X509_CRL'), this.int(version)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** `next` 0 lastUpdate, 1 nextUpdate. */
  x509_crl_set_time(crl: Handle<'X509_CRL'>, next: number, text: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_crl_set_time(this.pointer(crl, 'X509_CRL'), this.int(next), this.cstring(text)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_crl_get_time(crl: Handle<'X509_CRL'>, next: number): string | null {
    const scope = this.begin();
    try {
      const text = this.out();
      this.status(this.wasm.x509_crl_get_time(this.pointer(crl, 'X509_CRL'), this.int(next), text));
      return this.readOutTextOrNull(text);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_crl_sign(crl: Handle<'X509_CRL'>, key: Handle<'EVP_PKEY'>, digest: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_crl_sign(this.pointer(crl, 'X509_CRL'), this.pointer(key, 'EVP_PKEY'), this.cstringOrNull(digest)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_CRL_verify(crl: Handle<'X509_CRL'>, key: Handle<'EVP_PKEY'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.X509_CRL_verify(this.pointer(crl, 'X509_CRL'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_crl_revoked_count(crl: Handle<'X509_CRL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_crl_revoked_count(this.pointer(crl, 'X509_CRL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_crl_get_revoked(crl: Handle<'X509_CRL'>, index: number): Handle<'X509_REVOKED'> {
    const scope = this.begin();
    try {
      return this.owned('X509_REVOKED', this.wasm.x509_crl_get_revoked(this.pointer(crl, 'X509_CRL'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** DER of the entry of a serial number of the list's own issuer; none where it is not on the list. */
  x509_crl_find(crl: Handle<'X509_CRL'>, hex: string): Uint8Array | null {
    const scope = this.begin();
    try {
      const der = this.out();
      this.status(this.wasm.x509_crl_find(this.pointer(crl, 'X509_CRL'), this.cstring(hex), der));
      return this.readOutOrNull(der);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The same for a certificate, whose issuer counts: a list may tell of other issuers' certificates. */
  x509_crl_find_certificate(crl: Handle<'X509_CRL'>, cert: Handle<'X509'>): Uint8Array | null {
    const scope = this.begin();
    try {
      const der = this.out();
      this.status(this.wasm.x509_crl_find_certificate(this.pointer(crl, 'X509_CRL'), this.pointer(cert, 'X509'), der));
      return this.readOutOrNull(der);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether an entry has extensions, which a list of version 1 must not hold (RFC 5280, 5.1.2.1). */
  x509_crl_has_entry_extensions(crl: Handle<'X509_CRL'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.x509_crl_has_entry_extensions(this.pointer(crl, 'X509_CRL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds a copy. */
  x509_crl_add_revoked(crl: Handle<'X509_CRL'>, revoked: Handle<'X509_REVOKED'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_crl_add_revoked(this.pointer(crl, 'X509_CRL'), this.pointer(revoked, 'X509_REVOKED')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_store_add_crl(store: Handle<'X509_STORE'>, crl: Handle<'X509_CRL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_store_add_crl(this.pointer(store, 'X509_STORE'), this.pointer(crl, 'X509_CRL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  X509_REVOKED_new(): Handle<'X509_REVOKED'> {
    const scope = this.begin();
    try {
      return this.owned('X509_REVOKED', this.wasm.X509_REVOKED_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_revoked_get_serial(revoked: Handle<'X509_REVOKED'>): string {
    const scope = this.begin();
    try {
      const hex = this.out();
      this.status(this.wasm.x509_revoked_get_serial(this.pointer(revoked, 'X509_REVOKED'), hex));
      return this.readOutText(hex);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_revoked_set_serial(revoked: Handle<'X509_REVOKED'>, hex: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_revoked_set_serial(this.pointer(revoked, 'X509_REVOKED'), this.cstring(hex)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_revoked_get_date(revoked: Handle<'X509_REVOKED'>): string | null {
    const scope = this.begin();
    try {
      const text = this.out();
      this.status(this.wasm.x509_revoked_get_date(this.pointer(revoked, 'X509_REVOKED'), text));
      return this.readOutTextOrNull(text);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_revoked_set_date(revoked: Handle<'X509_REVOKED'>, text: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_revoked_set_date(this.pointer(revoked, 'X509_REVOKED'), this.cstring(text)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The CRLReason (RFC 5280, 5.3.1), -1 for none. */
  x509_revoked_get_reason(revoked: Handle<'X509_REVOKED'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_revoked_get_reason(this.pointer(revoked, 'X509_REVOKED'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Replaces the CRLReason; -1 removes it. */
  x509_revoked_set_reason(revoked: Handle<'X509_REVOKED'>, reason: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_revoked_set_reason(this.pointer(revoked, 'X509_REVOKED'), this.int(reason)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

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

  der_write_cms(cms: Handle<'CMS_ContentInfo'>): Uint8Array {
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

  cms_decrypt(cms: Handle<'CMS_ContentInfo'>, key: Handle<'EVP_PKEY'>, cert: Handle<'X509'>): Uint8Array {
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
  cms_digest(content: Uint8Array, digest: string, detached: number): Uint8Array {
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

  cms_pieces_update(pieces: Handle<'CmsPieces'>, data: Uint8Array): Uint8Array {
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
  cms_pieces_end(pieces: Handle<'CmsPieces'>, isOpening: number, tag: Uint8Array | null): Uint8Array {
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
  cms_content(cms: Handle<'CMS_ContentInfo'>): Uint8Array | null {
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
  cms_verify(cms: Handle<'CMS_ContentInfo'>, store: Handle<'X509_STORE'>, certs: Handle<'X509Chain'>, purpose: number, content: Uint8Array | null): Uint8Array {
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
  cms_digest_verify(cms: Handle<'CMS_ContentInfo'>, content: Uint8Array | null): Uint8Array {
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

  digest_final(digest: Handle<'EVP_MD_CTX'>): Uint8Array {
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
  kem_encapsulate(key: Handle<'EVP_PKEY'>): { secret: Uint8Array; ciphertext: Uint8Array } {
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

  kem_decapsulate(key: Handle<'EVP_PKEY'>, ciphertext: Uint8Array): Uint8Array {
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
  hkdf_derive(digest: string, secret: Uint8Array, info: Uint8Array, length: number): Uint8Array {
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

  /** Dotted numbers of a short or a long name, or of dotted numbers; unset for what is neither. */
  object_numbers(name: string): string | null {
    const scope = this.begin();
    try {
      const numbers = this.out();
      this.status(this.wasm.object_numbers(this.cstring(name), numbers));
      return this.readOutTextOrNull(numbers);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The short (0) or long (1) name of dotted numbers; unset where OpenSSL knows none. */
  object_name(numbers: string, isLong: number): string | null {
    const scope = this.begin();
    try {
      const name = this.out();
      this.status(this.wasm.object_name(this.cstring(numbers), this.int(isLong), name));
      return this.readOutTextOrNull(name);
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
  pkcs12_with_mac(der: Uint8Array, password: Uint8Array | null, digest: string, prf: string | null, iterations: number, saltLen: number): Uint8Array {
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
  pkcs12_create(password: Uint8Array | null, name: string | null, key: Handle<'EVP_PKEY'> | null, cert: Handle<'X509'> | null, ca: Handle<'X509Chain'> | null, iterations: number, macIterations: number, legacy: number): Uint8Array {
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
  certificate_alias(cert: Handle<'X509'>): Uint8Array | null {
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
  pem_write_pkcs7(der: Uint8Array): Uint8Array {
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

  der_write_pkcs7(p7: Handle<'PKCS7'>): Uint8Array {
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
  smime_read(mail: Uint8Array): { der: Uint8Array; content: Uint8Array | null } {
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

  /** 0 no cipher has this name, 1 one has, 2 one that only old files should be in. */
  cipher_kind(name: string): number {
    const scope = this.begin();
    try {
      return this.wasm.cipher_kind(this.cstring(name));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  rand_bytes(count: number): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.rand_bytes(this.int(count), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  rand_add(data: Uint8Array, entropy: number): void {
    const scope = this.begin();
    try {
      this.wasm.rand_add(this.bytes(data), this.lastLength, this.number(entropy));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  RAND_status(): number {
    const scope = this.begin();
    try {
      return this.wasm.RAND_status();
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether the build has initialised this memory: then C's constructors must not run once more. */
  runtime_is_prepared(): number {
    const scope = this.begin();
    try {
      return this.wasm.runtime_is_prepared();
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Which module of kernels.json this is. */
  build_variant(): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.build_variant());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  version_text(which: number): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.version_text(this.int(which)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  version_number(): number {
    const scope = this.begin();
    try {
      return this.wasm.version_number();
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Bytes in use on the C heap: what a leak check compares. */
  heap_bytes_in_use(): number {
    const scope = this.begin();
    try {
      return this.wasm.heap_bytes_in_use();
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Bytes that are left of the stack. */
  stack_left(): number {
    const scope = this.begin();
    try {
      return this.wasm.stack_left();
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The chain that was verified, in this handshake or in the one whose session is resumed. */
  ssl_get_verified_chain(ssl: Handle<'SSL'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.ssl_get_verified_chain(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a resumed session is of this connection's own domain: always, unless nobody asked for it by this shim. */
  ssl_session_is_own(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_session_is_own(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What else decides whether the peer is good: it becomes part of the domain. */
  ssl_set_demands(ssl: Handle<'SSL'>, demands: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_demands(this.pointer(ssl, 'SSL'), this.bytes(demands), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The peer is good for them: from now on sessions are marked. */
  ssl_demands_met(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_demands_met(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  i2d_SSL_SESSION(session: Handle<'SSL_SESSION'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.i2d_SSL_SESSION(this.pointer(session, 'SSL_SESSION'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  d2i_SSL_SESSION(der: Uint8Array): Handle<'SSL_SESSION'> {
    const scope = this.begin();
    try {
      return this.owned('SSL_SESSION', this.wasm.d2i_SSL_SESSION(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_id(session: Handle<'SSL_SESSION'>): Uint8Array {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.SSL_SESSION_get_id(this.pointer(session, 'SSL_SESSION'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_time(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_time(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_timeout(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_timeout(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_has_ticket(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_has_ticket(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_session_ticket(session: Handle<'SSL_SESSION'>): Uint8Array | null {
    const scope = this.begin();
    try {
      const ticket = this.out();
      this.status(this.wasm.ssl_session_ticket(this.pointer(session, 'SSL_SESSION'), ticket));
      return this.readOutOrNull(ticket);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_ticket_lifetime_hint(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_ticket_lifetime_hint(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_is_resumable(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_is_resumable(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_max_early_data(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_max_early_data(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_session(ssl: Handle<'SSL'>, session: Handle<'SSL_SESSION'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_session(this.pointer(ssl, 'SSL'), this.pointer(session, 'SSL_SESSION')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get1_session(ssl: Handle<'SSL'>): Handle<'SSL_SESSION'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('SSL_SESSION', this.wasm.SSL_get1_session(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_session_reused(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_session_reused(this.pointer(ssl, 'SSL'));
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

  print_ocsp_response(response: Handle<'OCSP_RESPONSE'>): Uint8Array {
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

  print_ocsp_request(request: Handle<'OCSP_REQUEST'>): Uint8Array {
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
