/** `tsopenssl fingerprint`: the digest of a certificate, a request, a key or a list. */
import { createHash } from 'node:crypto';
import { dumpCertificate, dumpPublickey, FILETYPE_ASN1 } from '../../../crypto/index.js';
import { readAnyKey, readCertificates } from '../../files/load.js';
import { misused } from '../../frame/exit.js';
import { base64Of, hexOf } from '../../frame/json.js';
import type { Verb } from '../../frame/verb.js';
import { fingerprintText } from '../../reports/certificate.js';

interface Options {
  readonly digest: string;
  readonly pin?: boolean;
  readonly format: string;
}

const DIGESTS = ['sha256', 'sha1', 'sha384', 'sha512', 'md5'];
const FORMATS = ['colons', 'hex', 'base64'];

export const fingerprint: Verb = {
  name: 'fingerprint',
  group: 'Look at files',
  summary: 'print the fingerprint of certificates, or the pin of a key',
  description:
    'Prints the digest over the DER of each certificate of a file. With --pin it is over the public key of whatever the file holds, a key or a request too, in base64: what curl --pinnedpubkey and pinnedKeys of tsopenssl take.',
  examples: [
    { line: 'fingerprint server.crt', does: 'Print the fingerprints of a chain' },
    { line: 'fingerprint --digest sha1 --format hex server.crt', does: 'Print SHA-1, without colons' },
    { line: 'fingerprint --pin server.key', does: 'Print the pin of a key' },
  ],
  json: { digest: 'its name', fingerprints: 'one for each certificate, as it is printed', pin: 'the pin, with --pin' },
  declare: (command) => {
    command
      .argument('<file>', 'certificates; with --pin a key or a request, too')
      .option('--digest <name>', `which digest: ${DIGESTS.join(', ')}`, 'sha256')
      .option('--format <format>', `how it is written: ${FORMATS.join(', ')}`, 'colons')
      .option('--pin', 'the SHA-256 of the public key, in base64');
  },
  run: async (task, [path = ''], { digest, format, pin }: Options) => {
    if (!DIGESTS.includes(digest))
      throw misused(`there is no digest ${digest} here`, `Take one of ${DIGESTS.join(', ')}.`);
    if (!FORMATS.includes(format)) throw misused(`there is no format ${format}`, `Take one of ${FORMATS.join(', ')}.`);
    if (pin) {
      using key = await readAnyKey(task, path);
      const value = base64Of(createHash('sha256').update(dumpPublickey(FILETYPE_ASN1, key)).digest());
      task.tell({ digest: 'sha256', pin: value });
      task.say(`sha256//${value}`);
      return;
    }
    const texts = (await readCertificates(task, path)).map((one) => {
      const bytes = createHash(digest).update(dumpCertificate(FILETYPE_ASN1, one)).digest();
      if (format === 'colons') return fingerprintText(bytes);
      return format === 'hex' ? hexOf(bytes) : base64Of(bytes);
    });
    task.tell({ digest, fingerprints: texts });
    for (const text of texts) task.say(text);
  },
};
