import { useState } from 'preact/hooks';
import type { Identification } from 'tsopenssl/pki';
import { Button, Field, FileDrop, Notice } from '../frame/parts/index.js';
import type { ViewProps } from '../frame/views.js';
import { useJob } from '../work/jobs.js';
import { JobStatus } from '../work/status.js';
import './read.css';

export function ReadView({ texts: { read } }: ViewProps) {
  const [text, setText] = useState('');
  const job = useJob<Identification>();
  const look = (input: string | Uint8Array) => job.run(({ pki }) => pki.identify(input));
  const state = job.state.value;
  return (
    <>
      <h1>{read.title}</h1>
      <p class="lead">{read.lead}</p>
      <FileDrop
        label={read.drop}
        wholePage
        onFiles={async ([file]) => {
          if (file !== undefined) look(new Uint8Array(await file.arrayBuffer()));
        }}
      />
      <Field label={read.paste} value={text} onInput={setText} rows={6} code />
      <div class="row">
        <Button kind="primary" onClick={() => look(text)}>
          {read.look}
        </Button>
      </div>
      <JobStatus job={job} />
      {state.is === 'done' && <Notice kind="info" live title={state.result.sentence} />}
    </>
  );
}
