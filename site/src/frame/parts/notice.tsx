import type { ComponentChildren } from 'preact';
import { frameWords } from '../words.js';

interface NoticeProps {
  readonly kind: 'info' | 'good' | 'warning' | 'error';
  readonly title?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** Whether it is read out when it appears: for what answers something that the reader has done. */
  readonly live?: boolean;
}

/** Something to be told, whose kind is also said in words. */
export const Notice = ({ kind, title, children, live = false }: NoticeProps) => (
  <div class={`notice ${kind}`} role={live ? (kind === 'error' ? 'alert' : 'status') : undefined}>
    <Sign kind={kind} />
    <span class="unseen">{frameWords().kinds[kind]}: </span>
    <div>
      {title !== undefined && <p class="notice-title">{title}</p>}
      {children}
    </div>
  </div>
);

const PATHS = {
  info: 'M10 9v5M10 6v.5',
  good: 'M6 10.5l2.7 2.7L14 7.5',
  warning: 'M10 5.5v5.5M10 14v.5',
  error: 'M7 7l6 6M13 7l-6 6',
} as const;

/** A sign that is told by its shape, not by its colour alone. */
export const Sign = ({ kind }: { readonly kind: keyof typeof PATHS }) => (
  <svg class={`sign ${kind}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    {kind === 'warning' ? (
      <path d="M10 1.8 19 18H1Z" class="ground" />
    ) : (
      <circle cx="10" cy="10" r="9" class="ground" />
    )}
    <path d={PATHS[kind]} class="stroke" />
  </svg>
);
