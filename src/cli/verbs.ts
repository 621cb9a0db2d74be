/** Every command, in the order of the list. */
import type { Verb } from './frame/verb.js';
import { fingerprint } from './verbs/look/fingerprint.js';
import { needsRenewalVerb } from './verbs/look/needs-renewal.js';
import { csr } from './verbs/make/csr.js';
import { issue } from './verbs/make/issue.js';
import { key } from './verbs/make/key.js';
import { completion } from './verbs/more/completion.js';
import { connect } from './verbs/network/connect.js';
import { serve } from './verbs/network/serve.js';

export const VERBS: readonly Verb[] = [fingerprint, needsRenewalVerb, issue, csr, key, connect, serve, completion];
