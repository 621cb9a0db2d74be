/**
 * The names of classes, which minifying takes: a class that speaks of itself is `_X509` in a bundle, and one of two of a
 * name `SSLError2`. In errors and logs each shall have the name that it is exported by, in the bundles of users too. A
 * getter, unlike a static block, has no effect that bundlers would keep.
 * @param {string} text - of a module in TypeScript
 * @returns {string} the same, line by line
 */
export function withClassNames(text) {
  const exported = new Map([...text.matchAll(/^export \{ (\w+) as (\w+) \}/gm)].map(([, own, name]) => [own, name]));
  return text.replace(
    /^(?:(?:export )?(?:abstract )?|.*= )class (\w+)\b[^{]*\{$/gm,
    (head, own) => `${head} static get name() { return '${exported.get(own) ?? own}'; }`,
  );
}
