// One fact in full; without one, what came out and what went in.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { JsonView } from "./JsonView.tsx";
import { inFull } from "./model/ago.ts";
import type { RunModel } from "./model/run-model.ts";
import "./Inspector.css";

export function Inspector({
  run,
  fact,
  onClose,
}: {
  readonly run: RunModel;
  readonly fact: number | undefined;
  readonly onClose: () => void;
}): JSX.Element {
  const shown = fact === undefined ? undefined : run.facts.value.find((each) => each.seq === fact);
  const row = run.run.value;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    // What a press has changed is in sight: on a phone the fact stands below its journal.
    if (fact !== undefined) box.current?.scrollIntoView({ block: "nearest" });
  }, [fact]);
  if (shown !== undefined) {
    const { seq, t, type, ...rest } = shown;
    return (
      <aside class="tr-inspector" aria-label={`Fact ${seq}`} ref={box}>
        <header>
          <h2>
            <code>{type}</code>
          </h2>
          <button type="button" data-quiet="" onClick={onClose}>
            Close
          </button>
        </header>
        <p class="tr-hint">
          Fact {seq} of the log, {inFull(t)}
        </p>
        <JsonView json={JSON.parse(JSON.stringify(rest))} label={`Fact ${seq}`} />
      </aside>
    );
  }
  return (
    <aside class="tr-inspector" aria-label="Input and output">
      {row?.output === undefined ? null : (
        <>
          <h2>Output</h2>
          <JsonView json={row.output} label="Output" lines={14} />
        </>
      )}
      {run.events.value.slice(0, 1).map((event) => (
        <div key={event.eventId}>
          <h2>Data of the event</h2>
          <JsonView json={event.data} label="Data of the event" lines={14} />
        </div>
      ))}
      <p class="tr-hint">Press a fact or a mark to see all of it.</p>
    </aside>
  );
}
