import { formatNumber } from '../../frame/format.js';
import { Notice } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import { messagesOf } from '../model/conversation.js';
import type { Facts } from '../model/tape.js';
import type { Performance } from '../play/perform.js';
import { explain, firstFailure } from './explain.js';

interface ResultProps {
  readonly texts: Texts['handshake'];
  readonly performance: Performance;
}

/** How it ended, in one place and in words, and read out when it is there. */
export function Result({ texts, performance: { tape, conversation } }: ResultProps) {
  const failure = firstFailure(conversation.connections);
  if (failure !== undefined) {
    const { why, todo } = explain(failure.failed, failure.steps, texts);
    return (
      <Notice kind="error" title={`${texts.gaveUp[failure.failed.side]}: ${why}`} live>
        {todo !== '' && <p>{todo}</p>}
      </Notice>
    );
  }
  const facts = tape.events.findLast((event) => event.kind === 'done')?.facts;
  const count = [...messagesOf(conversation)].length;
  return (
    <Notice kind="good" title={texts.good} live>
      {facts !== undefined && <Settled texts={texts} facts={facts} count={count} />}
    </Notice>
  );
}

/** What the two have settled. */
function Settled({ texts, facts, count }: { texts: Texts['handshake']; facts: Facts; count: number }) {
  const words = texts.facts;
  const early = facts.earlyData === 'accepted' ? words.accepted : words.rejected;
  const rows = [
    [words.version, facts.version.replace('v', ' ')],
    [words.cipher, facts.cipher],
    [words.group, facts.group],
    [words.alpn, facts.alpn],
    [words.resumed, facts.isResumed ? words.yes : undefined],
    [words.earlyData, facts.earlyData === undefined ? undefined : early],
    [words.trips, formatNumber(count)],
  ] as const;
  return (
    <dl class="settled">
      {rows.map(
        ([name, value]) =>
          value != null &&
          value !== '' && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
