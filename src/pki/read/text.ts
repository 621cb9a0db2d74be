/** Text as openssl(1) prints it. */
import { wrongType } from '../../common/refusals.js';
import {
  CRL,
  FILETYPE_ASN1,
  loadCertificate,
  loadCertificateRequest,
  loadCrl,
  X509,
  X509Req,
} from '../../crypto/index.js';
import { constants as c, HANDLE } from '../../ffi/index.js';
import { native } from '../native.js';
import type { CertificateData } from './certificate.js';
import type { CrlData } from './crl.js';
import type { RequestData } from './request.js';

/** How openssl(1) of this version prints names: on one line, `C=SE, CN=Anna`, in UTF-8. */
const NAMES =
  c.XN_FLAG_SEP_CPLUS_SPC |
  c.XN_FLAG_FN_SN |
  c.ASN1_STRFLGS_ESC_CTRL |
  c.ASN1_STRFLGS_UTF8_CONVERT |
  c.ASN1_STRFLGS_DUMP_UNKNOWN |
  c.ASN1_STRFLGS_DUMP_DER;

/**
 * A certificate, request or list as `openssl x509 -text -noout`, `openssl req -text -noout` and `openssl crl -text -noout` of the
 * same version print it, byte for byte. Where OpenSSL cannot read the public key, the text has its error, which names a line of source.
 * @corresponds X509_print_ex, X509_REQ_print_ex, X509_CRL_print_ex
 */
export function toText(what: CertificateData | RequestData | CrlData | X509 | X509Req | CRL): string {
  return new TextDecoder().decode(printed(what));
}

function printed(what: CertificateData | RequestData | CrlData | X509 | X509Req | CRL): Uint8Array {
  if (what instanceof X509) return native.print_certificate(what[HANDLE], NAMES);
  if (what instanceof X509Req) return native.print_request(what[HANDLE], NAMES);
  if (what instanceof CRL) return native.print_crl(what[HANDLE], NAMES);
  const kind = (what as { kind?: unknown } | null | undefined)?.kind;
  if (kind !== 'certificate' && kind !== 'request' && kind !== 'crl')
    throw wrongType('what', 'a certificate, a request or a list, as data or as an object of crypto', what);
  using object = loaded(what as CertificateData | RequestData | CrlData);
  return printed(object);
}

function loaded(data: CertificateData | RequestData | CrlData): X509 | X509Req | CRL {
  if (data.kind === 'certificate') return loadCertificate(FILETYPE_ASN1, data.der);
  return data.kind === 'request' ? loadCertificateRequest(FILETYPE_ASN1, data.der) : loadCrl(FILETYPE_ASN1, data.der);
}
