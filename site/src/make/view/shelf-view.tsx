/** What is on the shelf, to be opened, used and taken away. */
import { useEffect } from 'preact/hooks';
import { takeOver } from '../../frame/handover.js';
import { Button } from '../../frame/parts/index.js';
import { shelf } from '../../frame/shelf.js';
import type { Texts } from '../../texts/index.js';
import { pool } from '../../work/pool.js';
import { open, type Source } from '../model/open.js';
import { detailText, kindText, titleText } from './item-text.js';
import { Opener } from './opener.js';
import { shelfItems } from './use-shelf.js';

export function ShelfView({ words }: { readonly words: Texts['make'] }) {
  const items = shelfItems();
  useEffect(() => void shelve(takeOver('make')), []);
  return (
    <section class="shelf card" aria-labelledby="shelf-title">
      <h2 id="shelf-title">{words.shelf}</h2>
      <p class="hint">{items.length === 0 ? words.shelfEmpty : words.shelfNote}</p>
      {items.length > 0 && (
        <ul>
          {items.map((item) => (
            <li key={item.id}>
              <span class="thing">
                <bdi class="thing-title">{titleText(item, items, words)}</bdi>
                <span class="hint">{detailText(item, items, words)}</span>
              </span>
              <Button
                kind="quiet"
                label={words.remove(`${titleText(item, items, words)} (${kindText(item, words)})`)}
                onClick={() => shelf.remove(item.id)}
              >
                <Cross />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Opener words={words} label={words.shelf} />
      {items.length > 1 && (
        <div class="row">
          <Button kind="quiet" onClick={() => shelf.clear()}>
            {words.removeAll}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What was opened elsewhere is here, too, as far as it needs no password: that is asked for where a task wants it. */
async function shelve(handed: readonly Source[]): Promise<void> {
  if (handed.length === 0) return;
  const { pki } = await pool();
  for (const source of handed) {
    const { entries } = await open(source, pki);
    for (const entry of entries) shelf.add(entry);
  }
}

const Cross = () => (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="cross">
    <path d="M4 4l8 8M12 4l-8 8" />
  </svg>
);
