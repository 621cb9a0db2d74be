import type { Texts } from '../en/index.js';

export const handshake: Texts['handshake'] = {
  title: 'Handshake',
  lead: 'Ein TLS-Handshake, zerlegt.',
};
