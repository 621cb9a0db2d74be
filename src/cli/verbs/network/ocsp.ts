/** `tsopenssl ocsp`: asks whether a certificate is revoked, and answers. */

import { declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import type { Verb } from '../../frame/verb.js';
import { check, type OcspOptions, read, request, respond } from './ocsp-actions.js';

const ACTIONS = { check, request, respond, read };

export const ocsp: Verb = {
  name: 'ocsp',
  group: 'Sign and protect',
  summary: 'ask a responder whether a certificate is revoked, or answer as one',
  description: `What is to be done:
  check    ask the responder that the certificate names, or --url, whether it is revoked; or judge --response. Ends with 0 when it is good, and with 1 when it is revoked, unknown, or the answer is not to be believed
  request  write what is asked
  respond  write an answer, signed by the CA: good, or with --reason revoked
  read     say what an answer says; nothing is verified`,
  examples: [
    { line: 'ocsp request server.crt --issuer ca.crt -o request.ocsp', does: 'Write a request' },
    { line: 'ocsp respond server.crt --ca ca.crt --ca-key ca.key -o response.ocsp', does: 'Answer that it is good' },
    { line: 'ocsp read response.ocsp', does: 'Say what an answer says' },
    { line: 'ocsp check server.crt --issuer ca.crt --response response.ocsp', does: 'Judge an answer that is there' },
    {
      line: 'ocsp respond server.crt --ca ca.crt --ca-key ca.key --reason keyCompromise -o revoked.ocsp',
      does: 'Answer that it is revoked',
    },
    { line: 'ocsp check server.crt --issuer ca.crt --response revoked.ocsp', does: 'Judge that one', exit: 1 },
  ],
  json: {
    status: '`good`, `revoked` or `unknown`; null where the answer is not to be believed',
    reason: 'why it is not to be believed; null where it is',
    url: 'of `check`: who was asked; null where nobody was',
    answers: 'of `check` and `read`: what is said of each certificate',
    nonce: 'of `request`: what ties the answer to it',
    outputs: '`request` or `response`, with its `path` or `base64`',
  },
  declare: (command) => {
    command
      .argument('<action>', Object.keys(ACTIONS).join(', '))
      .argument('<file>', 'the certificate, with that of its issuer behind it; of read the answer')
      .option('--issuer <file>', 'the certificate of who has issued it')
      .option('--url <url>', 'which responder to ask')
      .option('--response <file>', 'an answer that is there')
      .option('--no-nonce', 'ask without a nonce, as many responders want it')
      .option('--ca <file>', 'of respond, the certificate of the CA that signs')
      .option('--ca-key <file>', 'its private key')
      .option('--reason <reason>', 'of respond, why it is revoked, such as keyCompromise or unspecified')
      .option('--hours <number>', 'of respond, how many hours until more will be known', '24')
      .option('--timeout <length>', 'how long the responder may take', '10s')
      .option('-o, --out <file>', 'where the request or the answer goes; stdout by default')
      .option('-f, --force', 'replace a file that is there');
    declarePassword(command, 'the private key');
  },
  run: async (task, [action = '', path = ''], options: OcspOptions) => {
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action as keyof typeof ACTIONS] : undefined;
    if (act === undefined)
      throw misused(`there is nothing called ${action} to be done`, `It is one of ${Object.keys(ACTIONS).join(', ')}.`);
    task.mustBeFree(options, options.out);
    await act(task, path, options);
  },
};
