/** What a form asks for. */
import type { ShelfItem, ShelfKind } from '../../frame/shelf.js';
import type { FieldName } from './words.js';

/** What stands in a form, by the names of its fields. */
export type Values = { readonly [Name in FieldName]?: Value };
/** Text, whether something is so, or the ids of things on the shelf. */
export type Value = string | boolean | readonly string[];

/** What a field that is shown, or a choice that is offered, may depend on. */
export interface FormState {
  readonly values: Values;
  readonly shelf: readonly ShelfItem[];
}

interface FieldBase {
  readonly name: FieldName;
  /** Whether it is among what few need. */
  readonly more?: boolean;
  /** Whether it may be left empty. */
  readonly optional?: boolean | ((state: FormState) => boolean);
  /** Whether it is asked for now. */
  readonly when?: (state: FormState) => boolean;
}

export interface TextField extends FieldBase {
  readonly kind: 'text' | 'lines' | 'password';
  readonly initial?: string;
  /** Whether it is no prose: hosts, numbers, URLs are written from left to right in every language. */
  readonly isCode?: boolean;
}

export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly initial?: string;
  readonly min: number;
  readonly max: number;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  /** In their order; the first is chosen where `initial` says nothing, or is not among them. */
  readonly options: readonly string[] | ((state: FormState) => readonly string[]);
  readonly initial?: string;
}

export interface FlagField extends FieldBase {
  readonly kind: 'flag';
  readonly initial?: boolean;
}

/** Something of the shelf, or out of a file. */
export interface ItemField extends FieldBase {
  readonly kind: 'item';
  readonly accepts: readonly ShelfKind[];
  /** Whether several may be chosen. */
  readonly several?: boolean;
  /** Whether its private key must be on the shelf as well. */
  readonly withKey?: boolean;
  /** What of the shelf can be chosen, beside what its kind says. */
  readonly fits?: (item: ShelfItem, state: FormState) => boolean;
}

/** Text, or the bytes of a file. */
export interface ContentField extends FieldBase {
  readonly kind: 'content';
  /** Whether there is text alone to begin with, or a file. */
  readonly initial?: string;
}

export type Field = TextField | NumberField | ChoiceField | FlagField | ItemField | ContentField;

/** Whether a field may be left empty now. */
export function isOptional({ optional = false }: Field, state: FormState): boolean {
  return typeof optional === 'function' ? optional(state) : optional;
}

/** What can be chosen now. */
export function optionsOf(field: ChoiceField, state: FormState): readonly string[] {
  return typeof field.options === 'function' ? field.options(state) : field.options;
}

/** The key of a certificate, a request or a public key, where it is on the shelf. */
export function keyOf(item: Pick<ShelfItem, 'pin'>, shelf: readonly ShelfItem[]): ShelfItem | undefined {
  if (item.pin === undefined) return undefined;
  return shelf.find((other) => other.kind === 'private-key' && other.pin === item.pin);
}

/** What a field of things can be filled with, the newest first. */
export function candidates(field: ItemField, state: FormState): readonly ShelfItem[] {
  const fitting = state.shelf.filter(
    (item) =>
      field.accepts.includes(item.kind) &&
      (field.withKey !== true || keyOf(item, state.shelf) !== undefined) &&
      (field.fits?.(item, state) ?? true),
  );
  return fitting.reverse();
}

/** What stands in a field before anybody has touched it. */
export function initialValue(field: Field, state: FormState): Value {
  switch (field.kind) {
    case 'flag':
      return field.initial ?? false;
    case 'choice': {
      const options = optionsOf(field, state);
      return field.initial !== undefined && options.includes(field.initial) ? field.initial : (options[0] ?? '');
    }
    case 'item': {
      const [newest] = candidates(field, state);
      return isOptional(field, state) || newest === undefined ? [] : [newest.id];
    }
    default:
      return field.initial ?? '';
  }
}

/** What is in each field: what was filled in, as far as it can still be chosen, or else what stands there first. */
export function settledValues(fields: readonly Field[], filled: Values, shelf: readonly ShelfItem[]): Values {
  const values: { [Name in FieldName]?: Value } = {};
  for (const field of fields) {
    const state = { values, shelf };
    values[field.name] = settled(field, filled[field.name], state);
  }
  return values;
}

function settled(field: Field, filled: Value | undefined, state: FormState): Value {
  if (filled === undefined) return initialValue(field, state);
  if (field.kind === 'choice')
    return optionsOf(field, state).includes(String(filled)) ? filled : initialValue(field, state);
  if (field.kind !== 'item' || !Array.isArray(filled)) return filled;
  const known = new Set(candidates(field, state).map(({ id }) => id));
  const kept = (filled as readonly string[]).filter((id) => known.has(id));
  // What was chosen and is gone must not be replaced by something else unseen, but for a field that was empty from the start.
  return kept.length === 0 && filled.length > 0 && !isOptional(field, state) ? initialValue(field, state) : kept;
}

/** The fields that are asked for now. */
export const shownFields = (fields: readonly Field[], state: FormState): readonly Field[] =>
  fields.filter((field) => field.when?.(state) ?? true);
