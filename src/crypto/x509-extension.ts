import { binaryArgument, booleanArgument, listArgument, textArgument } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { boolean, declareOptions, oneOf } from '../common/options.js';
import { wrongType } from '../common/refusals.js';
import { adopt, explained, HANDLE, type Handle, NativeObject } from '../ffi/index.js';
import { type AlternativeName, readAlternativeNames, writeAlternativeNames } from './alternative-names.js';
import type { Classes } from './classes.js';
import { extensionValue } from './extension-value.js';
import { native } from './native.js';
import { typeArgument } from './object-type.js';

type X509 = Classes['X509'];

/** How {@link X509Extension.alternativeNames} makes an extension. */
export interface AlternativeNamesOptions {
  /** Whether the extension is critical; false by default. */
  readonly critical?: boolean;
  /** Whose names they are; `subject` by default. */
  readonly of?: 'subject' | 'issuer';
}

const namesOptions = declareOptions<AlternativeNamesOptions>(
  { critical: boolean, of: oneOf('subject', 'issuer') },
  'refused',
);

/** A certificate extension (RFC 5280, 4.2). */
export class X509Extension extends NativeObject<'X509_EXTENSION'> {
  /**
   * @param typename - such as `basicConstraints` or `subjectAltName`: see x509v3_config(5)
   * @param critical - whether a reader that does not know the type must refuse the certificate
   * @param value - in the syntax of x509v3_config(5), such as `CA:TRUE, pathlen:0` or `DNS:example.org, IP:192.0.2.1`; text in it is UTF-8,
   * also where OpenSSL generates it (`ASN1:UTF8String:jörg`, `otherName:1.3.6.1.4.1.311.20.2.3;UTF8:jörg`)
   * @param subject - the certificate that `hash` in a subjectKeyIdentifier speaks of
   * @param issuer - the certificate that `keyid` in an authorityKeyIdentifier speaks of
   * @throws {TypeError} on wrong types
   * @throws {Error} when OpenSSL knows no such type or the value is not in its syntax
   * @corresponds X509V3_EXT_nconf
   */
  constructor(
    typename: string | Uint8Array,
    critical: boolean,
    value: string | Uint8Array,
    subject?: X509 | null,
    issuer?: X509 | null,
  ) {
    super(() => {
      const type = textArgument(typename, 'typename');
      const isCritical = booleanArgument(critical, 'critical') ? 1 : 0;
      const given = extensionValue(type, textArgument(value, 'value'));
      const section = new TextEncoder().encode(given.section);
      const [about, by] = [certificateOrNull(subject, 'subject'), certificateOrNull(issuer, 'issuer')];
      return explained(`the value of ${type} is not in the syntax of x509v3_config(5)`, () =>
        native.x509_extension_new(type, isCritical, given.value, section, about, by),
      );
    });
  }

  /**
   * An extension of any type.
   * @param type - its dotted numbers, such as `2.5.29.17`, or its name
   * @param der - its value
   * @throws {TypeError} on wrong types
   * @throws {RangeError} when there is no such type
   * @corresponds X509_EXTENSION_create_by_OBJ
   */
  static fromDer(type: string, critical: boolean, der: Uint8Array): X509Extension {
    const numbers = typeArgument(type);
    const isCritical = booleanArgument(critical, 'critical') ? 1 : 0;
    return adopt(X509Extension, native.x509_extension_from_der(numbers, isCritical, binaryArgument(der, 'der')));
  }

  /**
   * Alternative names of a subject, or of an issuer: each as data, so that no comma in one makes two.
   * @throws {TypeError} unless it is a list of names
   * @throws {RangeError} when there is none, or a value is not of its kind
   * @corresponds X509V3_EXT_i2d
   */
  static alternativeNames(names: Iterable<AlternativeName>, options?: AlternativeNamesOptions): X509Extension {
    const { critical = false, of = 'subject' } = namesOptions(options);
    const all = listArgument(names, 'names', (name) => name as AlternativeName);
    using list = writeAlternativeNames(all);
    return adopt(X509Extension, native.x509_extension_of_names(of === 'issuer' ? 1 : 0, critical ? 1 : 0, list));
  }

  /**
   * The names of a `subjectAltName` or an `issuerAltName`, as data.
   * @throws {Error} when this extension is neither, or malformed
   * @corresponds X509V3_EXT_d2i
   */
  getAlternativeNames(): AlternativeName[] {
    return readAlternativeNames(this[HANDLE]);
  }

  /** The dotted numbers of the type, such as `2.5.29.19`. @corresponds OBJ_obj2txt */
  get oid(): string {
    return native.x509_extension_numbers(this[HANDLE]);
  }

  /** Whether the extension is critical. @corresponds X509_EXTENSION_get_critical */
  getCritical(): boolean {
    return native.X509_EXTENSION_get_critical(this[HANDLE]) === 1;
  }

  /** The short name of the type, such as `basicConstraints`; its dotted number where OpenSSL has no name. @corresponds OBJ_nid2sn */
  getShortName(): string {
    return native.x509_extension_short_name(this[HANDLE]);
  }

  /** @internal */
  protected override facts() {
    return { name: this.getShortName(), critical: this.getCritical() };
  }

  /** The value in DER. @corresponds X509_EXTENSION_get_data */
  getData(): Bytes {
    return native.x509_extension_data(this[HANDLE]);
  }

  /**
   * The value in words, such as `CA:TRUE`; in hexadecimal where OpenSSL does not know the type. An alternative name that has
   * what could part it, such as a comma or a quote, stands in quotes, as a JSON string: it never looks like two.
   * @throws {Error} when the value is malformed
   * @corresponds X509V3_EXT_print, GENERAL_NAME_print
   */
  override toString(): string {
    return native.x509_extension_text(this[HANDLE]);
  }
}

/** A certificate's handle, known by its tag: this file is imported by that of the class. */
function certificateOrNull(cert: X509 | null | undefined, name: string): Handle<'X509'> | null {
  if (cert == null) return null;
  if (!(cert instanceof NativeObject) || cert[HANDLE]?.tag !== 'X509') throw wrongType(name, 'an X509', cert);
  return cert[HANDLE];
}
