/** The shelf as components see it. */
import { signal } from '@preact/signals';
import { type ShelfItem, shelf } from '../../frame/shelf.js';

const items = signal(shelf.items);
shelf.subscribe(() => {
  items.value = shelf.items;
});

/** What is on the shelf now; who reads it is drawn anew with it. */
export const shelfItems = (): readonly ShelfItem[] => items.value;
