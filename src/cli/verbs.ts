/** Every command, in the order of the list. */
import type { Verb } from './frame/verb.js';
import { bundle, chain } from './verbs/look/chain.js';
import { fingerprint } from './verbs/look/fingerprint.js';
import { inspect } from './verbs/look/inspect.js';
import { lint } from './verbs/look/lint.js';
import { needsRenewalVerb } from './verbs/look/needs-renewal.js';
import { verify } from './verbs/look/verify.js';
import { convert } from './verbs/make/convert.js';
import { csr } from './verbs/make/csr.js';
import { issue } from './verbs/make/issue.js';
import { key } from './verbs/make/key.js';
import { renew } from './verbs/make/renew.js';
import { sign } from './verbs/make/sign.js';
import { completion } from './verbs/more/completion.js';
import { connect } from './verbs/network/connect.js';
import { ocsp } from './verbs/network/ocsp.js';
import { serve } from './verbs/network/serve.js';
import { timeStamp } from './verbs/network/time-stamp.js';
import { cms } from './verbs/protect/cms.js';
import { crl } from './verbs/protect/crl.js';
import { p12 } from './verbs/protect/p12.js';

export const VERBS: readonly Verb[] = [
  ...[inspect, lint, fingerprint, chain, bundle, verify, needsRenewalVerb],
  ...[issue, csr, sign, renew, convert, key],
  ...[p12, crl, ocsp, cms, timeStamp],
  ...[connect, serve],
  completion,
];
