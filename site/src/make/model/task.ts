/** A task: what it asks for, and what it does with it. */
import type { RemotePki } from 'tsopenssl/worker';
import type { ShelfItem } from '../../frame/shelf.js';
import { type Field, settledValues, shownFields, type Values } from './fields.js';
import { demandFilled, Input } from './input.js';
import type { Outcome } from './outcome.js';
import { type Blame, blamed, Problem } from './problem.js';
import type { GroupName, TaskName } from './words.js';

/** The kit, whose work is done in another thread. */
export type Kit = RemotePki;

export interface Task {
  readonly id: TaskName;
  readonly group: GroupName;
  readonly fields: readonly Field[];
  /** Which sentences of the kit are about which field. */
  readonly blame?: Blame;
  readonly run: (input: Input, kit: Kit) => Promise<Outcome>;
}

/** What sentences are about in every task. */
const USUAL: Blame = [
  [/password|passphrase/i, 'password'],
  [/subject's CN/, 'commonName'],
  [/subject's C\b/, 'country'],
  [/subject's ST\b/, 'state'],
  [/subject's L\b/, 'locality'],
  [/subject's OU\b/, 'unit'],
  [/subject's/, 'organization'],
  [/nameConstraints/i, 'permitted'],
  [/crlDistributionPoints/i, 'crlUrl'],
  [/authorityInfoAccess/i, 'ocspUrl'],
  [/must name (its hosts|a host|somebody)|names? (must|has|is|cannot)|DNS name|IP address|host/i, 'names'],
  [/pathLength|lets fewer CAs/, 'pathLength'],
  [/serial number/i, 'serialNumber'],
  [/outlive|days|before it (begins|is issued)|notAfter|notBefore/, 'days'],
  [/issuer|no CA|may not sign/i, 'issuer'],
  [/digest/i, 'digest'],
  [/key/i, 'keyType'],
];

/**
 * Does a task. Fields that are not shown count as empty.
 * @throws {Problem} when it is not done
 */
export async function runTask(task: Task, filled: Values, shelf: readonly ShelfItem[], kit: Kit): Promise<Outcome> {
  const values = settledValues(task.fields, filled, shelf);
  const shown = shownFields(task.fields, { values, shelf });
  const names = new Set<string>(shown.map(({ name }) => name));
  const asked: Values = Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
  const input = new Input(asked, shelf);
  try {
    demandFilled(shown, { values, shelf }, input);
    return await task.run(input, kit);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw blamed(error, [...(task.blame ?? []), ...USUAL], names);
  }
}
