/** The texts of the frame for its parts, which are everywhere: nobody hands them down. */
import { signal } from '@preact/signals';
import type { Texts } from '../texts/index.js';

const current = signal<Texts | undefined>(undefined);

export const setTexts = (texts: Texts): void => {
  current.value = texts;
};

/** Words of the frame, in the language of the reader. */
export function frameWords(): Texts['frame'] {
  if (current.value === undefined) throw new Error('no texts are loaded');
  return current.value.frame;
}
