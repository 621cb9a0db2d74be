// the documented methods of tls.TLSSocket and tls.Server are there
import { check, dial, outcome, R, S, serve, TS } from './lib.mjs';

const c = dial(TS, await serve(R));
await outcome(c);
const s = TS.createServer(S);
check(
  'missing',
  [
    ...[
      'disableRenegotiation',
      'enableTrace',
      'getSharedSigalgs',
      'getTLSTicket',
      'getX509Certificate',
      'renegotiate',
      'setKeyCert',
      'setMaxSendFragment',
      'resetAndDestroy',
    ].filter((n) => typeof c[n] !== 'function'),
    ...['getTicketKeys', 'setTicketKeys'].filter((n) => typeof s[n] !== 'function'),
    ...['DEFAULT_MIN_VERSION', 'DEFAULT_CIPHERS', 'getCiphers', 'rootCertificates'].filter((n) => !(n in TS)),
  ],
  [],
);
