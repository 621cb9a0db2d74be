/** `tsopenssl key`: makes, shows, checks, protects and unprotects keys. */
import { dumpPrivatekey, dumpPublickey, FILETYPE_ASN1, FILETYPE_PEM, PKey } from '../../../crypto/index.js';
import { checkKey } from '../../../pki/index.js';
import { readAnyKey, readPrivateKey } from '../../files/load.js';
import { declareNewKey, keyOptionsOf, keyPem, type NewKeyOptions } from '../../files/new-key.js';
import { declareNewPassword, declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import type { Task } from '../../frame/task.js';
import type { Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { keyName } from '../../reports/certificate.js';

interface Options extends NewKeyOptions {
  readonly out?: string;
  readonly form: string;
  readonly force?: boolean;
}

const ACTIONS = ['new', 'public', 'encrypt', 'decrypt', 'match', 'check'] as const;
type Action = (typeof ACTIONS)[number];

export const key: Verb = {
  name: 'key',
  group: 'Make certificates',
  summary: 'make a key, give its public half, protect it, compare it',
  description: `What is to be done with a key:
  new        make one
  public     write the public half of a key, a certificate or a request
  encrypt    protect a private key with a password
  decrypt    take the password away
  match      say whether two files have the same key, such as a key and its certificate
  check      say whether a key is consistent: its numbers, and its halves`,
  examples: [
    { line: 'key new -o new.key', does: 'Make a key on P-256' },
    {
      line: 'key new --key-type rsa3072 -o rsa.key --new-password-env SECRET',
      does: 'Make an RSA key with a password',
    },
    { line: 'key public server.key', does: 'Print the public half' },
    { line: 'key match server.key server.crt', does: 'Say whether key and certificate belong together' },
    { line: 'key match server.key ca.crt', does: 'The same, where they do not', exit: 1 },
    { line: 'key encrypt server.key -o server.enc.key --new-password-env SECRET', does: 'Protect a key' },
    { line: 'key decrypt server.enc.key -o server.plain.key --password-env SECRET', does: 'Take the password away' },
    { line: 'key check server.key', does: 'Check a key' },
  ],
  json: {
    type: 'the kind of key, such as `EC`',
    bits: 'its size',
    curve: 'its curve or group, where it has one',
    match: 'whether the two are the same',
    good: 'whether it is consistent',
    checked: '`pair` or `public key`',
    fault: 'what does not hold; null where everything does',
    outputs: '`key` or `publicKey`, with its `path` or `text`',
  },
  declare: (command) => {
    command.argument('<action>', ACTIONS.join(', ')).argument('[files...]', 'the key; of match two files');
    declareNewKey(command)
      .option('-o, --out <file>', 'where the result goes; stdout by default')
      .option('--form <form>', 'pem or der', 'pem')
      .option('-f, --force', 'replace files that are there');
    declarePassword(command, 'the key that is read');
    declareNewPassword(command, 'the key that is written');
  },
  run: async (task, [action = '', ...files], options: Options) => {
    if (!ACTIONS.includes(action as Action))
      throw misused(`there is nothing called ${action} to be done with a key`, `It is one of ${ACTIONS.join(', ')}.`);
    if (options.form !== 'pem' && options.form !== 'der') throw misused(`--form is pem or der, not ${options.form}`);
    const count = action === 'new' ? 0 : action === 'match' ? 2 : 1;
    if (files.length !== count)
      throw misused(`key ${action} takes ${['no file', 'one file', 'two files'][count]}, not ${files.length}`);
    task.mustBeFree(options, options.out);
    await DOING[action as Action](task, files, options);
  },
};

const DOING: Readonly<Record<Action, (task: Task, files: readonly string[], options: Options) => Promise<void>>> = {
  new: async (task, _files, options) => {
    using made = new PKey();
    made.generateKey(keyOptionsOf(options.keyType));
    await writeKey(task, made, options.encryptKey === true || task.passwords.hasNew, options);
    sayWritten(task, made, 'A key has been made', options.out);
  },
  public: async (task, [path = ''], options) => {
    using read = await readAnyKey(task, path);
    const content =
      options.form === 'der'
        ? dumpPublickey(FILETYPE_ASN1, read)
        : new TextDecoder().decode(dumpPublickey(FILETYPE_PEM, read));
    task.deliver(options, { name: 'publicKey', path: options.out, content });
    sayWritten(task, read, 'The public half', options.out);
  },
  encrypt: async (task, [path = ''], options) => {
    using read = await readPrivateKey(task, path);
    await writeKey(task, read, true, options);
    sayWritten(task, read, 'The key is now protected by a password', options.out);
  },
  decrypt: async (task, [path = ''], options) => {
    using read = await readPrivateKey(task, path);
    await writeKey(task, read, false, options);
    sayWritten(task, read, 'The key has no password any more', options.out);
  },
  match: async (task, [one = '', other = '']) => {
    using first = await readAnyKey(task, one);
    using second = await readAnyKey(task, other);
    const match = first.equals(second);
    task.tell({ match });
    if (match) task.say(`${shellWord(one)} and ${shellWord(other)} have the same key.`, 'good');
    else {
      task.say(
        `${shellWord(one)} and ${shellWord(other)} have different keys: ${keyName(first)} and ${keyName(second)}.`,
        'bad',
      );
      task.no();
    }
  },
  check: async (task, [path = '']) => {
    using read = await readAnyKey(task, path);
    const { isConsistent, checked, fault } = checkKey(read);
    task.tell({ ...described(read), good: isConsistent, checked, fault });
    const what = checked === 'pair' ? 'a pair' : 'a public key';
    if (isConsistent) task.say(`${shellWord(path)}: ${keyName(read)}, ${what} that is consistent.`, 'good');
    else {
      task.say(`${shellWord(path)}: ${keyName(read)}, ${what} that is NOT consistent: ${fault ?? ''}`, 'bad');
      task.no();
    }
  },
};

async function writeKey(task: Task, made: PKey, isEncrypted: boolean, { form, ...options }: Options): Promise<void> {
  if (form === 'der' && isEncrypted) {
    const content = dumpPrivatekey(FILETYPE_ASN1, made, 'aes-256-cbc', await task.passwords.fresh('the key'));
    task.deliver(options, { name: 'key', path: options.out, content, isSecret: true });
    return;
  }
  const content = form === 'der' ? dumpPrivatekey(FILETYPE_ASN1, made) : await keyPem(task, made, isEncrypted);
  task.deliver(options, { name: 'key', path: options.out, content, isSecret: true });
}

function described(of: PKey): Record<string, unknown> {
  return { type: of.typeName, bits: of.bits(), ...(of.groupName !== null && { curve: of.groupName }) };
}

function sayWritten(task: Task, of: PKey, what: string, path: string | undefined): void {
  task.tell(described(of));
  task.say(`${what}: ${keyName(of)}${path === undefined || path === '-' ? '' : `, in ${shellWord(path)}`}.`, 'good');
}
