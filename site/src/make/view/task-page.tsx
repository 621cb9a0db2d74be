/** A task: its form, how its work stands, what it gave. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Notice } from '../../frame/parts/index.js';
import { linkTo } from '../../frame/routes.js';
import { shelf } from '../../frame/shelf.js';
import type { Texts } from '../../texts/index.js';
import { type Job, useJob } from '../../work/jobs.js';
import { JobStatus } from '../../work/status.js';
import { type Field, isOptional, settledValues, shownFields, type Values } from '../model/fields.js';
import type { Outcome } from '../model/outcome.js';
import { Problem, sentenceOf } from '../model/problem.js';
import { runTask, type Task } from '../model/task.js';
import { FormField } from './form-field.js';
import { Result } from './result.js';
import { shelfItems } from './use-shelf.js';

interface TaskProps {
  readonly task: Task;
  readonly words: Texts['make'];
}

export function TaskPage({ task, words }: TaskProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [filled, fill] = useState<Values>({});
  const job = useJob<Outcome>();
  useEffect(() => {
    // Who came here by a link of the page hears where that is.
    if (wasOpen) heading.current?.focus({ preventScroll: true });
    if (wasOpen) scrollTo({ top: 0 });
    wasOpen = true;
  }, []);
  const state = job.state.value;
  const text = words.tasks[task.id];
  return (
    <div class="task stack">
      <p class="trail">
        <a href={linkTo('make')}>{words.all}</a>
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {text.title}
      </h1>
      <p class="lead">{text.about}</p>
      <TaskForm
        {...{ task, words, filled, job }}
        onFill={(name, value) => fill((now) => ({ ...now, [name]: value }))}
      />
      {(state.is === 'running' || state.is === 'stopped') && <JobStatus job={job} label={text.title} />}
      {state.is === 'done' && <Result {...{ task, words }} outcome={state.result} />}
    </div>
  );
}

/** Whether a task, or the list of them, has been shown before. */
let wasOpen = false;
export const noteOpened = (): void => {
  wasOpen = true;
};

interface FormProps extends TaskProps {
  readonly filled: Values;
  readonly job: Job<Outcome>;
  readonly onFill: (name: Field['name'], value: NonNullable<Values[Field['name']]>) => void;
}

function TaskForm({ task, words, filled, job, onFill }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const items = shelfItems();
  const values = settledValues(task.fields, filled, items);
  const state = { values, shelf: items };
  const shown = shownFields(task.fields, state);
  const { problem, whole } = problemOf(job, shown, words);
  const rare = shown.filter((field) => field.more === true);
  const submit = async (event: Event) => {
    event.preventDefault();
    const outcome = await job.run(({ pki }) => runTask(task, filled, shelf.items, pki));
    for (const { entry } of outcome?.products ?? []) if (entry !== undefined) shelf.add(entry);
  };
  useEffect(() => {
    if (problem !== undefined) toField(form.current, problem.field);
    else if (whole !== undefined) form.current?.querySelector<HTMLElement>('.whole')?.focus();
  }, [job.state.value]);
  const draw = (field: Field) => {
    const { label, hint } = words.fields[field.name] as { readonly label: string; readonly hint?: string };
    const isFree = isOptional(field, state) && field.more !== true && field.kind !== 'flag';
    return (
      <FormField
        key={field.name}
        {...{ field, state, words, hint }}
        label={isFree ? `${label} (${words.optional})` : label}
        error={problem?.field === field.name ? problem.text : undefined}
        onChange={(value) => onFill(field.name, value)}
      />
    );
  };
  return (
    <form class="card" ref={form} noValidate onSubmit={(event) => void submit(event)}>
      {shown.filter((field) => field.more !== true).map(draw)}
      {rare.length > 0 && (
        <details open={rare.some(({ name }) => name === problem?.field) || undefined}>
          <summary>{words.more}</summary>
          <div class="columns">{rare.map(draw)}</div>
        </details>
      )}
      {whole !== undefined && (
        <div class="whole" tabIndex={-1}>
          <Notice kind="error" live>
            <p dir="auto">{whole}</p>
          </Notice>
        </div>
      )}
      <div class="row">
        <Button kind="primary" type="submit" disabled={job.state.value.is === 'running'}>
          {words.tasks[task.id].run}
        </Button>
      </div>
    </form>
  );
}

interface Said {
  readonly problem?: { readonly field: string; readonly text: string };
  /** What is about no field that is shown. */
  readonly whole?: string;
}

function problemOf(job: Job<Outcome>, shown: readonly Field[], words: Texts['make']): Said {
  const state = job.state.value;
  if (state.is !== 'failed') return {};
  const { error } = state;
  if (!(error instanceof Problem)) return { whole: sentenceOf(error) };
  const text = error.word === undefined ? error.message : words.problems[error.word];
  const isShown = shown.some(({ name }) => name === error.field);
  return isShown && error.field !== undefined ? { problem: { field: error.field, text } } : { whole: text };
}

/** Moves the focus to what is to be mended, also where it is folded away. */
function toField(form: HTMLFormElement | null, name: string): void {
  const place = form?.querySelector(`[data-field="${name}"]`);
  const details = place?.closest('details');
  if (details) details.open = true;
  const target = place?.querySelector<HTMLElement>('input:not([hidden]), select, textarea, button');
  target?.focus();
}
