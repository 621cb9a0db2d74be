/** The one thing that is chosen. */
import { useEffect, useState } from 'preact/hooks';
import { Button, Copy, Download, Field, Notice, Tabs } from '../frame/parts/index.js';
import { param, setParams } from '../frame/routes.js';
import type { Texts } from '../texts/index.js';
import { useJob } from '../work/jobs.js';
import { JobStatus } from '../work/status.js';
import { ChainTab } from './chain/chain.js';
import { FieldsTab } from './fields/fields.js';
import { kindOf, RemoveButton, titleOf } from './items.js';
import { type Item, isCertificate, type Opened } from './model.js';
import { profile } from './open/tools.js';
import { read, readings } from './store.js';
import { Summary } from './summary.js';
import { TreeTab } from './tree/tree.js';

type Words = Texts['read'];

interface DetailProps {
  readonly item: Item;
  readonly words: Words;
}

export function Detail({ item, words }: DetailProps) {
  const job = useJob<void>();
  const reading = readings.value.get(item.id);
  const wanted = profile();
  useEffect(() => {
    // What a password has opened is not asked for it again.
    const judgedAs = reading?.is === 'open' && item.found.kind !== 'private-key' ? reading.profile : undefined;
    if (reading === undefined || (judgedAs !== undefined && judgedAs !== wanted))
      void job.run(({ pki }) => read(pki, item));
  }, [item, wanted]);
  return (
    <article class="card detail" aria-labelledby="detail-title">
      <div class="heading">
        <div>
          <p class="kind">{kindOf(words, item.found)}</p>
          <h2 id="detail-title">
            <bdi>{titleOf(item, words)}</bdi>
          </h2>
        </div>
        <RemoveButton item={item} words={words} />
      </div>
      <JobStatus job={job} label={words.reading} />
      {reading?.is === 'locked' && (
        <Unlock
          words={words}
          isWrong={reading.wrong}
          onOpen={(password) => job.run(({ pki }) => read(pki, item, password))}
        />
      )}
      {reading?.is === 'unreadable' && (
        <Notice kind="error" title={words.unreadable}>
          <p lang="en" dir="auto">
            {reading.sentence}
          </p>
        </Notice>
      )}
      {reading !== undefined && (
        <DetailTabs item={item} words={words} opened={reading.is === 'open' ? reading : CLOSED} />
      )}
    </article>
  );
}

/** What can be said of what is locked or broken. */
const CLOSED: Opened = { is: 'open', sections: [], summary: [], inside: [] };

interface UnlockProps {
  readonly words: Words;
  readonly isWrong: boolean;
  readonly onOpen: (password: string) => Promise<void>;
}

/** Asks for a password, which is forgotten once it was tried. */
function Unlock({ words, isWrong, onOpen }: UnlockProps) {
  const [password, setPassword] = useState('');
  return (
    <form
      class="unlock"
      onSubmit={(event) => {
        event.preventDefault();
        setPassword('');
        void onOpen(password);
      }}
    >
      <Field
        label={words.password}
        hint={words.passwordHint}
        {...(isWrong && { error: words.wrongPassword })}
        type="password"
        value={password}
        onInput={setPassword}
      />
      <Button kind="primary" type="submit">
        {words.open}
      </Button>
    </form>
  );
}

type TabId = 'summary' | 'fields' | 'tree' | 'chain' | 'text';

function DetailTabs({ item, words, opened }: DetailProps & { readonly opened: Opened }) {
  const { bytes } = item.found;
  const { text } = opened;
  const tabs = [
    {
      id: 'summary' as TabId,
      label: words.tabs.summary,
      content: () => <Summary item={item} opened={opened} words={words} />,
    },
    ...(opened.sections.length > 0
      ? [
          {
            id: 'fields' as TabId,
            label: words.tabs.fields,
            content: () => <FieldsTab sections={opened.sections} words={words} />,
          },
        ]
      : []),
    ...(isCertificate(item)
      ? [
          {
            id: 'chain' as TabId,
            label: words.tabs.chain,
            content: () => <ChainTab key={item.id} item={item} words={words} />,
          },
        ]
      : []),
    ...(bytes !== undefined && item.found.form !== 'binary'
      ? [
          {
            id: 'tree' as TabId,
            label: words.tabs.tree,
            content: () => <TreeTab key={item.id} bytes={bytes} words={words} />,
          },
        ]
      : []),
    ...(text !== undefined
      ? [{ id: 'text' as TabId, label: words.tabs.text, content: () => <TextTab text={text} words={words} /> }]
      : []),
  ];
  const asked = tabs.find(({ id }) => id === param('tab'))?.id ?? 'summary';
  return (
    <Tabs
      label={words.tabsLabel}
      tabs={tabs}
      selected={asked}
      onSelect={(tab) => setParams({ tab: tab === 'summary' ? '' : tab })}
    />
  );
}

const TextTab = ({ text, words }: { readonly text: string; readonly words: Words }) => (
  <div class="stack">
    <div class="row">
      <Copy text={text} label={words.tabs.text} />
      <Download name="certificate.txt" content={text} kind="quiet" />
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre class="code scroll plain-text" tabIndex={0} dir="ltr" lang="en">
      {text}
    </pre>
  </div>
);
