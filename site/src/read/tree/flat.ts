/** A tree as the rows that are to be seen of it. */
import type { Asn1Node } from 'tsopenssl/pki';

/** A row: a value, and where it stands among its siblings. */
export interface TreeRow {
  readonly node: Asn1Node;
  /** The place in the tree, such as `0.2.1`. */
  readonly path: string;
  readonly level: number;
  readonly position: number;
  readonly size: number;
}

/** The rows of a tree of which some are open, up to a count. */
export function rowsOf(nodes: readonly Asn1Node[], open: ReadonlySet<string>, most: number): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (list: readonly Asn1Node[], parent: string, level: number) => {
    for (const [index, node] of list.entries()) {
      if (rows.length >= most) return;
      const path = parent === '' ? `${index}` : `${parent}.${index}`;
      rows.push({ node, path, level, position: index + 1, size: list.length });
      if (open.has(path)) add(node.children ?? [], path, level + 1);
    }
  };
  add(nodes, '', 1);
  return rows;
}

/** What is open at first: level by level, as long as it stays easy to see. */
export function firstOpen(nodes: readonly Asn1Node[], most: number): Set<string> {
  const open = new Set<string>();
  let count = nodes.length;
  let level = nodes.map((node, index) => ({ node, path: `${index}` }));
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { node, path } of level) {
      const children = node.children ?? [];
      if (children.length === 0 || count + children.length > most) continue;
      count += children.length;
      open.add(path);
      for (const [index, child] of children.entries()) next.push({ node: child, path: `${path}.${index}` });
    }
    level = next;
  }
  return open;
}

/** Where a value ends: what ends an indefinite length stands behind it. */
export const endOf = ({ offset, headerLength, length, indefinite }: Asn1Node): number =>
  offset + headerLength + length + (indefinite ? 2 : 0);
