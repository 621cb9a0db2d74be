/* The view `handshake`: what each message, alert, verdict and extension is for, and what to do. */
export const explained = {
  messages: {
    ClientHello:
      'The client says what it can: versions, cipher suites, groups, and whom it wants to speak with. In TLS 1.3 it sends its half of the key exchange along, so that one round trip is enough.',
    ServerHello:
      'The server chooses one of each from what was offered. In TLS 1.3 its half of the key exchange is in here, and all that follows is encrypted.',
    HelloRetryRequest:
      'The server can use none of the keys that the client sent, and names a group that it can use. This costs a round trip.',
    HelloVerifyRequest:
      'The server sends a cookie that the client must repeat: so nobody can make it work with a false address.',
    EncryptedExtensions:
      'What the server answers to the other extensions, such as the application protocol. It is the first message that nobody else can read.',
    CertificateRequest:
      'The server wants to know who the client is, and says whose certificates and which signatures it takes.',
    Certificate:
      'The certificate of whoever sends this, and those of its issuers up to the root. Whoever gets it checks names, times and signatures.',
    CertificateVerify:
      'A signature over all messages so far. It proves that the sender has the private key of the certificate, and that nobody has changed what was said.',
    Finished:
      'A checksum over all messages so far, with a key that only these two can have. If a byte was changed on the way, it does not match.',
    NewSessionTicket: 'The server gives the client a ticket, with which the next handshake needs no certificate.',
    EndOfEarlyData: 'The client ends its early data: what follows is encrypted with keys of the handshake.',
    KeyUpdate:
      'The sender takes new keys from here on, computed from the old ones. It may ask the other side to do so, too.',
    ServerKeyExchange:
      'The server’s half of the key exchange, with its signature, so that nobody in between can put in another one.',
    ServerHelloDone: 'The server has said what it has to say, and it is the client’s turn.',
    ClientKeyExchange: 'The client’s half of the key exchange. Now both can compute the same keys.',
    CertificateStatus: 'What the CA’s OCSP responder says of the certificate, so that the client need not ask it.',
    HelloRequest: 'The server asks for another handshake on the same connection.',
    CompressedCertificate: 'The certificates, compressed.',
  } as Readonly<Record<string, string>>,
  alerts: {
    close_notify: {
      why: 'The sender has no more to say. It is the proper end: whoever misses it may have been cut off.',
      todo: '',
    },
    unexpected_message: {
      why: 'A message came that has no place here.',
      todo: 'Look for a library that is broken, or for something on the way that mixes two connections.',
    },
    bad_record_mac: {
      why: 'A record does not decrypt: its bytes, or the messages that the keys were computed from, are not those that were sent.',
      todo: 'Look at what is on the way (proxies, load balancers, memory that is broken). Trying again is safe.',
    },
    handshake_failure: {
      why: 'The two have nothing in common: no cipher suite, no group, or no signature that both can do.',
      todo: 'Compare what the ClientHello offers with what the server is set to, and allow one of them on both sides.',
    },
    bad_certificate: {
      why: 'The certificate does not hold.',
      todo: 'See which check failed: its names, its times, or a signature in the chain.',
    },
    unsupported_certificate: {
      why: 'The certificate is of a kind that the other side cannot use.',
      todo: 'Show one with another kind of key.',
    },
    certificate_revoked: {
      why: 'Its CA has revoked the certificate.',
      todo: 'Get a new certificate with a new key: somebody else may have the old one.',
    },
    certificate_expired: {
      why: 'The certificate is over, or the clock of the other side is wrong.',
      todo: 'Renew the certificate, and have that done by itself from now on.',
    },
    certificate_unknown: {
      why: 'The certificate was refused for a reason that has no alert of its own.',
      todo: 'Look into the log of the side that refused it.',
    },
    illegal_parameter: {
      why: 'A message holds a value that it must not hold.',
      todo: 'Look for a library that is broken, or for something that changes messages.',
    },
    unknown_ca: {
      why: 'The chain ends at a CA that the other side does not know.',
      todo: 'Send the intermediate certificates along, or add the root where it is to be trusted.',
    },
    access_denied: { why: 'The certificate holds, and its owner may not come in.', todo: 'Ask who runs the server.' },
    decode_error: {
      why: 'A message ends too early or is too long.',
      todo: 'Look for what cuts or changes bytes on the way.',
    },
    decrypt_error: {
      why: 'A signature or a Finished does not match what was said: the two have not seen the same messages.',
      todo: 'Look for what changes bytes on the way. If it is always so, the key may not belong to the certificate.',
    },
    protocol_version: {
      why: 'The server has none of the versions that the client offers.',
      todo: 'Allow TLS 1.2 or 1.3 on both sides.',
    },
    insufficient_security: { why: 'What the client offers is too weak for the server.', todo: 'Update the client.' },
    internal_error: { why: 'The sender failed for a reason of its own.', todo: 'Look into its log.' },
    missing_extension: {
      why: 'An extension is missing that this version needs.',
      todo: 'Update the side that left it out.',
    },
    unsupported_extension: {
      why: 'An extension was answered that nobody asked for.',
      todo: 'Update the side that sent it.',
    },
    unrecognized_name: {
      why: 'The server has no certificate for the name that the client asks for.',
      todo: 'Set one up, or ask for another name.',
    },
    unknown_psk_identity: {
      why: 'The server does not know this pre-shared key.',
      todo: 'Give both sides the same identity and key.',
    },
    certificate_required: {
      why: 'The server wants to know who the client is, and the client has shown no certificate.',
      todo: 'Give the client a certificate of a CA that the server names in its CertificateRequest.',
    },
    no_application_protocol: {
      why: 'The two have no application protocol in common.',
      todo: 'Let the client offer one that the server has, such as http/1.1.',
    },
  } as Readonly<Record<string, { readonly why: string; readonly todo: string }>>,
  verdicts: {
    9: {
      why: 'The certificate is not valid yet, or the client’s clock is behind.',
      todo: 'Set the clock right. If it is right, wait, or have the certificate issued with an earlier begin.',
    },
    10: {
      why: 'The certificate has expired, or the client’s clock is ahead.',
      todo: 'Renew the certificate, and have that done by itself from now on.',
    },
    18: {
      why: 'The certificate has signed itself, and the client does not know it.',
      todo: 'Have it issued by a CA that the client trusts, or make the client trust this very certificate.',
    },
    19: {
      why: 'The chain ends at a root that the client does not know.',
      todo: 'Add the root where it is to be trusted.',
    },
    20: {
      why: 'The chain leads to an issuer that is not known here.',
      todo: 'Send the intermediate certificates along, or add the root where it is to be trusted.',
    },
    21: { why: 'The issuer of the certificate is missing.', todo: 'Send the intermediate certificates along.' },
    23: {
      why: 'The certificate is on the list of those that its CA has revoked.',
      todo: 'Get a new certificate with a new key: somebody else may have the old one.',
    },
    62: {
      why: 'The certificate is for other hosts than the one that the client asked for.',
      todo: 'Have a certificate issued that has this name among its subjectAltName, or ask for a name that is in it.',
    },
  } as Readonly<Record<number, { readonly why: string; readonly todo: string }>>,
  lineDead: {
    why: 'The connection ended within a record, and nobody had said that it would end.',
    todo: 'Look at the network and at time limits on the way. What came before the end must not be taken for all of it.',
  },
  unknown: { why: 'The handshake failed.', todo: 'See what OpenSSL says.' },
  extensions: {
    server_name: 'Whom the client wants to speak with. It is not encrypted: everybody on the way can read it.',
    supported_groups: 'In which groups the client can exchange keys, the best first.',
    key_share: 'Halves of key exchanges, each for one group.',
    supported_versions: 'The versions of TLS. The old field for it says TLS 1.2 for ever.',
    signature_algorithms: 'Which signatures the sender can check.',
    application_layer_protocol_negotiation: 'What shall be spoken inside, such as HTTP/2.',
    status_request: 'The CA’s word that the certificate is not revoked.',
    session_ticket: 'A ticket of a session before; empty if there is none, and one is welcome.',
    pre_shared_key: 'Keys that both have from before, by their names, and proof that the client has them.',
    psk_key_exchange_modes: 'Whether a new key exchange is made beside a key from before. It should be.',
    early_data: 'Data may come before the handshake is over. It can be replayed by others.',
    extended_master_secret: 'Binds the keys to all that was said, which TLS 1.2 did not do at first.',
    encrypt_then_mac: 'For CBC ciphers: the checksum is over what is encrypted.',
    renegotiation_info: 'Binds a second handshake to the first.',
    ec_point_formats: 'How points of curves are written. Only one way is in use.',
    cookie: 'What the server gave, to be repeated.',
    certificate_authorities: 'The CAs whose certificates are wanted.',
    post_handshake_auth: 'The client may be asked for a certificate later on.',
  } as Readonly<Record<string, string>>,
};
