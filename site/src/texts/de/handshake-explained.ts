import type { explained as english } from '../en/handshake-explained.js';

export const explained: typeof english = {
  messages: {
    ClientHello:
      'Der Client sagt, was er kann: Versionen, Cipher-Suites, Gruppen, und mit wem er sprechen will. In TLS 1.3 schickt er seine Hälfte des Schlüsselaustauschs gleich mit, sodass ein Hin und Her genügt.',
    ServerHello:
      'Der Server wählt aus dem Angebot je eines aus. In TLS 1.3 steht hier seine Hälfte des Schlüsselaustauschs, und alles Weitere ist verschlüsselt.',
    HelloRetryRequest:
      'Der Server kann mit keinem der Schlüssel des Clients etwas anfangen und nennt eine Gruppe, die er kann. Das kostet ein Hin und Her.',
    HelloVerifyRequest:
      'Der Server schickt ein Cookie, das der Client wiederholen muss: So kann ihn niemand mit falscher Adresse arbeiten lassen.',
    EncryptedExtensions:
      'Was der Server auf die übrigen Erweiterungen antwortet, etwa das Anwendungsprotokoll. Es ist die erste Nachricht, die sonst niemand lesen kann.',
    CertificateRequest:
      'Der Server will wissen, wer der Client ist, und sagt, wessen Zertifikate und welche Signaturen er nimmt.',
    Certificate:
      'Das Zertifikat des Absenders und die seiner Aussteller bis zur Wurzel. Der Empfänger prüft Namen, Zeiten und Signaturen.',
    CertificateVerify:
      'Eine Signatur über alle Nachrichten bisher. Sie beweist, dass der Absender den privaten Schlüssel zum Zertifikat hat und dass niemand verändert hat, was gesagt wurde.',
    Finished:
      'Eine Prüfsumme über alle Nachrichten bisher, mit einem Schlüssel, den nur diese beiden haben können. Wurde unterwegs ein Byte verändert, passt sie nicht.',
    NewSessionTicket: 'Der Server gibt dem Client ein Ticket, mit dem der nächste Handshake ohne Zertifikat auskommt.',
    EndOfEarlyData:
      'Der Client beendet seine frühen Daten: Was folgt, ist mit Schlüsseln des Handshakes verschlüsselt.',
    KeyUpdate:
      'Der Absender nimmt von hier an neue Schlüssel, aus den alten berechnet. Er kann die andere Seite bitten, dasselbe zu tun.',
    ServerKeyExchange:
      'Die Hälfte des Servers vom Schlüsselaustausch, mit seiner Signatur, damit niemand dazwischen eine andere unterschieben kann.',
    ServerHelloDone: 'Der Server hat gesagt, was er zu sagen hat, und der Client ist an der Reihe.',
    ClientKeyExchange: 'Die Hälfte des Clients vom Schlüsselaustausch. Nun können beide dieselben Schlüssel berechnen.',
    CertificateStatus: 'Was der OCSP-Dienst der CA über das Zertifikat sagt, sodass der Client ihn nicht fragen muss.',
    HelloRequest: 'Der Server bittet um einen weiteren Handshake auf derselben Verbindung.',
    CompressedCertificate: 'Die Zertifikate, komprimiert.',
  },
  alerts: {
    close_notify: {
      why: 'Der Absender hat nichts mehr zu sagen. Das ist das richtige Ende: Wem es fehlt, der wurde vielleicht abgeschnitten.',
      todo: '',
    },
    unexpected_message: {
      why: 'Eine Nachricht kam, die hier keinen Platz hat.',
      todo: 'Suchen Sie nach einer fehlerhaften Bibliothek oder nach etwas unterwegs, das zwei Verbindungen vermischt.',
    },
    bad_record_mac: {
      why: 'Ein Record lässt sich nicht entschlüsseln: Seine Bytes, oder die Nachrichten, aus denen die Schlüssel entstanden, sind nicht die gesendeten.',
      todo: 'Sehen Sie nach, was unterwegs ist (Proxys, Load-Balancer, defekter Speicher). Ein neuer Versuch schadet nicht.',
    },
    handshake_failure: {
      why: 'Die beiden haben nichts gemeinsam: keine Cipher-Suite, keine Gruppe oder keine Signatur, die beide können.',
      todo: 'Vergleichen Sie das Angebot des ClientHello mit den Einstellungen des Servers, und erlauben Sie eines davon auf beiden Seiten.',
    },
    bad_certificate: {
      why: 'Das Zertifikat hält nicht.',
      todo: 'Sehen Sie nach, welche Prüfung fehlschlug: Namen, Zeiten oder eine Signatur in der Kette.',
    },
    unsupported_certificate: {
      why: 'Mit dieser Art von Zertifikat kann die andere Seite nichts anfangen.',
      todo: 'Zeigen Sie eines mit einer anderen Art von Schlüssel.',
    },
    certificate_revoked: {
      why: 'Die CA hat das Zertifikat widerrufen.',
      todo: 'Besorgen Sie ein neues Zertifikat mit neuem Schlüssel: Den alten hat vielleicht jemand anders.',
    },
    certificate_expired: {
      why: 'Das Zertifikat ist abgelaufen, oder die Uhr der anderen Seite geht falsch.',
      todo: 'Erneuern Sie das Zertifikat, und lassen Sie das künftig von selbst geschehen.',
    },
    certificate_unknown: {
      why: 'Das Zertifikat wurde aus einem Grund abgelehnt, für den es keinen eigenen Alert gibt.',
      todo: 'Sehen Sie ins Protokoll der Seite, die abgelehnt hat.',
    },
    illegal_parameter: {
      why: 'Eine Nachricht enthält einen Wert, den sie nicht enthalten darf.',
      todo: 'Suchen Sie nach einer fehlerhaften Bibliothek oder nach etwas, das Nachrichten verändert.',
    },
    unknown_ca: {
      why: 'Die Kette endet bei einer CA, die die andere Seite nicht kennt.',
      todo: 'Schicken Sie die Zwischenzertifikate mit, oder fügen Sie die Wurzel dort hinzu, wo ihr vertraut werden soll.',
    },
    access_denied: {
      why: 'Das Zertifikat hält, und sein Besitzer darf nicht herein.',
      todo: 'Fragen Sie, wer den Server betreibt.',
    },
    decode_error: {
      why: 'Eine Nachricht endet zu früh oder ist zu lang.',
      todo: 'Suchen Sie, was unterwegs Bytes abschneidet oder verändert.',
    },
    decrypt_error: {
      why: 'Eine Signatur oder ein Finished passt nicht zum Gesagten: Die beiden haben nicht dieselben Nachrichten gesehen.',
      todo: 'Suchen Sie, was unterwegs Bytes verändert. Ist es immer so, gehört der Schlüssel vielleicht nicht zum Zertifikat.',
    },
    protocol_version: {
      why: 'Der Server hat keine der Versionen, die der Client anbietet.',
      todo: 'Erlauben Sie TLS 1.2 oder 1.3 auf beiden Seiten.',
    },
    insufficient_security: {
      why: 'Was der Client anbietet, ist dem Server zu schwach.',
      todo: 'Aktualisieren Sie den Client.',
    },
    internal_error: { why: 'Der Absender scheiterte aus eigenen Gründen.', todo: 'Sehen Sie in sein Protokoll.' },
    missing_extension: {
      why: 'Es fehlt eine Erweiterung, die diese Version braucht.',
      todo: 'Aktualisieren Sie die Seite, die sie weggelassen hat.',
    },
    unsupported_extension: {
      why: 'Es wurde eine Erweiterung beantwortet, nach der niemand gefragt hat.',
      todo: 'Aktualisieren Sie die Seite, die sie gesendet hat.',
    },
    unrecognized_name: {
      why: 'Der Server hat kein Zertifikat für den Namen, nach dem der Client fragt.',
      todo: 'Richten Sie eines ein, oder fragen Sie nach einem anderen Namen.',
    },
    unknown_psk_identity: {
      why: 'Der Server kennt diesen vereinbarten Schlüssel nicht.',
      todo: 'Geben Sie beiden Seiten denselben Namen und Schlüssel.',
    },
    certificate_required: {
      why: 'Der Server will wissen, wer der Client ist, und der Client hat kein Zertifikat gezeigt.',
      todo: 'Geben Sie dem Client ein Zertifikat einer CA, die der Server in seinem CertificateRequest nennt.',
    },
    no_application_protocol: {
      why: 'Die beiden haben kein Anwendungsprotokoll gemeinsam.',
      todo: 'Lassen Sie den Client eines anbieten, das der Server hat, etwa http/1.1.',
    },
  },
  verdicts: {
    9: {
      why: 'Das Zertifikat gilt noch nicht, oder die Uhr des Clients geht nach.',
      todo: 'Stellen Sie die Uhr. Geht sie richtig, warten Sie, oder lassen Sie das Zertifikat mit früherem Beginn ausstellen.',
    },
    10: {
      why: 'Das Zertifikat ist abgelaufen, oder die Uhr des Clients geht vor.',
      todo: 'Erneuern Sie das Zertifikat, und lassen Sie das künftig von selbst geschehen.',
    },
    18: {
      why: 'Das Zertifikat hat sich selbst signiert, und der Client kennt es nicht.',
      todo: 'Lassen Sie es von einer CA ausstellen, der der Client vertraut, oder lassen Sie ihn genau diesem Zertifikat vertrauen.',
    },
    19: {
      why: 'Die Kette endet bei einer Wurzel, die der Client nicht kennt.',
      todo: 'Fügen Sie die Wurzel dort hinzu, wo ihr vertraut werden soll.',
    },
    20: {
      why: 'Die Kette führt zu einem Aussteller, der hier nicht bekannt ist.',
      todo: 'Schicken Sie die Zwischenzertifikate mit, oder fügen Sie die Wurzel dort hinzu, wo ihr vertraut werden soll.',
    },
    21: { why: 'Der Aussteller des Zertifikats fehlt.', todo: 'Schicken Sie die Zwischenzertifikate mit.' },
    23: {
      why: 'Das Zertifikat steht auf der Liste derer, die seine CA widerrufen hat.',
      todo: 'Besorgen Sie ein neues Zertifikat mit neuem Schlüssel: Den alten hat vielleicht jemand anders.',
    },
    62: {
      why: 'Das Zertifikat ist für andere Hosts als den, nach dem der Client fragt.',
      todo: 'Lassen Sie ein Zertifikat ausstellen, das diesen Namen unter subjectAltName hat, oder fragen Sie nach einem Namen, der darin steht.',
    },
  },
  lineDead: {
    why: 'Die Verbindung endete mitten in einem Record, und niemand hatte ein Ende angekündigt.',
    todo: 'Sehen Sie nach dem Netz und nach Zeitgrenzen unterwegs. Was vorher kam, darf nicht für alles gehalten werden.',
  },
  unknown: { why: 'Der Handshake ist gescheitert.', todo: 'Sehen Sie, was OpenSSL sagt.' },
  extensions: {
    server_name: 'Mit wem der Client sprechen will. Es ist nicht verschlüsselt: Unterwegs kann es jeder lesen.',
    supported_groups: 'In welchen Gruppen der Client Schlüssel tauschen kann, die beste zuerst.',
    key_share: 'Hälften von Schlüsselaustauschen, jede für eine Gruppe.',
    supported_versions: 'Die Versionen von TLS. Das alte Feld dafür sagt für immer TLS 1.2.',
    signature_algorithms: 'Welche Signaturen der Absender prüfen kann.',
    application_layer_protocol_negotiation: 'Was innen gesprochen werden soll, etwa HTTP/2.',
    status_request: 'Das Wort der CA, dass das Zertifikat nicht widerrufen ist.',
    session_ticket: 'Ein Ticket einer früheren Sitzung; leer, wenn es keines gibt und eines willkommen ist.',
    pre_shared_key: 'Schlüssel, die beide von früher haben, mit Namen, und der Beweis, dass der Client sie hat.',
    psk_key_exchange_modes: 'Ob neben einem Schlüssel von früher ein neuer ausgetauscht wird. Das sollte so sein.',
    early_data: 'Daten dürfen kommen, ehe der Handshake zu Ende ist. Andere können sie noch einmal schicken.',
    extended_master_secret: 'Bindet die Schlüssel an alles Gesagte, was TLS 1.2 zuerst nicht tat.',
    encrypt_then_mac: 'Für CBC-Chiffren: Die Prüfsumme geht über das Verschlüsselte.',
    renegotiation_info: 'Bindet einen zweiten Handshake an den ersten.',
    ec_point_formats: 'Wie Punkte von Kurven geschrieben werden. Nur eine Art ist in Gebrauch.',
    cookie: 'Was der Server gab, zur Wiederholung.',
    certificate_authorities: 'Die CAs, deren Zertifikate erwünscht sind.',
    post_handshake_auth: 'Der Client darf später nach einem Zertifikat gefragt werden.',
  },
};
