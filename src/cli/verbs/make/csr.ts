/** `tsopenssl csr`: a request for a certificate, to be signed by a CA elsewhere. */
import { createRequest, readRequest } from '../../../pki/index.js';
import { readPrivateKey } from '../../files/load.js';
import { fileNameFor, subjectNameOf } from '../../files/names.js';
import { declareNewKey, keyOptionsOf, keyPem, type NewKeyOptions } from '../../files/new-key.js';
import { declareNewPassword, declarePassword } from '../../files/passwords.js';
import { subjectOf } from '../../files/subject.js';
import { misused } from '../../frame/exit.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { keyText, laidOut, type Row } from '../../reports/certificate.js';
import { generalNamesText, nameText } from '../../reports/names.js';

interface Options extends NewKeyOptions {
  readonly subject?: string;
  readonly usage?: readonly string[];
  readonly mustStaple?: boolean;
  readonly challengePasswordFile?: string;
  readonly key?: string;
  readonly out?: string;
  readonly keyOut?: string;
  readonly force?: boolean;
  readonly unchecked?: boolean;
}

export const csr: Verb = {
  name: 'csr',
  group: 'Make certificates',
  summary: 'make a request (CSR) for a CA to sign',
  description:
    'Makes a key and a certificate request for names; with --key the key is one that is there. The request goes to the CA, the key stays.',
  examples: [
    { line: 'csr example.com www.example.com', does: 'Make a key and a request for two hosts' },
    {
      line: 'csr --key server.key --subject "CN=Example, O=Example Ltd, C=GB" example.org -o renewed.csr',
      does: 'Make a request for a key that is there',
    },
    { line: 'csr example.net -o - --key-out example.net.key', does: 'Print the request' },
  ],
  json: {
    subject: 'for whom',
    names: 'which names it asks for',
    outputs: '`request` and `key`, each with its `path` or `text`',
  },
  declare: (command) => {
    command
      .argument('[names...]', 'whom the certificate is to name, as for tsopenssl issue')
      .option('--subject <subject>', 'for whom: a common name, or such as "CN=Anna, O=Example"')
      .option('--usage <usage>', 'ask for a use, such as clientAuth; may be said again', gather)
      .option('--must-staple', 'ask for a certificate that is good with a stapled OCSP response alone')
      .option(
        '--challenge-password-file <file>',
        'put the first line of a file in as challenge password, as SCEP wants',
      )
      .option('--key <file>', 'take this private key, instead of making one');
    declareNewKey(command)
      .option('-o, --out <file>', 'where the request goes')
      .option('--key-out <file>', 'where the new key goes')
      .option('-f, --force', 'replace files that are there')
      .option('--unchecked', 'make what nobody should sign, too');
    declarePassword(command, 'the private key that is read');
    declareNewPassword(command, 'the new key');
  },
  run: async (task, names, options: Options) => {
    if (names.length === 0 && options.subject === undefined)
      throw misused('whom is it for? Name hosts, addresses of mail, or a --subject');
    if (options.key !== undefined && options.keyOut !== undefined)
      throw misused('--key takes a key that is there, so that there is none for --key-out');
    const stem = fileNameFor(names[0] ?? options.subject ?? '');
    const path = options.out ?? `${stem}.csr`;
    const keyPath = options.key === undefined ? (options.keyOut ?? `${stem}.key`) : undefined;
    task.mustBeFree(options, path, keyPath);
    const challenge = options.challengePasswordFile;
    const secret = challenge === undefined ? undefined : (await task.inputs.text(challenge)).split(/\r?\n/)[0];
    const made = createRequest({
      key: options.key === undefined ? keyOptionsOf(options.keyType) : await readPrivateKey(task, options.key),
      names: names.map(subjectNameOf),
      unchecked: options.unchecked === true,
      ...(options.subject !== undefined && { subject: subjectOf(options.subject) }),
      ...(secret !== undefined && { attributes: [{ type: 'challengePassword', value: secret }] }),
      extensions: [
        ...(options.usage === undefined ? [] : [{ type: 'extKeyUsage' as const, usages: options.usage }]),
        ...(options.mustStaple ? [{ type: 'tlsFeature' as const, features: [5] }] : []),
      ],
    });
    const content =
      keyPath === undefined ? '' : await keyPem(task, made.key, options.encryptKey === true || task.passwords.hasNew);
    task.deliver(options, ...(keyPath === undefined ? [] : [{ name: 'key', path: keyPath, content, isSecret: true }]), {
      name: 'request',
      path,
      content: made.pem,
    });
    const data = readRequest(made.der);
    task.tell({ subject: data.subject, names: data.subjectAltName });
    task.say('A request has been made.', 'title');
    const rows: Row[] = [['subject', nameText(data.subject)]];
    if (data.subjectAltName.length > 0) rows.push(['names', generalNamesText(data.subjectAltName)]);
    rows.push(['key', keyText(data.publicKey)]);
    for (const line of laidOut(rows)) task.say(line);
    task.say();
    if (path !== '-') task.say(`The request is in ${shellWord(path)}.`, 'good');
    if (keyPath !== undefined && keyPath !== '-')
      task.say(`The private key is in ${shellWord(keyPath)}. It stays with you: no CA needs it.`, 'good');
    const request = shellWord(path === '-' ? 'FILE' : path);
    task.say(`Next: send the request to a CA, or sign it with: tsopenssl sign ${request} --ca ca.crt --ca-key ca.key`);
  },
};
