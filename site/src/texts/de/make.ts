import type { Texts } from '../index.js';

export const make: Texts['make'] = {
  title: 'Erstellen',
  lead: 'Zertifikate, Anträge, Listen und Schlüssel.',
};
