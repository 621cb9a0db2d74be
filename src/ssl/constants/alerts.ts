/** Alerts (RFC 8446, 6), as a callback for SNI can answer with them. */
import * as c from '../../ffi/constants.js';

/** The sender will not send any more. */
export const ALERT_DESCRIPTION_CLOSE_NOTIFY = c.SSL_AD_CLOSE_NOTIFY;
/** A message came out of its order. */
export const ALERT_DESCRIPTION_UNEXPECTED_MESSAGE = c.SSL_AD_UNEXPECTED_MESSAGE;
/** A record could not be decrypted or authenticated. */
export const ALERT_DESCRIPTION_BAD_RECORD_MAC = c.SSL_AD_BAD_RECORD_MAC;
/** A record was too long. */
export const ALERT_DESCRIPTION_RECORD_OVERFLOW = c.SSL_AD_RECORD_OVERFLOW;
/** A record could not be decompressed; not in TLS 1.3. */
export const ALERT_DESCRIPTION_DECOMPRESSION_FAILURE = c.SSL_AD_DECOMPRESSION_FAILURE;
/** There is nothing that both sides accept. */
export const ALERT_DESCRIPTION_HANDSHAKE_FAILURE = c.SSL_AD_HANDSHAKE_FAILURE;
/** A certificate is malformed, or its signature is wrong. */
export const ALERT_DESCRIPTION_BAD_CERTIFICATE = c.SSL_AD_BAD_CERTIFICATE;
/** A certificate is of an unsupported type. */
export const ALERT_DESCRIPTION_UNSUPPORTED_CERTIFICATE = c.SSL_AD_UNSUPPORTED_CERTIFICATE;
/** A certificate was revoked by its issuer. */
export const ALERT_DESCRIPTION_CERTIFICATE_REVOKED = c.SSL_AD_CERTIFICATE_REVOKED;
/** A certificate is not valid now. */
export const ALERT_DESCRIPTION_CERTIFICATE_EXPIRED = c.SSL_AD_CERTIFICATE_EXPIRED;
/** A certificate is not accepted for another reason. */
export const ALERT_DESCRIPTION_CERTIFICATE_UNKNOWN = c.SSL_AD_CERTIFICATE_UNKNOWN;
/** A field is outside of its range, or contradicts another. */
export const ALERT_DESCRIPTION_ILLEGAL_PARAMETER = c.SSL_AD_ILLEGAL_PARAMETER;
/** A certificate's issuer is not trusted. */
export const ALERT_DESCRIPTION_UNKNOWN_CA = c.SSL_AD_UNKNOWN_CA;
/** A certificate is good, but its owner is not let in. */
export const ALERT_DESCRIPTION_ACCESS_DENIED = c.SSL_AD_ACCESS_DENIED;
/** A message could not be decoded. */
export const ALERT_DESCRIPTION_DECODE_ERROR = c.SSL_AD_DECODE_ERROR;
/** A cryptographic operation of the handshake failed. */
export const ALERT_DESCRIPTION_DECRYPT_ERROR = c.SSL_AD_DECRYPT_ERROR;
/** The version is known, but not supported. */
export const ALERT_DESCRIPTION_PROTOCOL_VERSION = c.SSL_AD_PROTOCOL_VERSION;
/** The server wants something more secure than the client has. */
export const ALERT_DESCRIPTION_INSUFFICIENT_SECURITY = c.SSL_AD_INSUFFICIENT_SECURITY;
/** A failure that has nothing to do with the peer. */
export const ALERT_DESCRIPTION_INTERNAL_ERROR = c.SSL_AD_INTERNAL_ERROR;
/** The handshake was cancelled for another reason than a failure. */
export const ALERT_DESCRIPTION_USER_CANCELLED = c.SSL_AD_USER_CANCELLED;
/** There will be no renegotiation; not in TLS 1.3. */
export const ALERT_DESCRIPTION_NO_RENEGOTIATION = c.SSL_AD_NO_RENEGOTIATION;
/** A message has an extension that it must not have. */
export const ALERT_DESCRIPTION_UNSUPPORTED_EXTENSION = c.SSL_AD_UNSUPPORTED_EXTENSION;
/** A certificate could not be fetched by its URL (RFC 6066, 9). */
export const ALERT_DESCRIPTION_CERTIFICATE_UNOBTAINABLE = c.SSL_AD_CERTIFICATE_UNOBTAINABLE;
/** There is no server of the name that the client has asked for (RFC 6066, 3). */
export const ALERT_DESCRIPTION_UNRECOGNIZED_NAME = c.SSL_AD_UNRECOGNIZED_NAME;
/** An OCSP response is not acceptable (RFC 6066, 8). */
export const ALERT_DESCRIPTION_BAD_CERTIFICATE_STATUS_RESPONSE = c.SSL_AD_BAD_CERTIFICATE_STATUS_RESPONSE;
/** A certificate's hash does not match (RFC 6066, 9). */
export const ALERT_DESCRIPTION_BAD_CERTIFICATE_HASH_VALUE = c.SSL_AD_BAD_CERTIFICATE_HASH_VALUE;
/** There is no key for the identity of the client. */
export const ALERT_DESCRIPTION_UNKNOWN_PSK_IDENTITY = c.SSL_AD_UNKNOWN_PSK_IDENTITY;
