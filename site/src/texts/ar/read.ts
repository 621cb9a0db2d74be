import type { Texts } from '../en/index.js';

export const read: Texts['read'] = {
  title: 'قراءة',
  lead: 'ما هذا الملف، وماذا يقول، وهل يصحّ؟',
  drop: 'أفلت ملفات هنا',
  paste: 'أو ألصق نصًا',
  look: 'افحصه',
};
