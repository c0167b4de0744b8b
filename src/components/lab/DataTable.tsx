// One table for every tab but the journal.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Row, Table } from "./model/tabs.ts";
import { PagedRows } from "./PagedRows.tsx";
import "./DataTable.css";

type Props = {
  readonly table: Table;
  readonly lit?: number | undefined;
  readonly onLight?: ((seq: number | undefined) => void) | undefined;
};

export function DataTable({ table, lit, onLight }: Props): JSX.Element {
  const last = useSignal<number | undefined>(undefined);
  return (
    <div class="lab-scroll">
      <PagedRows rows={table.rows} one="row" last={last}>
        {(rows) => <Rows table={table} rows={rows} lit={lit} onLight={onLight} />}
      </PagedRows>
      {table.rows.length === 0 ? <p class="lab-empty">{table.empty}</p> : null}
    </div>
  );
}

function Rows({ table, rows, lit, onLight }: Props & { readonly rows: readonly Row[] }): JSX.Element {
  return (
    <table aria-label={table.name} aria-rowcount={table.rows.length === rows.length ? undefined : table.rows.length + 1}>
      <thead>
        <tr>
          {table.columns.map((column, index) =>
            column === "" ? (
              <td key={index} />
            ) : (
              <th key={index} scope="col">
                {column}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.key}
            data-tone={row.tone}
            data-lit={row.seq !== undefined && row.seq === lit ? "" : undefined}
            onPointerEnter={() => onLight?.(row.seq)}
            onPointerLeave={() => onLight?.(undefined)}
          >
            {row.cells.map((cell, index) => (
              <td key={index} title={cell.title}>
                {cell.code === true ? <code>{cell.text}</code> : cell.text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
