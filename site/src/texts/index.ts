/** The words of the page, in every language. English is the type of all others; each is loaded when it is asked for. */
import type { Texts } from './en/index.js';

export type { Texts } from './en/index.js';

export type Language = 'en' | 'de' | 'ar';

interface LanguageEntry {
  /** What it calls itself. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly load: () => Promise<Texts>;
}

export const LANGUAGES: Readonly<Record<Language, LanguageEntry>> = {
  en: { name: 'English', direction: 'ltr', load: () => import('./en/index.js').then(({ en }) => en) },
  de: { name: 'Deutsch', direction: 'ltr', load: () => import('./de/index.js').then(({ de }) => de) },
  ar: { name: 'العربية', direction: 'rtl', load: () => import('./ar/index.js').then(({ ar }) => ar) },
};

export const isLanguage = (word: string): word is Language => Object.hasOwn(LANGUAGES, word);
