/** All tasks, in the order in which the page shows them. */
import type { Task } from '../model/task.js';
import type { GroupName } from '../model/words.js';
import { ca, intermediate } from './certificates/ca.js';
import { leaf } from './certificates/leaf.js';
import { renew } from './certificates/renew.js';
import { request, signRequest } from './certificates/request.js';
import { convert } from './keys/convert.js';
import { key, match } from './keys/key.js';
import { bundle, p12 } from './keys/stores.js';
import { decrypt, encrypt } from './messages/encrypt.js';
import { sign, verify } from './messages/sign.js';
import { stampAnswer, stampCheck, stampRequest } from './stamps/stamps.js';
import { crl } from './status/crl.js';
import { ocspAnswer, ocspCheck, ocspRequest } from './status/ocsp.js';

export const GROUPS: readonly GroupName[] = ['certificates', 'keys', 'messages', 'status', 'stamps'];

export const TASKS: readonly Task[] = [
  ...[ca, intermediate, leaf, request, signRequest, renew],
  ...[key, match, convert, p12, bundle],
  ...[sign, verify, encrypt, decrypt],
  ...[crl, ocspRequest, ocspAnswer, ocspCheck],
  ...[stampRequest, stampAnswer, stampCheck],
];
