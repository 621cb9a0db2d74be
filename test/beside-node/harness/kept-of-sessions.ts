/** Differences that stay, of sockets and servers: each has its reason in its row. */

/** A difference that stays: its row of test/parity/node-tls.tsv says why. */
export interface Kept {
  /** The scripts' names, from their beginnings. */
  readonly scripts: RegExp;
  /** Under which name it is noted; any, where it is not said. */
  readonly at?: RegExp;
  /** Whether nothing but that differs; yes, where it is not said. */
  readonly isAll?: (node: unknown, ours: unknown) => boolean;
  /** The row that holds the reason. */
  readonly row: string;
}

const without = (event: string) => (node: unknown, ours: unknown) =>
  JSON.stringify(node).replace(`["${event}"],`, '') === JSON.stringify(ours);

const CLOSES = /\["close",(true|false)\]/g;
const isWordOfClose = (node: unknown, ours: unknown) => {
  const [a, b] = [JSON.stringify(node), JSON.stringify(ours)].map((text) =>
    text.replace('["end"],', '').replace(CLOSES, ''),
  );
  return a === b;
};

/** A client's verification. */
const UNVERIFIED =
  /^failures\/(the server's certificate: (clientOnly|expired|future|leaf|other|stranger)|revoked|checkServerIdentity fails)\/client/;

export const KEPT_OF_SESSIONS: readonly Kept[] = [
  { scripts: UNVERIFIED, at: /^client$/, isAll: without('secure'), row: 'tls.TLSSocket.events.secure-unverified' },
  { scripts: UNVERIFIED, at: /^the client at last$/, row: 'tls.TLSSocket.events.secure-unverified' },
  {
    scripts: /^failures\/the client's certificate: (expired|leaf|stranger)\/server/,
    at: /^tlsClientError$/,
    row: 'tls.Server.events.tlsClientError-certificate',
  },
  {
    scripts: /^failures\/SNICallback gives junk\/server/,
    at: /^tlsClientError$/,
    row: 'tls.createServer.SNICallback-junk',
  },
  {
    scripts: /^failures\/no client certificate\/client/,
    isAll: isWordOfClose,
    row: 'tls.TLSSocket.events.close-hadError',
  },
  { scripts: /^starttls\/a Duplex fails\/client/, isAll: isWordOfClose, row: 'tls.TLSSocket.events.close-hadError' },
  { scripts: /^failures\/the client says nothing\/server/, row: 'tls.createServer.handshakeTimeout-closes' },
  { scripts: /^members\/getEphemeralKeyInfo\/wrapped\//, row: 'tls.TLSSocket.isServer' },
  {
    scripts: /^members\/getEphemeralKeyInfo\/client\/TLSv1.2/,
    at: /^resumed$/,
    row: 'tls.TLSSocket.getEphemeralKeyInfo-resumed',
  },
  { scripts: /^members\/getPeer(X509)?Certificate/, at: /^resumed$/, row: 'tls.TLSSocket.getPeerCertificate-resumed' },
  {
    scripts: /^members\/servername\/(server|wrapped)\/TLSv1.2/,
    at: /^(resumed|destroyed)$/,
    row: 'tls.TLSSocket.servername-resumed',
  },
  {
    scripts: /^servers\/(ALPNCallback|enableTrace|keepAlive|noDelay): /,
    at: /^made$/,
    row: 'tls.createServer.wrong-types',
  },
  { scripts: /^servers\/addContext\(1\)/, row: 'tls.createServer.wrong-types' },
  { scripts: /^servers\/setTicketKeys\//, at: /^wrong$/, row: 'tls.createServer.wrong-types' },
  { scripts: /^servers\/clientCertEngine: "x"/, row: 'tls.createServer.engines' },
  { scripts: /^servers\/keepAliveInitialDelay, highWaterMark$/, row: 'tls.createServer.highWaterMark-heeded' },
  {
    scripts: /^servers\/(newSession and resumeSession|resumeSession fails)\/TLSv1.3/,
    row: 'tls.Server.events.resumeSession-tickets',
  },
  { scripts: /^servers\/secureContext of a server$/, row: 'tls.createServer.secureContext-heeded' },
  { scripts: /^starttls\/a Duplex is in object mode\//, row: 'tls.TLSSocket.object-mode' },
  { scripts: /^starttls\/members\//, row: 'tls.TLSSocket._parent' },
  { scripts: /^starttls\/the socket beneath is destroyed\//, row: 'tls.TLSSocket.beneath-destroyed' },
  {
    scripts:
      /^starttls\/(mine is destroyed|the socket beneath is ended|the socket beneath is destroyed)\/server\/TLSv1.2/,
    at: /^secured$/,
    row: 'tls.TLSSocket.last-words',
  },
  {
    scripts: /^starttls\/the socket beneath is ended\/server\/TLSv1.2/,
    at: /^mine$/,
    row: 'tls.TLSSocket.last-words',
  },
  {
    scripts: /^exchanges\/the peer destroys while mine writes\/wrapped\/TLSv1.3/,
    row: 'tls.TLSSocket.hang-up-closes',
  },
  { scripts: /^wrapped\/(ALPNProtocols|requestOCSP|session)\/client$/, row: 'tls.TLSSocket.new-starts' },
  { scripts: /^wrapped\/setKeyCert, rsa in ALPNCallback\/TLSv1.2$/, row: 'tls.TLSSocket.setKeyCert-other-kind' },
  { scripts: /^wrapped\/certificateCompression: /, row: 'tls.createSecureContext.certificateCompression-none' },
  {
    scripts: /^wrapped\/(requestCert|rejectUnauthorized: false)\/server$/,
    at: /^knows$/,
    row: 'tls.TLSSocket.authorized.server',
  },
  { scripts: /^wrapped\/requestCert, none is sent\/server$/, row: 'tls.TLSSocket.requestCert-demands' },
  { scripts: /^exchanges\/mine is half open\/wrapped\//, row: 'tls.TLSSocket.allowHalfOpen-heeded' },
  {
    scripts: /^exchanges\/(disableRenegotiation and t|t)he peer renegotiates\/(server|wrapped)\/TLSv1.2/,
    row: 'tls.createServer.renegotiation',
  },
];
