import { useState } from 'preact/hooks';
import { frameWords } from '../words.js';
import { Button } from './button.js';

interface CopyProps {
  readonly text: string | (() => string);
  /** What is copied, for those who do not see what it stands beside. */
  readonly label?: string;
}

/** Copies text, and says whether that went well. */
export function Copy({ text, label }: CopyProps) {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied'>();
  const words = frameWords();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'function' ? text() : text);
      setOutcome('copied');
    } catch {
      setOutcome('notCopied');
    }
  };
  return (
    <span class="copy">
      <Button kind="quiet" onClick={copy} {...(label !== undefined && { label: `${words.copy}: ${label}` })}>
        {words.copy}
      </Button>
      <span role="status" class="hint">
        {outcome !== undefined && words[outcome]}
      </span>
    </span>
  );
}
