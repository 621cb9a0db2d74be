import { wrongType } from '../../common/refusals.js';

/** An object identifier of ASN.1, as OpenSSL names it. */
export interface ASN1Object {
  /** OpenSSL's number of it. */
  readonly nid: number;
  /** OpenSSL's short name of it. */
  readonly shortname: string;
  /** OpenSSL's long name of it. */
  readonly longname: string;
  /** Its dotted number. */
  readonly oid: string;
}

/** What a context is for (RFC 5280, 4.2.1.12): to authenticate servers, on a client, or clients, on a server. */
export const Purpose: {
  /** To authenticate servers: for contexts of clients. */
  readonly SERVER_AUTH: ASN1Object;
  /** To authenticate clients: for contexts of servers. */
  readonly CLIENT_AUTH: ASN1Object;
} = {
  SERVER_AUTH: {
    nid: 129,
    shortname: 'serverAuth',
    longname: 'TLS Web Server Authentication',
    oid: '1.3.6.1.5.5.7.3.1',
  },
  CLIENT_AUTH: {
    nid: 130,
    shortname: 'clientAuth',
    longname: 'TLS Web Client Authentication',
    oid: '1.3.6.1.5.5.7.3.2',
  },
};
/** What a context is for. */
export type Purpose = ASN1Object;

/** @throws {TypeError} unless it is one of {@link Purpose} */
export function purposeArgument(purpose: Purpose, name = 'purpose'): 'server' | 'client' {
  if (purpose?.oid === Purpose.SERVER_AUTH.oid) return 'server';
  if (purpose?.oid === Purpose.CLIENT_AUTH.oid) return 'client';
  throw wrongType(name, 'Purpose.SERVER_AUTH or Purpose.CLIENT_AUTH', purpose);
}
