/** Reads whatever the reader has: what it is, what it says, what is wrong with it, and whether its chain holds. */
import type { ViewProps } from '../frame/views.js';
import { Detail } from './detail.js';
import { ItemList } from './items.js';
import { items, selected } from './store.js';
import { TakeIn } from './take-in.js';
import './read.css';

export function ReadView({ texts: { read: words } }: ViewProps) {
  const item = selected.value;
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <TakeIn words={words} />
      {items.value.length > 0 && (
        <div class="opened">
          <ItemList words={words} />
          {item !== undefined && <Detail key={item.id} item={item} words={words} />}
        </div>
      )}
    </>
  );
}
