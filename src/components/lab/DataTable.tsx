// One table for every tab but the journal.
import type { JSX } from "preact";
import type { Table } from "./model/tabs.ts";
import "./DataTable.css";

type Props = { readonly table: Table; readonly lit?: number | undefined; readonly onLight?: (seq: number | undefined) => void };

export function DataTable({ table, lit, onLight }: Props): JSX.Element {
  return (
    <div class="lab-scroll">
      <table aria-label={table.name}>
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
          {table.rows.map((row) => (
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
      {table.rows.length === 0 ? <p class="lab-empty">{table.empty}</p> : null}
    </div>
  );
}
