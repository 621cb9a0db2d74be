import type { ComponentChildren } from 'preact';

interface TableProps {
  /** What it is a table of; read out, and shown above. */
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** A table, which scrolls by itself where it is too wide. */
export const Table = ({ caption, columns, rows }: TableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
  <div class="scroll" role="group" aria-label={caption} tabIndex={0}>
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, place) => (
              <td key={place}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** Terms and what they are, one below the other. */
export const Facts = ({
  rows,
}: {
  readonly rows: readonly { readonly term: ComponentChildren; readonly value: ComponentChildren }[];
}) => (
  <dl class="facts">
    {rows.map(({ term, value }, index) => (
      <div key={index}>
        <dt>{term}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
