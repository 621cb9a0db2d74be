import { useId } from 'preact/hooks';
import { frameWords } from '../words.js';
import { Button } from './button.js';

interface ProgressProps {
  /** What is under way. */
  readonly label: string;
  /** From 0 to 1; left out where nobody knows. */
  readonly value?: number | undefined;
  /** How far it is, in words. */
  readonly detail?: string | undefined;
  readonly onStop?: () => void;
}

/** What is under way, and the button that ends it. It appears when it lasts. */
export function Progress({ label, value, detail, onStop }: ProgressProps) {
  const id = useId();
  return (
    <div class="progress late">
      <div role="status">
        <label for={id}>{label}</label>
        {detail !== undefined && <span class="hint">{detail}</span>}
      </div>
      <progress id={id} {...(value !== undefined && { value, max: 1 })} />
      {onStop !== undefined && <Button onClick={onStop}>{frameWords().stop}</Button>}
    </div>
  );
}
