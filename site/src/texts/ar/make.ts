import type { Texts } from '../en/index.js';
import { make as english } from '../en/make.js';

export const make: Texts['make'] = {
  ...english,
  title: 'إنشاء',
  lead: 'شهادات وطلبات وقوائم ومفاتيح.',
};
