/** What a thing is, in words; and what is wrong or unwise with it. */
import type { LintFinding, LintSeverity } from 'tsopenssl/pki';
import { Notice, Select } from '../frame/parts/index.js';
import { param, setParams } from '../frame/routes.js';
import type { Texts } from '../texts/index.js';
import { Rows } from './fields/fields.js';
import type { Item, Opened } from './model.js';

type Words = Texts['read'];

interface SummaryProps {
  readonly item: Item;
  readonly opened: Opened;
  readonly words: Words;
}

export const Summary = ({ item, opened, words }: SummaryProps) => (
  <div class="sections">
    <section>
      <p class="sentence" lang="en" dir="auto">
        {item.found.sentence}
      </p>
      {item.found.fault !== undefined && (
        <Notice kind="warning">
          <p lang="en" dir="auto">
            {item.found.fault}
          </p>
        </Notice>
      )}
      {opened.summary.length > 0 && <Rows rows={opened.summary} words={words} />}
    </section>
    {(opened.findings !== undefined || opened.unjudged !== undefined) && <Findings opened={opened} words={words} />}
  </div>
);

const ORDER: readonly LintSeverity[] = ['error', 'warning', 'notice'];
const KINDS = { error: 'error', warning: 'warning', notice: 'info' } as const;

function Findings({ opened: { findings, unjudged }, words }: { readonly opened: Opened; readonly words: Words }) {
  const sorted = (findings ?? []).toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  return (
    <section>
      <div class="heading">
        <h3>{words.findings}</h3>
        <Select
          label={words.judgedAs}
          value={param('profile') === 'private' ? 'private' : 'web'}
          options={[
            { value: 'web', label: words.profiles.web },
            { value: 'private', label: words.profiles.private },
          ]}
          onChange={(profile) => setParams({ profile: profile === 'web' ? '' : profile })}
        />
      </div>
      {unjudged !== undefined && (
        <p class="quiet" lang="en" dir="auto">
          {unjudged}
        </p>
      )}
      {findings?.length === 0 && <Notice kind="good" title={words.nothingFound} />}
      <ul class="findings">
        {sorted.map((finding) => (
          <li key={`${finding.id} ${finding.depth}`}>
            <Finding finding={finding} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const Finding = ({ finding: { severity, sentence, advice, reference } }: { readonly finding: LintFinding }) => (
  <Notice kind={KINDS[severity]} title={<span lang="en">{sentence}</span>}>
    <p lang="en" dir="auto">
      {advice}
    </p>
    <p class="hint" lang="en" dir="auto">
      {reference}
    </p>
  </Notice>
);
