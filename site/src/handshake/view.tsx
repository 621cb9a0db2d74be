import { useEffect, useState } from 'preact/hooks';
import { download } from '../frame/download.js';
import { Button, Notice, Progress } from '../frame/parts/index.js';
import { route } from '../frame/routes.js';
import type { ViewProps } from '../frame/views.js';
import { sentenceOf, useJob } from '../work/jobs.js';
import { captureOf } from './capture/capture.js';
import { readFragment, writeFragment } from './choices/fragment.js';
import { type Performance, perform } from './play/perform.js';
import { ChoicesForm } from './view/choices-form.js';
import { Result } from './view/result.js';
import { Scenarios } from './view/scenarios.js';
import { Timeline } from './view/timeline.js';
import './handshake.css';

export function HandshakeView({ texts: { handshake: texts } }: ViewProps) {
  const choices = readFragment(route.value.params.toString());
  const wanted = writeFragment(choices);
  const job = useJob<Performance>();
  // What was played last stays until the next is there: nothing jumps.
  const [shown, show] = useState<Performance>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    void job
      .run(({ signal }) => perform(choices, signal))
      .then((performance) => {
        if (performance !== undefined) show(performance);
      });
  }, [wanted, round]);
  const state = job.state.value;
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <Scenarios texts={texts} current={wanted} />
      <ChoicesForm texts={texts} choices={choices} />
      {state.is === 'running' && <Progress label={texts.playing} onStop={() => job.stop()} />}
      {state.is === 'stopped' && <Notice kind="info" title={texts.stopped} live />}
      {state.is === 'failed' && (
        <Notice kind="error" title={texts.failed} live>
          <p>{sentenceOf(state.error)}</p>
        </Notice>
      )}
      {shown !== undefined && <Result texts={texts} performance={shown} />}
      <div class="row handshake-actions">
        <Button kind="primary" onClick={() => setRound(round + 1)}>
          {texts.again}
        </Button>
        {shown !== undefined && <Button onClick={() => save(shown)}>{texts.capture}</Button>}
      </div>
      {shown !== undefined && (
        <>
          <p class="hint">
            {texts.captureHint} {isOpaque(shown) && texts.captureOld}
          </p>
          <div aria-busy={state.is === 'running'}>
            <Timeline key={shown.begun} texts={texts} performance={shown} />
          </div>
        </>
      )}
    </>
  );
}

/** Makes the file and hands it over. */
const save = ({ choices, tape, begun }: Performance): void =>
  download(nameOf(writeFragment(choices)), captureOf(tape, begun));

/** The name of the file says what was chosen. */
const nameOf = (query: string): string => `handshake-${query.replace(/[^A-Za-z0-9.]+/g, '-')}.pcapng`;

/** Whether Wireshark of today's distributions has no means to open it. */
const isOpaque = ({ tape }: Performance): boolean =>
  tape.isDatagram && tape.events.some((event) => event.kind === 'done' && /CHACHA20/.test(event.facts.cipher));
