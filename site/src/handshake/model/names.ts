/** Numbers of the standards and their names (IANA's registries for TLS). */

const table = (text: string): ReadonlyMap<number, string> =>
  new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [number = '', name = ''] = entry.split('=');
        return [Number(number), name];
      }),
  );

export const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, data: 23 } as const;

export const MESSAGE = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  helloVerifyRequest: 3,
  newSessionTicket: 4,
  endOfEarlyData: 5,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  certificateStatus: 22,
  keyUpdate: 24,
  compressedCertificate: 25,
} as const;

export const MESSAGES = table(`
  0=HelloRequest 1=ClientHello 2=ServerHello 3=HelloVerifyRequest 4=NewSessionTicket 5=EndOfEarlyData 8=EncryptedExtensions
  11=Certificate 12=ServerKeyExchange 13=CertificateRequest 14=ServerHelloDone 15=CertificateVerify 16=ClientKeyExchange
  20=Finished 22=CertificateStatus 24=KeyUpdate 25=CompressedCertificate`);

export const VERSIONS = new Map([
  [0x0300, 'SSL 3.0'],
  [0x0301, 'TLS 1.0'],
  [0x0302, 'TLS 1.1'],
  [0x0303, 'TLS 1.2'],
  [0x0304, 'TLS 1.3'],
  [0xfeff, 'DTLS 1.0'],
  [0xfefd, 'DTLS 1.2'],
  [0xfefc, 'DTLS 1.3'],
]);

export const EXTENSION = {
  serverName: 0,
  maxFragmentLength: 1,
  statusRequest: 5,
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  alpn: 16,
  compressCertificate: 27,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
  cookie: 44,
  pskModes: 45,
  certificateAuthorities: 47,
  signatureAlgorithmsCert: 50,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

export const EXTENSIONS = table(`
  0=server_name 1=max_fragment_length 5=status_request 10=supported_groups 11=ec_point_formats 13=signature_algorithms 14=use_srtp
  15=heartbeat 16=application_layer_protocol_negotiation 17=status_request_v2 18=signed_certificate_timestamp
  19=client_certificate_type 20=server_certificate_type 21=padding 22=encrypt_then_mac 23=extended_master_secret
  27=compress_certificate 28=record_size_limit 35=session_ticket 41=pre_shared_key 42=early_data 43=supported_versions 44=cookie
  45=psk_key_exchange_modes 47=certificate_authorities 48=oid_filters 49=post_handshake_auth 50=signature_algorithms_cert 51=key_share
  54=connection_id 57=quic_transport_parameters 0xff01=renegotiation_info`);

export const GROUPS = table(`
  21=secp224r1 23=secp256r1 24=secp384r1 25=secp521r1 26=brainpoolP256r1 27=brainpoolP384r1 28=brainpoolP512r1 29=x25519 30=x448
  31=brainpoolP256r1tls13 32=brainpoolP384r1tls13 33=brainpoolP512r1tls13 256=ffdhe2048 257=ffdhe3072 258=ffdhe4096 259=ffdhe6144
  260=ffdhe8192 0x200=MLKEM512 0x201=MLKEM768 0x202=MLKEM1024 0x11eb=SecP256r1MLKEM768 0x11ec=X25519MLKEM768
  0x11ed=SecP384r1MLKEM1024`);

export const SIGNATURES = table(`
  0x0201=rsa_pkcs1_sha1 0x0203=ecdsa_sha1 0x0202=dsa_sha1 0x0301=rsa_pkcs1_sha224 0x0302=dsa_sha224 0x0303=ecdsa_sha224
  0x0401=rsa_pkcs1_sha256 0x0402=dsa_sha256 0x0403=ecdsa_secp256r1_sha256 0x0501=rsa_pkcs1_sha384 0x0502=dsa_sha384
  0x0503=ecdsa_secp384r1_sha384 0x0601=rsa_pkcs1_sha512 0x0602=dsa_sha512 0x0603=ecdsa_secp521r1_sha512
  0x0804=rsa_pss_rsae_sha256 0x0805=rsa_pss_rsae_sha384 0x0806=rsa_pss_rsae_sha512 0x0807=ed25519 0x0808=ed448
  0x0809=rsa_pss_pss_sha256 0x080a=rsa_pss_pss_sha384 0x080b=rsa_pss_pss_sha512 0x081a=ecdsa_brainpoolP256r1tls13_sha256
  0x081b=ecdsa_brainpoolP384r1tls13_sha384 0x081c=ecdsa_brainpoolP512r1tls13_sha512 0x0904=mldsa44 0x0905=mldsa65 0x0906=mldsa87`);

export const ALERTS = table(`
  0=close_notify 10=unexpected_message 20=bad_record_mac 22=record_overflow 40=handshake_failure 42=bad_certificate
  43=unsupported_certificate 44=certificate_revoked 45=certificate_expired 46=certificate_unknown 47=illegal_parameter 48=unknown_ca
  49=access_denied 50=decode_error 51=decrypt_error 70=protocol_version 71=insufficient_security 80=internal_error
  86=inappropriate_fallback 90=user_canceled 100=no_renegotiation 109=missing_extension 110=unsupported_extension
  112=unrecognized_name 113=bad_certificate_status_response 115=unknown_psk_identity 116=certificate_required
  120=no_application_protocol`);

export const CERTIFICATE_TYPES = table('1=rsa_sign 2=dss_sign 64=ecdsa_sign');
export const PSK_MODES = table('0=psk_ke 1=psk_dhe_ke');
export const POINT_FORMATS = table('0=uncompressed 1=ansiX962_compressed_prime 2=ansiX962_compressed_char2');
export const COMPRESSIONS = table('1=zlib 2=brotli 3=zstd');
