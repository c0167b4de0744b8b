// Runs that failed are started again: first it is counted how many are meant, then another press does it.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { count } from "../lab/model/format.ts";
import { TextField } from "./fields.tsx";
import { Link } from "./Link.tsx";
import type { FunctionModel, ReplayOf } from "./model/functions-model.ts";
import { toRuns } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem } from "./Problem.tsx";
import { TimeWindow } from "./TimeWindow.tsx";

export function Replay({ trace, fn }: { readonly trace: TraceModel; readonly fn: FunctionModel }): JSX.Element {
  const asked = useSignal<ReplayOf>({ since: undefined, until: undefined, error: "" });
  const counted = fn.count.done.value;
  const change = (next: Partial<ReplayOf>): void => {
    asked.value = { ...asked.value, ...next };
    fn.count.clear();
    fn.replay.clear();
  };
  const replay = async (): Promise<void> => {
    const runIds = await fn.replay.press(asked.value);
    fn.count.clear();
    if (runIds !== undefined) trace.say(`${count(runIds.length, "new run")} started.`);
  };
  const started = fn.replay.done.value;
  return (
    <form class="tr-form" onSubmit={(event) => (event.preventDefault(), void fn.count.press(asked.value))}>
      <TextField
        id="replay-error"
        label="Text of the error"
        value={asked.value.error}
        onValue={(error) => change({ error })}
        hint="Part of its name, message or stack, as it is written. Empty: any error."
      />
      <TimeWindow id="replay" what="Ended" since={asked.value.since} until={asked.value.until} onChange={change} />
      <Problem text={fn.count.problem.value ?? fn.replay.problem.value} />
      <div class="tr-presses">
        <button type="submit" data-filled={counted === undefined ? "" : undefined} aria-disabled={fn.count.pending.value || undefined}>
          {fn.count.pending.value ? "Counting" : "Count them"}
        </button>
        {counted === undefined || counted.runs === 0 ? null : (
          <button type="button" data-filled="" aria-disabled={fn.replay.pending.value || undefined} onClick={() => void replay()}>
            Replay {counted.atLeast ? `${counted.runs} or more` : counted.runs}
          </button>
        )}
      </div>
      <p role="status" class="tr-said">
        {counted === undefined
          ? ""
          : counted.runs === 0
            ? "No failed run is like this."
            : `${counted.atLeast ? "At least " : ""}${count(counted.runs, "failed run")} would be started again with the same events.`}
        {started === undefined ? null : (
          <>
            {count(started.length, "new run")} started.{" "}
            <Link trace={trace} to={toRuns({ fn: fn.fn })}>
              Watch them
            </Link>
          </>
        )}
      </p>
    </form>
  );
}
