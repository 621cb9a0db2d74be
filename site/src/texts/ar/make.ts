import type { Texts } from '../index.js';

export const make: Texts['make'] = {
  title: 'إنشاء',
  lead: 'شهادات وطلبات وقوائم ومفاتيح.',
};
