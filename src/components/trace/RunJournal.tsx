// A run's log as a table, the newest facts first to be there: a long run has thousands.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { JournalTable } from "../lab/JournalTable.tsx";
import { count } from "../lab/model/format.ts";
import { journalRows } from "../lab/model/journal-model.ts";
import type { RunModel } from "./model/run-model.ts";

type Props = { readonly run: RunModel; readonly fact: number | undefined; readonly onPick: (seq: number) => void };

/** As many of the newest facts as are drawn at first. */
const NEWEST = 400;

export function RunJournal({ run, fact, onPick }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useFollow(box, run.facts.value.length);
  const picked = fact === undefined ? undefined : { seq: fact };
  const all = useSignal(false);
  const rows = journalRows(run.facts.value);
  const hidden = all.value ? 0 : Math.max(0, rows.length - NEWEST);
  return (
    <div class="lab-log" data-all="" ref={box}>
      {hidden === 0 ? null : (
        <p class="tr-more">
          {count(hidden, "earlier fact")} not shown.{" "}
          <button type="button" data-quiet="" onClick={() => (all.value = true)}>
            Show all {rows.length}
          </button>
        </p>
      )}
      <JournalTable
        rows={rows.slice(hidden)}
        name="Journal"
        lit={run.lit.value ?? picked}
        onLight={(lit) => (run.lit.value = lit)}
        onPick={onPick}
      />
    </div>
  );
}

/** Who reads the newest facts goes on to read the newest; who has scrolled back is left alone. */
function useFollow(box: { readonly current: HTMLDivElement | null }, facts: number): void {
  const follows = useRef(false);
  useEffect(() => {
    const scroller = box.current?.parentElement;
    const look = (): void => {
      if (scroller != null)
        follows.current =
          scroller.scrollHeight > scroller.clientHeight && scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 40;
    };
    scroller?.addEventListener("scroll", look, { passive: true });
    return () => scroller?.removeEventListener("scroll", look);
  }, []);
  useEffect(() => {
    const scroller = box.current?.parentElement;
    if (follows.current && scroller != null) scroller.scrollTop = scroller.scrollHeight;
  }, [facts]);
}
