// Generated from wasm-build/shim by wasm-build/generate (npm run generate). Do not edit.

import type { Bytes } from '../../common/bytes.js';
import { BindingBase } from '../binding.js';
import { progress } from '../call.js';
import type { Handle } from '../handle.js';

/** The shim's functions of certificates, keys, lists, and what every call needs, with pointers as handles, bytes copied both ways and failures thrown. */
export class Bindings extends BindingBase {
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
  x509_extension_names(extension: Handle<'X509_EXTENSION'>): Bytes {
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

  pem_write_certificate(cert: Handle<'X509'>): Bytes {
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

  der_write_certificate(cert: Handle<'X509'>): Bytes {
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

  text_certificate(cert: Handle<'X509'>): Bytes {
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
  print_certificate(cert: Handle<'X509'>, names: number): Bytes {
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

  x509_digest(cert: Handle<'X509'>, digest: string): Bytes {
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

  x509_name_fields(name: Handle<'X509_NAME'>): Bytes {
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
  x509_alternative_names(cert: Handle<'X509'>): Bytes {
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
  x509_access_locations(cert: Handle<'X509'>, ocsp: number): Bytes {
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
  x509_crl_locations(cert: Handle<'X509'>): Bytes {
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

  x509_extension_data(extension: Handle<'X509_EXTENSION'>): Bytes {
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

  i2d_X509_NAME(name: Handle<'X509_NAME'>): Bytes {
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
  x509_name_entry(name: Handle<'X509_NAME'>, index: number): { field: string; raw: Bytes; value: string | null; set: number } {
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

  pem_write_request(req: Handle<'X509_REQ'>): Bytes {
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

  der_write_request(req: Handle<'X509_REQ'>): Bytes {
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

  text_request(req: Handle<'X509_REQ'>): Bytes {
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
  print_request(req: Handle<'X509_REQ'>, names: number): Bytes {
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
  x509_req_attributes(req: Handle<'X509_REQ'>): Bytes {
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
  x509_verify_all(ctx: Handle<'X509_STORE_CTX'>): Bytes {
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

  /** A key of a passphrase. Each round of each 32 bytes costs 5,000 iterations of the budget; below 0 stands for no bound. */
  bcrypt_pbkdf(passphrase: Uint8Array, salt: Uint8Array, rounds: number, keyLen: number, maxIterations: number): Bytes {
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
  pkey_number(key: Handle<'EVP_PKEY'>, name: string): Bytes | null {
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
  pkey_octets(key: Handle<'EVP_PKEY'>, name: string): Bytes | null {
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

  pkey_sign(key: Handle<'EVP_PKEY'>, digest: string | null, data: Uint8Array): Bytes {
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
  pem_write_private_key(key: Handle<'EVP_PKEY'>, cipher: string | null): Bytes {
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

  der_write_private_key(key: Handle<'EVP_PKEY'>): Bytes {
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
  der_write_encrypted_key(key: Handle<'EVP_PKEY'>, cipher: string): Bytes {
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

  text_private_key(key: Handle<'EVP_PKEY'>): Bytes {
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

  text_public_key(key: Handle<'EVP_PKEY'>): Bytes {
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

  pem_write_public_key(key: Handle<'EVP_PKEY'>): Bytes {
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

  der_write_public_key(key: Handle<'EVP_PKEY'>): Bytes {
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
  der_write_pkcs8(key: Handle<'EVP_PKEY'>): Bytes {
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
  pbe_crypt(algorithm: Uint8Array, password: Uint8Array | null, data: Uint8Array, encrypts: number, maxIterations: number): Bytes | null {
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
  cipher_crypt(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array, tag: Uint8Array | null, padded: number, encrypts: number): Bytes | null {
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
  poly1305(key: Uint8Array, data: Uint8Array): Bytes {
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
  signature_algorithm(key: Handle<'EVP_PKEY'>, digest: string | null, salt: number, id: Uint8Array | null): Bytes {
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

  signature_make(key: Handle<'EVP_PKEY'>, digest: string | null, salt: number, id: Uint8Array | null, data: Uint8Array): Bytes {
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

  digest_bytes(digest: string, data: Uint8Array): Bytes {
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

  pem_write_crl(crl: Handle<'X509_CRL'>): Bytes {
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

  der_write_crl(crl: Handle<'X509_CRL'>): Bytes {
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

  text_crl(crl: Handle<'X509_CRL'>): Bytes {
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
  print_crl(crl: Handle<'X509_CRL'>, names: number): Bytes {
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
  x509_crl_find(crl: Handle<'X509_CRL'>, hex: string): Bytes | null {
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
  x509_crl_find_certificate(crl: Handle<'X509_CRL'>, cert: Handle<'X509'>): Bytes | null {
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

  rand_bytes(count: number): Bytes {
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
}
