/** What is around every view: the navigation, the language, the theme, and what the page promises. */
import { useComputed, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LANGUAGES, type Language, type Texts } from '../texts/index.js';
import { isOffline } from './offline/register.js';
import { Button } from './parts/button.js';
import { Notice } from './parts/notice.js';
import { linkTo, route } from './routes.js';
import { applySettings, language, setLanguage, setTheme, THEMES, theme } from './settings.js';
import { VIEWS, type View, type ViewProps, viewOf } from './views.js';
import { setTexts } from './words.js';

export function Shell() {
  const texts = useTexts();
  useSignalEffect(applySettings);
  const view = useComputed(() => viewOf(route.value.view)).value;
  if (texts === undefined) return null;
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a link is what people look for; the fragment is the route */}
      <a class="skip" href="#content" onClick={toContent}>
        {texts.frame.skip}
      </a>
      <Header texts={texts} current={view} />
      <main id="content" tabIndex={-1}>
        <Opened key={view.id} view={view} texts={texts} />
      </main>
      <footer>
        <p>{texts.frame.private}</p>
        {isOffline.value && <p class="offline">{texts.frame.offline}</p>}
      </footer>
    </>
  );
}

/** The fragment is the route: the link must not change it. */
function toContent(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

/** The texts of the language; the last ones until those of another are there. */
function useTexts(): Texts | undefined {
  const [texts, keep] = useState<{ readonly language: Language; readonly texts: Texts }>();
  const wanted = language.value;
  useEffect(() => {
    let isWanted = true;
    void LANGUAGES[wanted].load().then((loaded) => {
      if (!isWanted) return;
      setTexts(loaded);
      keep({ language: wanted, texts: loaded });
    });
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  return texts?.texts;
}

function Header({ texts, current }: { readonly texts: Texts; readonly current: View }) {
  const { frame } = texts;
  return (
    <header>
      <div class="bar">
        <a class="wordmark" href={linkTo('read')}>
          <Mark />
          <bdi>{frame.name}</bdi>
        </a>
        <nav aria-label={frame.views}>
          {VIEWS.map((view) => (
            <a key={view.id} href={linkTo(view.id)} aria-current={view === current ? 'page' : undefined}>
              {view.title(texts)}
            </a>
          ))}
        </nav>
        <div class="settings">
          <label>
            <span class="unseen">{frame.language}</span>
            <select value={language.value} onChange={(event) => setLanguage(event.currentTarget.value)}>
              {Object.entries(LANGUAGES).map(([id, { name }]) => (
                <option key={id} value={id} lang={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span class="unseen">{frame.theme}</span>
            <select value={theme.value} onChange={(event) => setTheme(event.currentTarget.value)}>
              {THEMES.map((one) => (
                <option key={one} value={one}>
                  {frame.themes[one]}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
    </header>
  );
}

const Mark = () => (
  <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" class="mark">
    <rect width="32" height="32" rx="8" />
    <circle cx="11.5" cy="16" r="4.5" />
    <path d="M16 16h10m-3 0v4" />
  </svg>
);

/** A view, once it is loaded. */
function Opened({ view, texts }: { readonly view: View; readonly texts: Texts }) {
  const [Loaded, setLoaded] = useState<{ readonly Content: ComponentType<ViewProps> } | 'failed'>();
  const isFirst = useRef(true);
  const open = () => {
    setLoaded(undefined);
    view.load().then(
      (Content) => setLoaded({ Content }),
      () => setLoaded('failed'),
    );
  };
  useEffect(open, []);
  useEffect(() => {
    document.title = `${view.title(texts)} · ${texts.frame.name}`;
  }, [view, texts]);
  useEffect(() => {
    if (Loaded === undefined) return;
    // Who came by a link hears of the new view; who opens the page begins at its top.
    if (!isFirst.current || wasOpened) document.getElementById('content')?.focus({ preventScroll: true });
    isFirst.current = false;
    wasOpened = true;
  }, [Loaded]);
  if (Loaded === undefined) return <p class="quiet late">{texts.frame.loading}</p>;
  if (Loaded === 'failed')
    return (
      <Notice kind="error">
        <p>{texts.frame.failed}</p>
        <Button onClick={open}>{texts.frame.retry}</Button>
      </Notice>
    );
  return <Loaded.Content texts={texts} />;
}

/** Whether a view has been open before. */
let wasOpened = false;
