// What narrows the list of runs: words, status, function, time. Each change is a new address.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RunStatus } from "../../../sandbox/adapters/node/reads.ts";
import { fieldOf, instantOfField } from "./model/ago.ts";
import { NO_FILTER, type RunFilter, toRuns, WITHIN } from "./model/routes.ts";
import { isFiltered } from "./model/runs-model.ts";
import { STATUSES } from "./model/statuses.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Search } from "./Search.tsx";
import { Glyph } from "./Status.tsx";
import "./filters.css";

const BETWEEN = "between";

export function RunFilters({ trace }: { readonly trace: TraceModel }): JSX.Element {
  const filter = trace.runs.filter.value;
  const between = useSignal(filter.since !== undefined || filter.until !== undefined);
  const set = (change: Partial<RunFilter>): void => trace.go(toRuns({ ...trace.runs.filter.peek(), ...change }), "replace");
  const chooseTime = (choice: string): void => {
    between.value = choice === BETWEEN;
    set({ within: choice === BETWEEN ? "" : choice, since: undefined, until: undefined });
  };
  const toggle = (status: RunStatus): void => {
    const chosen = new Set(filter.status);
    if (!chosen.delete(status)) chosen.add(status);
    set({ status: STATUSES.filter((each) => chosen.has(each)) });
  };
  return (
    <div class="tr-filters" role="search" aria-label="Filter runs">
      <Search value={filter.text} label="Search" hint="function, error, output or id" onSearch={(text) => set({ text })} />
      <Statuses chosen={filter.status} onToggle={toggle} />
      <div class="tr-selects">
        <label class="lab-select">
          <span>Function</span>
          <select value={filter.fn} onChange={(event) => set({ fn: event.currentTarget.value })}>
            <option value="">all functions</option>
            {[...new Set([...trace.functions.slugs.value, ...(filter.fn === "" ? [] : [filter.fn])])].map((fn) => (
              <option key={fn} value={fn}>
                {fn}
              </option>
            ))}
          </select>
        </label>
        <label class="lab-select">
          <span>Created</span>
          <select value={between.value ? BETWEEN : filter.within} onChange={(event) => chooseTime(event.currentTarget.value)}>
            <option value="">at any time</option>
            {Object.entries(WITHIN).map(([key, { says }]) => (
              <option key={key} value={key}>
                {says}
              </option>
            ))}
            <option value={BETWEEN}>between…</option>
          </select>
        </label>
        {between.value ? <Between filter={filter} onChange={set} /> : null}
        {isFiltered(filter) ? (
          <button type="button" data-quiet="" onClick={() => ((between.value = false), trace.go(toRuns(NO_FILTER), "replace"))}>
            Clear filters
          </button>
        ) : null}
      </div>
    </div>
  );
}

type StatusesProps = { readonly chosen: readonly RunStatus[]; readonly onToggle: (status: RunStatus) => void };

/** On a phone behind one summary, as the list is what one came for. */
function Statuses({ chosen, onToggle }: StatusesProps): JSX.Element {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const wide = matchMedia("(min-width: 50.01rem)");
    const follow = (): void => void (box.current !== null && (box.current.open = wide.matches));
    follow();
    wide.addEventListener("change", follow);
    return () => wide.removeEventListener("change", follow);
  }, []);
  return (
    <details class="tr-statuses" ref={box} open>
      <summary>Status{chosen.length === 0 ? "" : `: ${chosen.join(", ")}`}</summary>
      <div role="group" aria-label="Status">
        {STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            data-quiet=""
            aria-pressed={chosen.includes(status)}
            onClick={() => onToggle(status)}
            data-status={status}
          >
            <Glyph status={status} />
            {status}
          </button>
        ))}
      </div>
    </details>
  );
}

type BetweenProps = { readonly filter: RunFilter; readonly onChange: (change: Partial<RunFilter>) => void };

function Between({ filter, onChange }: BetweenProps): JSX.Element {
  return (
    <>
      <input
        type="datetime-local"
        aria-label="from"
        value={fieldOf(filter.since)}
        onChange={(event) => onChange({ since: instantOfField(event.currentTarget.value) })}
      />
      <input
        type="datetime-local"
        aria-label="until"
        value={fieldOf(filter.until)}
        onChange={(event) => onChange({ until: instantOfField(event.currentTarget.value) })}
      />
    </>
  );
}
