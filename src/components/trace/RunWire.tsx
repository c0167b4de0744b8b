// The run's calls and replies as they went over the wire: redacted, cut to size, and kept in memory only.
import type { JSX } from "preact";
import { JsonView } from "./JsonView.tsx";
import { inFull } from "./model/ago.ts";
import { opsOf } from "./model/run-folds.ts";
import type { RunModel } from "./model/run-model.ts";

export function RunWire({ run }: { readonly run: RunModel }): JSX.Element {
  const entries = run.wire.value;
  return (
    <>
      {entries.length > 0 ? null : (
        <p class="lab-empty">No call is kept. The newest calls of all runs stay in memory; a restart or many other calls take them away.</p>
      )}
      {entries.map((entry) => (
        <details class="tr-call" key={entry.n} data-bad={entry.status !== undefined && entry.status >= 400 ? "" : undefined}>
          <summary>
            <span>{entry.direction === "engine-to-app" ? "engine → app" : "app → engine"}</span> <b>{entry.status ?? "open"}</b>{" "}
            <code>{entry.path.split("?", 1)[0]}</code> <span class="tr-hint">{opsOf(entry)}</span>
          </summary>
          <p class="tr-hint">{inFull(entry.t)}</p>
          <Body text={entry.requestBody} label="Request" />
          {entry.responseBody === undefined ? null : <Body text={entry.responseBody} label="Answer" />}
        </details>
      ))}
    </>
  );
}

/** A body as it was sent: JSON is laid out, anything else is shown as it is. */
function Body({ text, label }: { readonly text: string; readonly label: string }): JSX.Element {
  let json: unknown = text;
  try {
    json = JSON.parse(text);
  } catch {
    // Cut to size on its way here, or not JSON: as it is.
  }
  return (
    <>
      <h2>{label}</h2>
      {text === "" ? <p class="tr-hint">empty</p> : <JsonView json={json as string} label={label} lines={16} />}
    </>
  );
}
