/** What holds of each certificate of a chain, and what fails and why. */
import type { ChainAnswer, JudgedCertificate } from 'tsopenssl/pki';
import { Notice, Sign } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';

type Words = Texts['read'];

export const ChainReport = ({ answer, words }: { readonly answer: ChainAnswer; readonly words: Words }) => (
  <ol class="judged">
    {answer.chain.map((one) => (
      <li key={one.depth}>
        <Judged one={one} words={words} />
      </li>
    ))}
    {!answer.ok && answer.missing !== undefined && (
      <li>
        <h4>
          {words.missing}: <bdi>{answer.missing.text}</bdi>
        </h4>
        <p class="hint">{words.missingHint}</p>
        {answer.missing.addresses.length > 0 && (
          <ul class="values">
            {answer.missing.addresses.map((address) => (
              <li key={address}>
                <bdi class="code">{address}</bdi>
              </li>
            ))}
          </ul>
        )}
      </li>
    )}
  </ol>
);

const Judged = ({
  one: { subject, role, holds, failures },
  words,
}: {
  readonly one: JudgedCertificate;
  readonly words: Words;
}) => (
  <>
    <h4>
      <bdi>{subject}</bdi> <span class="tag">{words.roles[role]}</span>
    </h4>
    {failures.map(({ code, check, sentence, advice }, index) => (
      <Notice key={index} kind="error" title={words.fails(words.checks[check])}>
        <p lang="en" dir="auto">
          {sentence} {advice}
        </p>
        <p class="hint code" dir="ltr">
          {code}
        </p>
      </Notice>
    ))}
    {holds.length > 0 && (
      <ul class="holds" aria-label={words.holds}>
        {holds.map((check) => (
          <li key={check}>
            <Sign kind="good" />
            {words.checks[check]}
          </li>
        ))}
      </ul>
    )}
  </>
);
