/** How a chain is judged: for what, for whom, when, and whom the reader trusts. All but the trust stands in the fragment. */
import type { Purpose } from 'tsopenssl/pki';
import { Checkbox, Field, Select } from '../../frame/parts/index.js';
import { param, setParams } from '../../frame/routes.js';
import type { Texts } from '../../texts/index.js';
import { certificateTitle } from '../items.js';
import type { Item } from '../model.js';
import { certificates, setTrusted, trusted } from '../store.js';

type Words = Texts['read'];

const PURPOSES = [
  'any',
  'sslserver',
  'sslclient',
  'smimesign',
  'smimeencrypt',
  'codesign',
  'timestampsign',
  'ocsphelper',
  'crlsign',
] as const satisfies readonly Purpose[];

/** What the fragment says. */
export interface ChainWishes {
  readonly purpose: (typeof PURPOSES)[number];
  readonly host: string;
  /** The moment, as the field has it; empty for now. */
  readonly at: string;
  readonly crls: boolean;
}

export const wishes = (): ChainWishes => ({
  purpose: PURPOSES.find((one) => one === param('purpose')) ?? 'any',
  host: param('host'),
  at: param('at'),
  crls: param('crls') === 'yes',
});

export function ChainOptionsForm({ words, hasCrls }: { readonly words: Words; readonly hasCrls: boolean }) {
  const { purpose, host, at, crls } = wishes();
  return (
    <div class="stack chain-form">
      <div class="columns">
        <Select
          label={words.purpose}
          value={purpose}
          options={PURPOSES.map((value) => ({ value, label: words.purposes[value] }))}
          onChange={(value) => setParams({ purpose: value === 'any' ? '' : value })}
        />
        <Field
          label={words.host}
          value={host}
          code
          placeholder="www.example.com"
          onInput={(value) => setParams({ host: value })}
        />
        <Field
          label={words.at}
          hint={words.atHint}
          type="datetime-local"
          value={at}
          onInput={(value) => setParams({ at: value })}
        />
      </div>
      {hasCrls && (
        <Checkbox label={words.useCrls} checked={crls} onChange={(isOn) => setParams({ crls: isOn ? 'yes' : '' })} />
      )}
      <fieldset class="trust">
        <legend>{words.trustWhom}</legend>
        <p class="hint">{words.trustHint}</p>
        {candidates().map((item) => (
          <Checkbox
            key={item.id}
            label={certificateTitle(item, words)}
            hint={item.source === '' ? undefined : item.source}
            checked={trusted.value.has(item.id)}
            onChange={(isTrusted) => setTrusted(item.id, isTrusted)}
          />
        ))}
      </fieldset>
    </div>
  );
}

/** Whom one may trust: those that sign themselves first, as roots do. */
function candidates(): readonly Item[] {
  const isRoot = ({ found }: Item) => 'subject' in found && 'issuer' in found && found.subject === found.issuer;
  return certificates.value.toSorted((one, other) => Number(isRoot(other)) - Number(isRoot(one)));
}
