/** Language and theme: as the browser asks for them, or as the fragment says. Nothing is kept elsewhere. */
import { computed } from '@preact/signals';
import { isLanguage, LANGUAGES, type Language } from '../texts/index.js';
import { param, setParams } from './routes.js';

/** `auto` is what the system is set to. */
export type Theme = 'auto' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** The first language of the browser that the page has. */
function preferred(): Language {
  for (const tag of navigator.languages) {
    const language = tag.split('-')[0] ?? '';
    if (isLanguage(language)) return language;
  }
  return 'en';
}

export const language = computed((): Language => {
  const asked = param('lang');
  return isLanguage(asked) ? asked : preferred();
});

export const theme = computed((): Theme => THEMES.find((one) => one === param('theme')) ?? 'auto');

export const setLanguage = (next: string): void => setParams({ lang: next });
export const setTheme = (next: string): void => setParams({ theme: next === 'auto' ? '' : next });

/** Puts them onto the document. */
export function applySettings(): void {
  const { documentElement: root } = document;
  root.lang = language.value;
  root.dir = LANGUAGES[language.value].direction;
  if (theme.value === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme.value;
}
