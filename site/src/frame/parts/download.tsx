import type { ComponentChildren } from 'preact';
import { download } from '../download.js';
import { frameWords } from '../words.js';
import { Button } from './button.js';

interface DownloadProps {
  /** The name of the file. */
  readonly name: string;
  /** What is in it, or what makes it when it is asked for. */
  readonly content: Uint8Array | string | (() => Uint8Array | string);
  readonly children?: ComponentChildren;
  readonly kind?: 'primary' | 'plain' | 'quiet';
}

export const Download = ({ name, content, children, kind = 'plain' }: DownloadProps) => (
  <Button
    kind={kind}
    {...(children !== undefined && { label: frameWords().download(name) })}
    onClick={() => download(name, typeof content === 'function' ? content() : content)}
  >
    {children ?? frameWords().download(name)}
  </Button>
);
