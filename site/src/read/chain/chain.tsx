/** Whether a certificate leads to somebody whom the reader trusts: as a picture, and in words. */
import { useEffect } from 'preact/hooks';
import type { ChainAnswer, ChainOptions } from 'tsopenssl/pki';
import { Notice } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import { useJob } from '../../work/jobs.js';
import { JobStatus } from '../../work/status.js';
import { shortName, titleOf } from '../items.js';
import type { Item } from '../model.js';
import { certificates, items, trusted } from '../store.js';
import { ChainOptionsForm, type ChainWishes, wishes } from './options.js';
import { type CertificateTitle, ChainPicture } from './picture.js';
import { ChainReport } from './report.js';

/** How long nothing changes before it is verified, in milliseconds. */
const PAUSE = 200;

type Words = Texts['read'];

export function ChainTab({ item, words }: { readonly item: Item; readonly words: Words }) {
  const job = useJob<Answered>();
  const crls = items.value.filter(({ found }) => found.kind === 'crl' && found.bytes !== undefined);
  const wished = wishes();
  const isMoment = wished.at === '' || !Number.isNaN(momentOf(wished.at).getTime());
  const question = JSON.stringify([
    item.id,
    wished,
    [...trusted.value],
    certificates.value.map(({ id }) => id),
    crls.length,
  ]);
  useEffect(() => {
    if (!isMoment) return;
    const verify = () =>
      void job.run(async ({ pki }) => {
        const answer = await pki.verifyChain(optionsFor(item, wished, crls));
        for (const { certificate } of answer.chain) certificate.free();
        return { question, answer };
      });
    // Who types a host has not ended yet.
    const timer = setTimeout(verify, PAUSE);
    return () => clearTimeout(timer);
  }, [question]);
  const state = job.state.value;
  const title = (der: Uint8Array, subject: string) => {
    const known = certificates.value.find(({ found }) => found.bytes !== undefined && isSame(found.bytes, der));
    return known === undefined ? shortName(subject) : titleOf(known, words);
  };
  return (
    <div class="sections">
      <ChainOptionsForm words={words} hasCrls={crls.length > 0} />
      <section aria-live="polite">
        <JobStatus job={job} label={words.verifying} />
        {state.is === 'done' && (
          <div class={`stack answer${state.result.question === question ? '' : ' old'}`}>
            <Answer answer={state.result.answer} title={title} words={words} />
          </div>
        )}
      </section>
    </div>
  );
}

/** An answer, and what it is the answer to. */
interface Answered {
  readonly question: string;
  readonly answer: ChainAnswer;
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

interface AnswerProps {
  readonly answer: ChainAnswer;
  /** Whose a certificate is, in few words. */
  readonly title: CertificateTitle;
  readonly words: Words;
}

function Answer({ answer, title, words }: AnswerProps) {
  const reasons = new Set(answer.ok ? [] : answer.failures.map(({ check }) => words.checks[check]));
  return (
    <>
      <Notice
        kind={answer.ok ? 'good' : 'error'}
        title={answer.ok ? words.chainHolds : words.chainFails([...reasons].join(words.comma))}
      >
        {!answer.ok && trusted.value.size === 0 && <p>{words.trustNobody}</p>}
      </Notice>
      <ChainPicture answer={answer} title={title} words={words} />
      <ChainReport answer={answer} title={title} words={words} />
    </>
  );
}

/** The field has no zone: it is UTC, as all times here. */
const momentOf = (at: string): Date => new Date(`${at}Z`);

function optionsFor(item: Item, { purpose, host, at, crls }: ChainWishes, lists: readonly Item[]): ChainOptions {
  const ders = (some: readonly Item[]) => some.flatMap(({ found }) => found.bytes ?? []);
  const anchors = certificates.value.filter(({ id }) => trusted.value.has(id));
  const isAddress = /^[\d.]+$|:/.test(host);
  return {
    certificate: item.found.bytes ?? item.input,
    intermediates: ders(certificates.value.filter((one) => one !== item)),
    anchors: ders(anchors),
    // A certificate that the reader trusts is one, wherever it stands.
    flags: ['PARTIAL_CHAIN', ...(crls ? (['CRL_CHECK'] as const) : [])],
    ...(purpose !== 'any' && { purpose }),
    ...(host !== '' && (isAddress ? { ip: host } : { host })),
    ...(at !== '' && { at: momentOf(at) }),
    ...(crls && { crls: ders(lists) }),
  };
}
