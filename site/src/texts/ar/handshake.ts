import type { Texts } from '../en/index.js';

export const handshake: Texts['handshake'] = {
  title: 'المصافحة',
  lead: 'مصافحة TLS مفكّكة.',
};
