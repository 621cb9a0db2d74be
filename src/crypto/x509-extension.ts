import { booleanArgument, textArgument } from '../common/arguments.js';
import { wrongType } from '../common/refusals.js';
import { explained, HANDLE, type Handle, NativeObject } from '../ffi/index.js';
import { extensionValue } from './extension-value.js';
import { native } from './native.js';
import type { X509 } from './x509.js';

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

  /** Whether the extension is critical. @corresponds X509_EXTENSION_get_critical */
  getCritical(): boolean {
    return native.X509_EXTENSION_get_critical(this[HANDLE]) === 1;
  }

  /** The short name of the type, such as `basicConstraints`; its dotted number where OpenSSL has no name. @corresponds OBJ_nid2sn */
  getShortName(): string {
    return native.x509_extension_short_name(this[HANDLE]);
  }

  /** The value in DER. @corresponds X509_EXTENSION_get_data */
  getData(): Uint8Array {
    return native.x509_extension_data(this[HANDLE]);
  }

  /**
   * The value in words, such as `CA:TRUE`; in hexadecimal where OpenSSL does not know the type.
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
