import { linkTo } from '../../frame/routes.js';
import type { Texts } from '../../texts/index.js';
import { writeFragment } from '../choices/fragment.js';
import { SCENARIOS, type Scenario } from '../choices/scenarios.js';

interface ScenariosProps {
  readonly texts: Texts['handshake'];
  /** The address of what is chosen. */
  readonly current: string;
}

/** Handshakes that are worth a look, as links: each can be passed on. */
export const Scenarios = ({ texts, current }: ScenariosProps) => (
  <ul class="scenarios" aria-label={texts.examples}>
    {Object.entries(SCENARIOS).map(([name, choices]) => {
      const query = writeFragment(choices);
      return (
        <li key={name}>
          <a
            href={linkTo('handshake', [], Object.fromEntries(new URLSearchParams(query)))}
            aria-current={query === current ? 'true' : undefined}
          >
            {texts.scenarios[name as Scenario]}
          </a>
        </li>
      );
    })}
  </ul>
);
