import { formatNumber, formatSize } from '../frame/format.js';
import { Notice, Progress } from '../frame/parts/index.js';
import { frameWords } from '../frame/words.js';
import { type Job, sentenceOf } from './jobs.js';

interface JobStatusProps {
  readonly job: Job<unknown>;
  /** What is under way, in words. */
  readonly label?: string;
}

/** How work stands: the progress with its stop button while it runs, and why there is no result. */
export function JobStatus({ job, label }: JobStatusProps) {
  const state = job.state.value;
  const words = frameWords();
  if (state.is === 'running')
    return (
      <Progress label={label ?? words.working} value={state.value} detail={detailOf(state)} onStop={() => job.stop()} />
    );
  if (state.is === 'stopped')
    return (
      <Notice kind="info" live>
        <p>{words.stopped}</p>
      </Notice>
    );
  if (state.is === 'failed')
    return (
      <Notice kind="error" live>
        <p dir="auto">{sentenceOf(state.error)}</p>
      </Notice>
    );
  return null;
}

function detailOf({
  progress,
  detail,
}: {
  readonly progress?: { readonly stage: string; readonly tried?: number; readonly read?: number };
  readonly detail?: string | undefined;
}): string | undefined {
  const words = frameWords();
  if (detail !== undefined || progress === undefined) return detail;
  if (progress.tried !== undefined) return words.tried(formatNumber(progress.tried));
  return progress.read === undefined ? undefined : words.bytesRead(formatSize(progress.read));
}
