/** Text as openssl(1) prints it. */
import type { Bytes } from '../../common/bytes.js';
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
import * as c from '../../ffi/constants.js';
import { HANDLE } from '../../ffi/index.js';
import { native } from '../message-native.js';
import type { OcspRequestData } from '../ocsp/read/request.js';
import type { OcspResponseData } from '../ocsp/read/response.js';
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

/** What can be printed. */
export type Printable =
  | CertificateData
  | RequestData
  | CrlData
  | OcspRequestData
  | OcspResponseData
  | X509
  | X509Req
  | CRL;

/**
 * A certificate, request or list as `openssl x509 -text -noout`, `openssl req -text -noout` and `openssl crl -text -noout` of the
 * same version print it, and a request to a responder and its response as `openssl ocsp` with `-req_text` and `-resp_text`, byte for
 * byte. Where OpenSSL cannot read the public key, the text has its error, which names a line of source.
 * @corresponds X509_print_ex, X509_REQ_print_ex, X509_CRL_print_ex, OCSP_REQUEST_print, OCSP_RESPONSE_print
 */
export function toText(what: Printable): string {
  return new TextDecoder().decode(printed(what));
}

function printed(what: Printable): Bytes {
  if (what instanceof X509) return native.print_certificate(what[HANDLE], NAMES);
  if (what instanceof X509Req) return native.print_request(what[HANDLE], NAMES);
  if (what instanceof CRL) return native.print_crl(what[HANDLE], NAMES);
  const { kind, der } = dataOf(what);
  if (kind === 'ocspRequest') {
    using request = native.der_read_ocsp_request(der);
    return native.print_ocsp_request(request);
  }
  if (kind === 'ocspResponse') {
    using response = native.der_read_ocsp_response(der);
    return native.print_ocsp_response(response);
  }
  using object = LOADERS[kind](der);
  return printed(object);
}

const LOADERS = {
  certificate: (der: Uint8Array): X509 => loadCertificate(FILETYPE_ASN1, der),
  request: (der: Uint8Array): X509Req => loadCertificateRequest(FILETYPE_ASN1, der),
  crl: (der: Uint8Array): CRL => loadCrl(FILETYPE_ASN1, der),
};

type Kind = keyof typeof LOADERS | 'ocspRequest' | 'ocspResponse';

function dataOf(what: unknown): { readonly kind: Kind; readonly der: Uint8Array } {
  const kind = (what as { kind?: unknown } | null | undefined)?.kind;
  const isKnown = kind === 'ocspRequest' || kind === 'ocspResponse';
  if (typeof kind !== 'string' || !(isKnown || Object.hasOwn(LOADERS, kind)))
    throw wrongType('what', 'a certificate, a request, a list or a response, as data or as an object of crypto', what);
  return what as { kind: Kind; der: Uint8Array };
}
