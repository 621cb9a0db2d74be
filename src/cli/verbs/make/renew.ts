/** `tsopenssl renew`: a certificate once more, for a time to come. */
import { readCertificate, renewCertificate } from '../../../pki/index.js';
import { readChain, readPrivateKey } from '../../files/load.js';
import { declareNewKey, keyOptionsOf, keyPem, type NewKeyOptions } from '../../files/new-key.js';
import { declareNewPassword, declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import type { Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { certificateRows, laidOut } from '../../reports/certificate.js';
import { chainPem, daysOf, isSelfIssued } from './common.js';
import { readAuthority } from './issue.js';

interface Options extends NewKeyOptions {
  readonly ca?: string;
  readonly caKey?: string;
  readonly days?: string;
  readonly key?: string;
  readonly newKey?: string;
  readonly out?: string;
  readonly chain: boolean;
  readonly force?: boolean;
  readonly unchecked?: boolean;
}

export const renew: Verb = {
  name: 'renew',
  group: 'Make certificates',
  summary: 'make a certificate once more, for a time to come',
  description:
    'Signs a certificate once more: the same subject, names, extensions and key, for as long as the old one was good. The CA must have issued the old one. With --new-key it gets a new key; with --key another that is there. A root is renewed by itself: --ca names the same file.',
  examples: [
    { line: 'renew server.crt --ca ca.crt --ca-key ca.key -o server-2.crt', does: 'Renew a certificate, with its key' },
    {
      line: 'renew server.crt --ca ca.crt --ca-key ca.key --force -o server.crt',
      does: 'Put the new one in its place',
    },
    {
      line: 'renew server.crt --ca ca.crt --ca-key ca.key --new-key server-3.key -o server-3.crt',
      does: 'Renew it with a new key',
    },
    { line: 'renew ca.crt --ca ca.crt --ca-key ca.key -o ca-2.crt', does: 'Renew a root' },
  ],
  json: {
    subject: 'whose certificate it is',
    serialNumber: 'its serial number',
    notBefore: 'when it begins',
    notAfter: 'when it ends',
    outputs: '`certificate` and `key`, each with its `path` or `text`',
  },
  declare: (command) => {
    command
      .argument('<file>', 'the certificate that is to go on; the first of a chain')
      .option('--ca <file>', 'the certificate of the CA that signs, and of those above it')
      .option('--ca-key <file>', 'the private key of the CA')
      .option('--days <number>', 'how many days it is good; as many as the old one by default')
      .option('--key <file>', 'give it this key, that is there')
      .option('--new-key <file>', 'give it a new key, and write that to a file');
    declareNewKey(command)
      .option('-o, --out <file>', 'where the certificate goes; stdout by default')
      .option('--no-chain', 'leave out the certificates of the intermediates')
      .option('-f, --force', 'replace files that are there')
      .option('--unchecked', 'make what nobody should take, too; also of a certificate of another CA');
    declarePassword(command, 'the private key that is read');
    declareNewPassword(command, 'the new key');
  },
  run: async (task, [path = ''], options: Options) => {
    if (options.key !== undefined && options.newKey !== undefined)
      throw misused('--key and --new-key exclude each other');
    task.mustBeFree(options, options.out, options.newKey);
    const { leaf } = await readChain(task, path);
    const { issuer, chain } = await readAuthority(task, options);
    const own = options.key === undefined ? undefined : await readPrivateKey(task, options.key);
    const key = own ?? (options.newKey === undefined ? undefined : keyOptionsOf(options.keyType));
    const renewed = renewCertificate({
      ...{ certificate: leaf, issuer, unchecked: options.unchecked === true },
      ...(key !== undefined && { key }),
      ...(options.days !== undefined && { days: daysOf(options.days) }),
    });
    const above = options.chain ? chain.filter((one) => !isSelfIssued(one)) : [];
    const content = chainPem([renewed.certificate, ...above]);
    const isEncrypted = options.encryptKey === true || task.passwords.hasNew;
    const secret = options.newKey === undefined ? '' : await keyPem(task, renewed.key, isEncrypted);
    task.deliver(
      options,
      ...(options.newKey === undefined ? [] : [{ name: 'key', path: options.newKey, content: secret, isSecret: true }]),
      { name: 'certificate', path: options.out, content },
    );
    const data = readCertificate(renewed.der);
    const { subject, serialNumber, notBefore, notAfter } = data;
    task.tell({ subject, serialNumber, notBefore, notAfter });
    task.say('The certificate has been renewed.', 'title');
    for (const line of laidOut(certificateRows(data))) task.say(line);
    task.say();
    if (options.out !== undefined && options.out !== '-') task.say(`It is in ${shellWord(options.out)}.`, 'good');
    if (options.newKey !== undefined) task.say(`Its private key is in ${shellWord(options.newKey)}.`, 'good');
    task.say('Next: put it where the old one was, and have the server load it.');
  },
};
