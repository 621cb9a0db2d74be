import {
  binaryArgument,
  bytesArgument,
  instanceArgument,
  instancesArgument,
  integerArgument,
} from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { decodeText, inRows, readFields } from '../common/fields.js';
import { adopt, explained, HANDLE, NativeObject } from '../ffi/index.js';
import { native } from './native.js';
import { typeArgument } from './object-type.js';
import { PKey } from './pkey.js';
import { signingArguments } from './signing.js';
import { X509Extension } from './x509-extension.js';
import { X509Name } from './x509-name.js';

/** A value of an attribute of a request. */
export interface RequestAttributeValue {
  /** The type, in dotted numbers. */
  readonly oid: string;
  /** The value. */
  readonly der: Bytes;
}

/** A certificate request (PKCS#10, RFC 2986). */
export class X509Req extends NativeObject<'X509_REQ'> {
  /** Lives inside the request, and ends when it gets another. */
  #subject: X509Name | undefined;

  /** Makes an empty request of version 1, which {@link getVersion} calls 0. @corresponds X509_REQ_new */
  constructor() {
    super(() => native.x509_req_new());
  }

  /** The version as it is encoded: 0 for the only one there is. @corresponds X509_REQ_get_version */
  getVersion(): number {
    return native.X509_REQ_get_version(this[HANDLE]);
  }

  /** Sets the version as it is encoded. @throws {Error} for another than 0 @corresponds X509_REQ_set_version */
  setVersion(version: number): void {
    native.X509_REQ_set_version(this[HANDLE], integerArgument(version, 'version'));
  }

  /** The subject. Changes to it change the request. @corresponds X509_REQ_get_subject_name */
  getSubject(): X509Name {
    if (this.#subject === undefined || this.#subject[HANDLE].released) {
      this.#subject = adopt(X509Name, native.X509_REQ_get_subject_name(this[HANDLE]));
    }
    return this.#subject;
  }

  /** Sets the subject to a copy; names that {@link getSubject} gave before are ended. @corresponds X509_REQ_set_subject_name */
  setSubject(subject: X509Name): void {
    native.X509_REQ_set_subject_name(this[HANDLE], instanceArgument(subject, X509Name, 'subject')[HANDLE]);
    this.#subject?.free();
    this.#subject = undefined;
  }

  /** @internal */
  protected override facts() {
    return { subject: native.x509_name_oneline(native.X509_REQ_get_subject_name(this[HANDLE])) };
  }

  /** The public key. @throws {Error} when there is none @corresponds X509_REQ_get_pubkey */
  getPubkey(): PKey {
    return PKey.wrap(native.X509_REQ_get_pubkey(this[HANDLE]));
  }

  /** Sets the public key. @corresponds X509_REQ_set_pubkey */
  setPubkey(pkey: PKey): void {
    native.X509_REQ_set_pubkey(this[HANDLE], instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
  }

  /**
   * Signs the request.
   * @param pkey - the private key that belongs to the public one in the request
   * @param digest - such as `sha256`; null for the key's own, and of no effect with keys that hash by themselves
   * @throws {RangeError} when there is no such digest, or the key is empty or has no private half
   * @corresponds X509_REQ_sign
   */
  sign(pkey: PKey, digest: string | Uint8Array | null): void {
    const { key, name } = signingArguments(pkey, 'pkey', digest);
    native.x509_req_sign(this[HANDLE], key, name);
  }

  /**
   * Verifies the signature.
   * @returns true
   * @throws {Error} when it is not good
   * @corresponds X509_REQ_verify
   */
  verify(pkey: PKey): boolean {
    native.X509_REQ_verify(this[HANDLE], instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
    return true;
  }

  /** Asks for extensions in the certificate. @throws {TypeError} unless it is a list of them: one alone is none @corresponds X509_REQ_add_extensions */
  addExtensions(extensions: Iterable<X509Extension>): void {
    const handles = instancesArgument(extensions, X509Extension, 'extensions').map((extension) => extension[HANDLE]);
    using list = native.x509_extension_list_new();
    for (const handle of handles) native.x509_extension_list_push(list, handle);
    native.X509_REQ_add_extensions(this[HANDLE], list);
  }

  /** The extensions that are asked for, in their order. @corresponds X509_REQ_get_extensions */
  getExtensions(): X509Extension[] {
    using list = native.X509_REQ_get_extensions(this[HANDLE]);
    if (list === null) return [];
    const length = native.x509_extension_list_length(list);
    return Array.from({ length }, (_, index) => adopt(X509Extension, native.x509_extension_list_get(list, index)));
  }

  /** The first extension of a type that is asked for, as {@link X509.findExtension} finds it; null where there is none. @throws {RangeError} when there is no such type */
  findExtension(type: string): X509Extension | null {
    const numbers = typeArgument(type);
    return this.getExtensions().find(({ oid }) => oid === numbers) ?? null;
  }

  /** Every attribute (RFC 2986, 4.1), in its order; the extensions that are asked for are one of them. @corresponds X509_REQ_get_attr */
  getAttributes(): RequestAttributeValue[] {
    return inRows(readFields(native.x509_req_attributes(this[HANDLE])), 2).map(([oid, der]) => ({
      oid: decodeText(oid ?? new Uint8Array()),
      der: (der ?? new Uint8Array()).slice(),
    }));
  }

  /**
   * The text of an attribute, such as `challengePassword` or `unstructuredName` (RFC 2985, 5.4).
   * @param type - its name, or its dotted numbers
   * @returns null where there is none, or it is no text: see {@link getAttributes}
   * @throws {RangeError} when there is no such type
   * @corresponds X509_REQ_get_attr_by_OBJ
   */
  getAttribute(type: string): string | null {
    return native.x509_req_attribute_text(this[HANDLE], typeArgument(type));
  }

  /**
   * Sets an attribute, in the place of all of its type. Sign the request after that.
   * @param type - its name, or its dotted numbers
   * @param value - text, in the form that OpenSSL has for the type; bytes are the DER of another value; null removes it
   * @throws {TypeError} when the value is neither
   * @throws {RangeError} when there is no such type
   * @throws {Error} when the text does not fit the type, or the bytes are no DER
   * @corresponds X509_REQ_add1_attr_by_OBJ
   */
  setAttribute(type: string, value: string | Uint8Array | null): void {
    const numbers = typeArgument(type);
    const isText = typeof value === 'string';
    const bytes = value === null ? null : isText ? bytesArgument(value, 'value') : binaryArgument(value, 'value');
    explained(isText ? `value is no text for ${type}` : 'value is no DER', () =>
      native.x509_req_set_attribute(this[HANDLE], numbers, isText ? 0 : 1, bytes),
    );
  }
}
