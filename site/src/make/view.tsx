import type { ViewProps } from '../frame/views.js';
import './make.css';

export function MakeView({ texts }: ViewProps) {
  return (
    <>
      <h1>{texts.make.title}</h1>
      <p class="lead">{texts.make.lead}</p>
    </>
  );
}
