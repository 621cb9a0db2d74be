/** Extensions by their kinds: the first of each, as those who verify read them. */
import type { Extension, ExtensionContent } from '../extensions/index.js';

interface WithExtensions {
  readonly extensions: readonly Extension[];
}

/** The content whose type can be T: some kinds share one. */
type ContentOf<T, C = ExtensionContent> = C extends { readonly type: infer K } ? (T extends K ? C : never) : never;

/** The extension of a kind. */
export function extensionOf(data: WithExtensions, type: ExtensionContent['type']): Extension | undefined {
  return data.extensions.find(({ content }) => content?.type === type);
}

/** What the extension of a kind says. */
export function contentOf<T extends ExtensionContent['type']>(data: WithExtensions, type: T): ContentOf<T> | undefined {
  return extensionOf(data, type)?.content as ContentOf<T> | undefined;
}
