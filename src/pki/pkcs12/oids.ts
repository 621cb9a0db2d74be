/** The numbers of PKCS #12 (RFC 7292, appendix D) and of what it holds. */
export const DATA = '1.2.840.113549.1.7.1';
export const SIGNED_DATA = '1.2.840.113549.1.7.2';
export const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
export const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';

const BAG = '1.2.840.113549.1.12.10.1';
export const KEY_BAG = `${BAG}.1`;
export const SHROUDED_KEY_BAG = `${BAG}.2`;
export const CERTIFICATE_BAG = `${BAG}.3`;
export const CRL_BAG = `${BAG}.4`;
export const SECRET_BAG = `${BAG}.5`;
export const SAFE_CONTENTS_BAG = `${BAG}.6`;

export const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
export const X509_CRL = '1.2.840.113549.1.9.23.1';

export const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
export const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
/** What Java trusts a certificate for, as a list of purposes. */
export const TRUSTED_KEY_USAGE = '2.16.840.1.113894.746875.1.1';

export const PBMAC1 = '1.2.840.113549.1.5.14';

/** NIST's arc of AES: what Java calls keys of it, whatever their size. */
export const AES = '2.16.840.1.101.3.4.1';
