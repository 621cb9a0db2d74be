/** The values of DER as a tree, each with where it stands, and the bytes of the one that is chosen. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Asn1Node } from 'tsopenssl/pki';
import { formatNumber } from '../../frame/format.js';
import { Button, Bytes } from '../../frame/parts/index.js';
import type { Texts } from '../../texts/index.js';
import { useJob } from '../../work/jobs.js';
import { JobStatus } from '../../work/status.js';
import { endOf, firstOpen, rowsOf, type TreeRow } from './flat.js';

type Words = Texts['read'];

/** Values that are looked at: what more would be, nobody reads. */
const NODES = 10_000;
/** Rows that are open at first, and that are shown at once. */
const FIRST = 80;
const ROWS = 500;

export function TreeTab({ bytes, words }: { readonly bytes: Uint8Array; readonly words: Words }) {
  const job = useJob<readonly Asn1Node[]>();
  useEffect(() => {
    void job.run(({ pki }) => pki.asn1Tree(bytes, { maxNodes: NODES }));
  }, [bytes]);
  const state = job.state.value;
  return (
    <div class="stack">
      <JobStatus job={job} label={words.parsing} />
      {state.is === 'done' && <Tree nodes={state.result} bytes={bytes} words={words} />}
    </div>
  );
}

interface TreeProps {
  readonly nodes: readonly Asn1Node[];
  readonly bytes: Uint8Array;
  readonly words: Words;
}

function Tree({ nodes, bytes, words }: TreeProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => firstOpen(nodes, FIRST));
  const [chosen, setChosen] = useState('0');
  const [most, setMost] = useState(ROWS);
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(nodes, open, most), [nodes, open, most]);
  const row = rows.find(({ path }) => path === chosen) ?? rows[0];
  const toggle = (path: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
  };
  const move = (event: KeyboardEvent) => {
    if (row === undefined) return;
    const action = actionOf(event.key, rows, row, open);
    if (action === undefined) return;
    event.preventDefault();
    if (action.is === 'toggle') toggle(row.path, action.isOpen);
    else choose(action.path);
  };
  const choose = (path: string) => {
    setChosen(path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${path}"]`)?.focus();
  };
  return (
    <div class="tree-and-bytes">
      <div class="tree-side">
        <div role="tree" aria-label={words.treeLabel} ref={tree} onKeyDown={move} dir="ltr">
          {rows.map((one) => (
            <Node
              key={one.path}
              row={one}
              isOpen={open.has(one.path)}
              isChosen={one === row}
              words={words}
              onChoose={() => setChosen(one.path)}
              onToggle={(isOpen) => toggle(one.path, isOpen)}
            />
          ))}
        </div>
        {rows.length >= most && <Button onClick={() => setMost(most * 2)}>{words.moreRows}</Button>}
      </div>
      {row !== undefined && <NodeBytes node={row.node} bytes={bytes} words={words} />}
    </div>
  );
}

type Action = { readonly is: 'go'; readonly path: string } | { readonly is: 'toggle'; readonly isOpen: boolean };

/** What a key does, as trees do everywhere. */
function actionOf(key: string, rows: readonly TreeRow[], row: TreeRow, open: ReadonlySet<string>): Action | undefined {
  const place = rows.indexOf(row);
  const go = (to: TreeRow | undefined): Action | undefined => to && { is: 'go', path: to.path };
  const hasChildren = (row.node.children?.length ?? 0) > 0;
  switch (key) {
    case 'ArrowDown':
      return go(rows[place + 1]);
    case 'ArrowUp':
      return go(rows[place - 1]);
    case 'Home':
      return go(rows[0]);
    case 'End':
      return go(rows.at(-1));
    case 'ArrowRight':
      if (!hasChildren) return undefined;
      return open.has(row.path) ? go(rows[place + 1]) : { is: 'toggle', isOpen: true };
    case 'ArrowLeft': {
      if (hasChildren && open.has(row.path)) return { is: 'toggle', isOpen: false };
      const parent = row.path.slice(0, Math.max(0, row.path.lastIndexOf('.')));
      return go(rows.find(({ path }) => path === parent));
    }
    case 'Enter':
    case ' ':
      return hasChildren ? { is: 'toggle', isOpen: !open.has(row.path) } : undefined;
    default:
      return undefined;
  }
}

interface NodeProps {
  readonly row: TreeRow;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly words: Words;
  readonly onChoose: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** Levels that are moved to the side; deeper ones stay below each other. */
const INDENTED = 12;

function Node({ row: { node, path, level, position, size }, isOpen, isChosen, words, onChoose, onToggle }: NodeProps) {
  const hasChildren = (node.children?.length ?? 0) > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the tree
    <div
      role="treeitem"
      class={`node level-${Math.min(level, INDENTED)}`}
      data-path={path}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={size}
      aria-selected={isChosen}
      aria-expanded={hasChildren ? isOpen : undefined}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => {
        onChoose();
        if (isChosen && hasChildren) onToggle(!isOpen);
      }}
      onFocus={onChoose}
    >
      <span class="twist" aria-hidden="true">
        {hasChildren ? (isOpen ? '▾' : '▸') : ''}
      </span>
      <span class="node-tag">{node.tagName}</span>
      {node.opened === true && <span class="tag">{words.within}</span>}
      {node.oidName !== undefined && <span class="node-name">{node.oidName}</span>}
      {node.value !== undefined && node.opened !== true && <bdi class="node-value">{node.value}</bdi>}
      <span class="node-place">
        {node.offset}–{endOf(node) - 1}
      </span>
    </div>
  );
}

function NodeBytes({
  node,
  bytes,
  words,
}: {
  readonly node: Asn1Node;
  readonly bytes: Uint8Array;
  readonly words: Words;
}) {
  const end = endOf(node);
  const start = node.offset + node.headerLength;
  return (
    <section class="node-bytes" aria-label={words.bytesOf(node.tagName)}>
      <h3>
        <bdi>{node.tagName}</bdi>
      </h3>
      <p class="quiet">
        {words.range(formatNumber(node.offset), formatNumber(end - 1), formatNumber(end - node.offset))}
      </p>
      <p class="legend">
        <span class="mark-head">{words.headBytes(formatNumber(node.headerLength))}</span>{' '}
        <span class="mark-content">{words.contentBytes(formatNumber(node.length))}</span>
      </p>
      <Bytes
        key={node.offset}
        bytes={bytes.subarray(node.offset, end)}
        from={node.offset}
        label={words.bytesOf(node.tagName)}
        marks={[
          { start: node.offset, end: start, kind: 'mark-head' },
          { start, end: start + node.length, kind: 'mark-content' },
        ]}
      />
    </section>
  );
}
