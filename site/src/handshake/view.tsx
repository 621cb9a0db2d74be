import type { ViewProps } from '../frame/views.js';
import './handshake.css';

export function HandshakeView({ texts }: ViewProps) {
  return (
    <>
      <h1>{texts.handshake.title}</h1>
      <p class="lead">{texts.handshake.lead}</p>
    </>
  );
}
