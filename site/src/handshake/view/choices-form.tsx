import { Checkbox, Select } from '../../frame/parts/index.js';
import { setParams } from '../../frame/routes.js';
import type { Texts } from '../../texts/index.js';
import { type Choices, GROUPS, type Group, isPossible, possible } from '../choices/choices.js';
import { PARAMETERS, SINGLE, writeFragment } from '../choices/fragment.js';

interface ChoicesFormProps {
  readonly texts: Texts['handshake'];
  readonly choices: Choices;
}

type Single = (typeof SINGLE)[number]['choice'];

/** What is always to be seen; the others are a click away. */
const FIRST: readonly Single[] = ['version', 'key', 'fault'];

/** Writes what is chosen into the page's address; the view follows that. */
function choose(choices: Choices): void {
  const said = new URLSearchParams(writeFragment(possible(choices)));
  setParams(Object.fromEntries(PARAMETERS.map((name) => [name, said.get(name) ?? ''])));
}

export function ChoicesForm({ texts, choices }: ChoicesFormProps) {
  const select = ({ choice, values }: (typeof SINGLE)[number]) => {
    const words = texts.options[choice] as Readonly<Record<string, string>>;
    return (
      <Select
        key={choice}
        label={texts.choices[choice]}
        value={choices[choice] as string}
        options={(values as readonly string[])
          .filter((value) => isPossible(choices.version, choice, value))
          .map((value) => ({ value, label: words[value] ?? value }))}
        onChange={(value) => choose({ ...choices, [choice]: value } as Choices)}
      />
    );
  };
  return (
    <section class="card choices">
      <div class="columns">{SINGLE.filter(({ choice }) => FIRST.includes(choice)).map(select)}</div>
      <details>
        <summary class="more-choices">{texts.more}</summary>
        <div class="stack">
          <div class="columns">{SINGLE.filter(({ choice }) => !FIRST.includes(choice)).map(select)}</div>
          <div class="columns">
            <Groups
              label={texts.choices.clientGroups}
              hint={texts.choices.groupsHint}
              chosen={choices.clientGroups}
              onChange={(clientGroups) => choose({ ...choices, clientGroups })}
            />
            <Groups
              label={texts.choices.serverGroups}
              chosen={choices.serverGroups}
              onChange={(serverGroups) => choose({ ...choices, serverGroups })}
            />
          </div>
        </div>
      </details>
    </section>
  );
}

interface GroupsProps {
  readonly label: string;
  readonly hint?: string;
  readonly chosen: readonly Group[];
  readonly onChange: (groups: readonly Group[]) => void;
}

/** At least one stays chosen; they stand in the order of the list. */
function Groups({ label, hint, chosen, onChange }: GroupsProps) {
  return (
    <fieldset class="groups">
      <legend>{label}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {GROUPS.map((group) => (
        <Checkbox
          key={group}
          label={group}
          checked={chosen.includes(group)}
          disabled={chosen.length === 1 && chosen.includes(group)}
          onChange={(isOn) => onChange(GROUPS.filter((one) => (one === group ? isOn : chosen.includes(one))))}
        />
      ))}
    </fieldset>
  );
}
