/** `tsopenssl needs-renewal`: whether it is time, for scripts and timers. */
import { needsRenewal, readCertificate } from '../../../pki/index.js';
import { readChain } from '../../files/load.js';
import { misused } from '../../frame/exit.js';
import type { Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { distanceText, lengthOf, timeText } from '../../reports/times.js';

interface Options {
  readonly within?: string;
}

export const needsRenewalVerb: Verb = {
  name: 'needs-renewal',
  group: 'Look at files',
  summary: 'say by the exit code whether a certificate is to be renewed',
  description:
    'Ends with 0 when the certificate is to be renewed: no more than a third of its validity is left, or what --within says. Ends with 1 when it is not time yet, so that a timer can say: tsopenssl needs-renewal server.crt && renew.',
  examples: [
    { line: 'needs-renewal server.crt', does: 'Ask about a new certificate: it is not time', exit: 1 },
    { line: 'needs-renewal --within 365d server.crt', does: 'Renew a year before the end' },
    { line: 'needs-renewal --within 10% server.crt', does: 'Renew when a tenth is left', exit: 1 },
  ],
  json: {
    needsRenewal: 'whether it is time',
    dueFrom: 'since when, or from when on',
    notAfter: 'when the certificate ends',
    remainingSeconds: 'how long it is still good; negative where it has expired',
  },
  declare: (command) => {
    command
      .argument('<file>', 'the certificate; the first of a chain')
      .option('--within <length>', 'when it is time: such as 30d, 12h or 25%');
  },
  run: async (task, [path = ''], { within }: Options) => {
    const { leaf } = await readChain(task, path);
    const { isDue, dueFrom, remaining } = needsRenewal(leaf, within === undefined ? {} : boundOf(within));
    const { notAfter } = readCertificate(leaf);
    task.tell({ needsRenewal: isDue, dueFrom, notAfter, remainingSeconds: Math.floor(remaining / 1000) });
    const end = `${timeText(notAfter)}${notAfter.date === null ? '' : `, ${distanceText(notAfter.date, Date.now())}`}`;
    if (isDue) {
      task.say(`${shellWord(path)} is to be renewed: it ${remaining < 0 ? 'ended' : 'ends'} ${end}.`, 'unsure');
      task.say(`Next: tsopenssl renew ${shellWord(path)} --ca ca.crt --ca-key ca.key`);
    } else {
      task.say(`${shellWord(path)} need not be renewed yet: it ends ${end}.`, 'good');
      task.say(`It is time from ${dueFrom.toISOString().slice(0, 16).replace('T', ' ')} UTC on.`);
      task.no();
    }
  },
};

function boundOf(text: string): { fraction: number } | { within: number } {
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined && Number(percent) <= 100) return { fraction: Number(percent) / 100 };
  const within = lengthOf(text);
  if (within === undefined) throw misused(`--within is a length such as 30d, 12h or 25%, not ${text}`);
  return { within };
}
