import * as methods from '../../tls/constants.js';
import { Context } from '../../tls/index.js';
import * as p from '../constants/enums.js';

const METHODS: ReadonlyMap<number, number> = new Map<number, number>([
  [p.PROTOCOL_TLS, methods.TLS_METHOD],
  [p.PROTOCOL_TLSv1, methods.TLSv1_METHOD],
  [p.PROTOCOL_TLSv1_1, methods.TLSv1_1_METHOD],
  [p.PROTOCOL_TLSv1_2, methods.TLSv1_2_METHOD],
  [p.PROTOCOL_TLS_CLIENT, methods.TLS_CLIENT_METHOD],
  [p.PROTOCOL_TLS_SERVER, methods.TLS_SERVER_METHOD],
]);

/** Forward-secret suites with authenticated encryption first; TLS 1.3 has a list of its own. */
const DEFAULT_CIPHERS = '@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM';
/** Sessions of a server that asks for certificates must name their application (SSL_CTX_set_session_id_context(3)). */
const SESSION_ID_CONTEXT = 'Python';

/**
 * The context of the layer beneath. It is never frozen: Python's can be changed while connections use it, and what
 * changes counts for the next ones, for OpenSSL copies the settings into each.
 */
export class InnerContext extends Context {
  /** @throws {RangeError} for an unknown or withdrawn protocol */
  constructor(protocol: number) {
    const method = METHODS.get(protocol);
    if (method === undefined) throw new RangeError('invalid or unsupported protocol version');
    super(method);
    this.setOptions(
      p.OP_ALL |
        p.OP_NO_SSLv3 |
        p.OP_NO_COMPRESSION |
        p.OP_CIPHER_SERVER_PREFERENCE |
        p.OP_SINGLE_DH_USE |
        p.OP_SINGLE_ECDH_USE,
    );
    this.setVerifyFlags(p.VERIFY_X509_TRUSTED_FIRST);
    this.setMode(methods.MODE_RELEASE_BUFFERS);
    this.setSessionId(SESSION_ID_CONTEXT);
    if (method === methods.TLSv1_METHOD || method === methods.TLSv1_1_METHOD) return;
    this.setCipherList(DEFAULT_CIPHERS);
    if (method !== methods.TLSv1_2_METHOD) this.setMinProtoVersion(p.TLSVersion.TLSv1_2);
  }

  override freeze(): void {}
}
