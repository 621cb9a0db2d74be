/** Certificates renewed: the same subject, extensions and key, for a time to come. */
import { keyOf } from '../../model/fields.js';
import { keyFields, makeKey } from '../../model/keys.js';
import { fact } from '../../model/outcome.js';
import { Problem } from '../../model/problem.js';
import type { Task } from '../../model/task.js';
import { certificateProduct } from '../../model/things.js';
import { common, issuerField, rareFields } from './common.js';

const MAX_DAYS = 36_500;

export const renew: Task = {
  id: 'renew',
  group: 'certificates',
  fields: [
    { kind: 'item', name: 'certificate', accepts: ['certificate'] },
    {
      ...issuerField,
      // A root renews itself.
      when: ({ values, shelf }) => shelf.find(({ id }) => String(values.certificate) === id)?.isRoot !== true,
    },
    { kind: 'number', name: 'days', optional: true, min: 1, max: MAX_DAYS },
    { kind: 'flag', name: 'newKey', more: true },
    ...keyFields(true).map((field) => ({
      ...field,
      when: (state: Parameters<NonNullable<typeof field.when>>[0]) =>
        state.values.newKey === true && (field.when?.(state) ?? true),
    })),
    ...rareFields,
  ],
  blame: [
    [/certificate that is to be renewed|root|from when to when/i, 'certificate'],
    [/outlive|days/, 'days'],
  ],
  run: async (input, kit) => {
    const old = input.needed('certificate');
    if (old.isRoot === true && keyOf(old, input.shelf) === undefined)
      throw new Problem('certificate', { word: 'rootNeedsKey' });
    const issuer = input.identity(old.isRoot === true ? 'certificate' : 'issuer');
    const key = input.flag('newKey') ? await makeKey(input, kit, old.title) : undefined;
    const { der } = await kit.renewCertificate({
      ...common(input),
      ...{ certificate: old.bytes, issuer },
      ...(key && { key: key.key }),
    });
    const product = await certificateProduct(der, kit);
    const facts = [...product.facts, ...fact('keyBefore', { word: key === undefined ? 'sameKey' : 'otherKey' })];
    return {
      ...{ sentence: 'renewed', title: product.title, facts },
      products: [product, ...(key?.products ?? [])],
    };
  },
};
