/** Differences of options, arguments, the module and the environment that stay. */
import type { Kept } from './kept-of-sessions.js';

export const KEPT_OF_OPTIONS: readonly Kept[] = [
  {
    scripts:
      /^(options|module)\/.*(pfx: (junk|wrong)|sigalgs: \\?"|sigalgs: "junk|sessionIdContext: "too long|ALPNProtocols of a client: 8)/,
    row: 'tls.errors.code',
  },
  { scripts: /^(options|module)\/.*(crl: |ecdhCurve: "(junk|no-such))/, row: 'tls.errors.operation' },
  {
    scripts:
      /^module\/createSecureContext\(\{ (passphrase|secureProtocol|cert|key|ca|dhparam|ciphers|crl|honorCipherOrder|allowPartialTrustChain): /,
    row: 'tls.errors.types',
  },
  {
    scripts:
      /^options\/(ALPNProtocols of a server: 8|ALPNCallback: "x")|^servers\/ALPNCallback: |^arguments\/blockList 1$/,
    row: 'tls.errors.types',
  },
  {
    scripts:
      /^module\/createSecureContext\(\{ ecdhCurve: null|^options\/(checkServerIdentity|minDHSize): null|^arguments\/(port )?null$/,
    row: 'tls.errors.null',
  },
  { scripts: /^options\/requestCert: (1|"x")\//, row: 'tls.createServer.requestCert-truthy' },
  { scripts: /^options\/handshakeTimeout: -1\//, row: 'tls.createServer.handshakeTimeout-negative' },
  { scripts: /^options\/highWaterMark: \d+\/server/, row: 'tls.createServer.highWaterMark-acts' },
  { scripts: /^options\/servername: "127/, row: 'tls.connect.servername-ip' },
  { scripts: /^options\/servername: "localhost\./, row: 'tls.connect.servername-dot' },
  {
    scripts: /^options\/ALPNProtocols of a (client|server): 7|^module\/convertALPNProtocols\("(h2|http\/1\.1)", 1/,
    row: 'tls.connect.ALPNProtocols-bytes',
  },
  { scripts: /^options\/minDHSize: 4096/, row: 'tls.connect.minDHSize-message' },
  { scripts: /^arguments\/blockList$/, row: 'tls.connect.blockList-acts' },
  { scripts: /^arguments\/port(, host, listener)?$/, at: /^mine$/, row: 'tls.connect.secure-refused' },
  { scripts: /^arguments\/signal that is aborted$/, row: 'tls.connect.signal-order' },
  { scripts: /^arguments\/new TLSSocket\((socket(, \{ secureContext \})?)?\)/, row: 'tls.TLSSocket.new-verified' },
  { scripts: /^arguments\/(socket \{\}|new TLSSocket\((\{\}|1)\))$/, row: 'tls.TLSSocket.new-type' },
  { scripts: /^arguments\/TLSSocket without new$/, row: 'tls.TLSSocket.without-new' },
  { scripts: /^options\/a certificate without its key/, row: 'tls.createSecureContext.cert-alone' },
  { scripts: /^options\/dhparam: junk/, row: 'tls.createSecureContext.dhparam-junk' },
  { scripts: /^module\/createSecureContext\(\{ pfx: /, row: 'tls.createSecureContext.pfx-type' },
  { scripts: /^module\/createSecureContext\(\{ (privateKey|clientCertEngine)/, row: 'tls.createSecureContext.engines' },
  { scripts: /^options\/secureProtocol: "TLSv1_1_method/, row: 'tls.createSecureContext.secureProtocol-old' },
  { scripts: /^module\/getCACertificates\((undefined|"default"|"system")/, row: 'tls.getCACertificates.lists' },
  { scripts: /^module\/getCiphers$/, row: 'tls.getCiphers.srp' },
  { scripts: /^module\/getCertificateCompressionAlgorithms$/, row: 'tls.getCertificateCompressionAlgorithms.none' },
  { scripts: /^module\/checkServerIdentity\/(9|10|11|12|15) /, row: 'tls.connect.common-name' },
  { scripts: /^environment\/SSL_CERT_FILE$/, row: 'tls.environment.SSL_CERT_FILE-default' },
  { scripts: /^environment\/SSLKEYLOGFILE$/, row: 'tls.environment.SSLKEYLOGFILE-acts' },
  { scripts: /^words\/advice$/, row: 'tls.errors.advice' },
  { scripts: /^words\/OpenSSL/, row: 'tls.errors.message' },
  { scripts: /^options\/ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256"\/server$/, row: 'tls.createServer.order-of-suites' },
];
