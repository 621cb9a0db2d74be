/** What holds of each certificate of a chain, and what fails and why. */
import type { ChainAnswer, JudgedCertificate } from 'tsopenssl/pki';
import { Notice, Sign } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import type { CertificateTitle } from './picture.js';

type Words = Texts['read'];

interface ReportProps {
  readonly answer: ChainAnswer;
  readonly title: CertificateTitle;
  readonly words: Words;
}

/** From above, as the picture. */
export const ChainReport = ({ answer, title, words }: ReportProps) => (
  <ol class="judged">
    {!answer.ok && answer.missing !== undefined && (
      <li>
        <h3>
          {words.missing}: <bdi>{answer.missing.text}</bdi>
        </h3>
        <p class="quiet">{words.missingHint}</p>
        {answer.missing.addresses.length > 0 && (
          <>
            <p>{words.missingAt}</p>
            <ul class="values">
              {answer.missing.addresses.map((address) => (
                <li key={address}>
                  <bdi class="code">{address}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </li>
    )}
    {answer.chain.toReversed().map((one) => (
      <li key={one.depth}>
        <Judged one={one} title={title} words={words} />
      </li>
    ))}
  </ol>
);

type JudgedProps = Omit<ReportProps, 'answer'> & { readonly one: JudgedCertificate };

const Judged = ({ one: { der, subject, role, holds, failures }, title, words }: JudgedProps) => (
  <>
    <h3>
      <bdi>{subject === '' ? title(der, subject) : subject}</bdi> <span class="tag">{words.roles[role]}</span>
    </h3>
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
