/** `tsopenssl cms`: messages signed, verified, encrypted and decrypted. */

import { declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import { gather, type Verb } from '../../frame/verb.js';
import { type CmsOptions, decrypt, encrypt, read, sign, verify } from './cms-actions.js';

const ACTIONS = { sign, verify, encrypt, decrypt, read };

export const cms: Verb = {
  name: 'cms',
  group: 'Sign and protect',
  summary: 'sign, verify, encrypt and decrypt messages (CMS, PKCS #7)',
  description: `What is to be done with a file:
  sign     sign it with --cert and --key; --detached leaves the content out
  verify   say whether all who have signed it are trusted by --ca, and write the content with -o. Ends with 1 where one is not
  encrypt  encrypt it for the certificates --to, or with a password
  decrypt  decrypt it with --key, or with a password
  read     say who has signed it or for whom it is; nothing is verified`,
  examples: [
    { line: 'cms sign server.crt --cert server.crt --key server.key -o signed.p7m', does: 'Sign a file' },
    { line: 'cms verify signed.p7m --ca ca.crt --purpose any -o content', does: 'Verify it, and write the content' },
    {
      line: 'cms sign server.crt --detached --cert server.crt --key server.key -o detached.p7s',
      does: 'Sign it beside',
    },
    {
      line: 'cms verify detached.p7s --content server.crt --ca ca.crt --purpose any',
      does: 'Verify a signature beside a file',
    },
    {
      line: 'cms verify detached.p7s --content ca.crt --ca ca.crt --purpose any',
      does: 'Of another file it is not',
      exit: 1,
    },
    {
      line: 'cms encrypt server.crt --to server.crt -o secret.p7m',
      does: 'Encrypt a file for the owner of a certificate',
    },
    { line: 'cms decrypt secret.p7m --key server.key -o opened', does: 'Decrypt it' },
    { line: 'cms read signed.p7m', does: 'Say who has signed a message' },
    { line: 'cms read secret.p7m', does: 'Say how a message is encrypted' },
  ],
  json: {
    valid: 'of `verify`: whether every signer holds',
    reason: 'of `verify`: why not; null where they do',
    signers: 'of `verify` and `read`: each signer',
    kind: 'of `read`: the kind of message',
    recipients: 'of `read`: for whom it is encrypted',
    contentType: 'of `verify` and `read`: what the content is',
    outputs: '`message` or `content`, with its `path`, `text` or `base64`',
  },
  declare: (command) => {
    command
      .argument('<action>', Object.keys(ACTIONS).join(', '))
      .argument('<file>', 'the content, or the message')
      .option('--cert <file>', 'the certificate of who signs, with those above it; of who decrypts')
      .option('--key <file>', 'the private key')
      .option('--detached', 'leave the content out of what is signed')
      .option('--content <file>', 'what a detached signature is about')
      .option('--ca <file>', 'trust these CAs; may be said again', gather)
      .option('--untrusted <file>', 'certificates that may lead to the CA; may be said again', gather)
      .option(
        '--purpose <purpose>',
        'what signers must be good for: smimesign, codesign, timestampsign, any',
        'smimesign',
      )
      .option('--to <file>', 'whom to encrypt for; may be said again', gather)
      .option('--cipher <name>', 'how to encrypt, such as aes-256-gcm', 'aes-256-cbc')
      .option('--with-password', 'encrypt or decrypt with a password')
      .option('--form <form>', 'how the message is written: pem or der', 'pem')
      .option('-o, --out <file>', 'where the result goes; stdout by default')
      .option('-f, --force', 'replace a file that is there');
    declarePassword(command, 'the private key, or of the message');
  },
  run: async (task, [action = '', path = ''], options: CmsOptions) => {
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action as keyof typeof ACTIONS] : undefined;
    if (act === undefined)
      throw misused(
        `there is nothing called ${action} to be done with a message`,
        `It is one of ${Object.keys(ACTIONS).join(', ')}.`,
      );
    if (options.form !== 'pem' && options.form !== 'der') throw misused(`--form is pem or der, not ${options.form}`);
    task.mustBeFree(options, options.out);
    await act(task, path, options);
  },
};
