import type { Texts } from '../en/index.js';

export const read: Texts['read'] = {
  title: 'Lesen',
  lead: 'Was ist diese Datei, was sagt sie, und hält sie?',
  drop: 'Dateien hier ablegen',
  paste: 'Oder Text einfügen',
  look: 'Ansehen',
};
