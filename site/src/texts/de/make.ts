import { make as english } from '../en/make.js';
import type { Texts } from '../index.js';

export const make: Texts['make'] = {
  ...english,
  title: 'Erstellen',
  lead: 'Zertifikate, Anträge, Listen und Schlüssel.',
};
