import type { ComponentChildren } from 'preact';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  /** `primary` is the one thing to do here; `quiet` has no border. */
  readonly kind?: 'primary' | 'plain' | 'quiet';
  /** `submit` is for the one of a form. */
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** What it does, where its words alone do not say so. */
  readonly label?: string;
  readonly pressed?: boolean;
}

export const Button = ({
  children,
  onClick,
  kind = 'plain',
  type = 'button',
  disabled,
  label,
  pressed,
}: ButtonProps) => (
  <button
    type={type}
    class={`button ${kind}`}
    disabled={disabled ?? false}
    aria-label={label}
    aria-pressed={pressed}
    onClick={() => onClick?.()}
  >
    {children}
  </button>
);
