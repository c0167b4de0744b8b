// The log as a table, in a lab and in the trace alike.
import type { JSX } from "preact";
import type { JournalRow } from "./model/journal-model.ts";
import type { Lit } from "./TimelineFigure.tsx";
import "./DataTable.css";
import "./JournalTable.css";

type Props = {
  readonly rows: readonly JournalRow[];
  readonly name: string;
  readonly lit: Lit | undefined;
  readonly onLight: (lit: Lit | undefined) => void;
  readonly scrub?: number | undefined;
  /** Each row says of which run it is. */
  readonly runs?: boolean;
  /** Makes each fact a button that shows it in full. */
  readonly onPick?: (seq: number) => void;
};

export function JournalTable({ rows, name, lit, onLight, scrub, runs = false, onPick }: Props): JSX.Element {
  return (
    <table aria-label={name}>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">clock</th>
          {runs ? <th scope="col">run</th> : null}
          <th scope="col">fact</th>
          <th scope="col">what</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.seq}
            data-seq={row.seq}
            data-type={row.type}
            data-tone={row.tone}
            data-plumbing={row.plumbing ? "" : undefined}
            data-elsewhere={row.here ? undefined : ""}
            onPointerEnter={() => onLight(litBy(row))}
            onPointerLeave={() => onLight(undefined)}
            data-lit={isLit(lit, row) ? "" : undefined}
            data-later={scrub !== undefined && row.seq > scrub ? "" : undefined}
            onClick={onPick === undefined ? undefined : () => onPick(row.seq)}
          >
            <td>{row.seq}</td>
            <td>{row.clock}</td>
            {runs ? <td class="lab-run">{row.run}</td> : null}
            <td>
              {onPick === undefined ? (
                <code>{row.type}</code>
              ) : (
                <button type="button" class="lab-fact">
                  <code>{row.type}</code>
                </button>
              )}
            </td>
            <td>
              {row.step === "" ? null : <b class="lab-step">{row.step} </b>}
              {row.text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function litBy({ seq, step, runId }: JournalRow): Lit {
  return { seq, ...(step === "" ? {} : { stepId: step }), ...(runId === undefined ? {} : { runId }) };
}

/** A run that is lit lights every row of it. */
function isLit(lit: Lit | undefined, { seq, runId }: JournalRow): boolean {
  if (lit?.seq !== undefined) return lit.seq === seq;
  return lit?.runId !== undefined && lit.runId === runId;
}
