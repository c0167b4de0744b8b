// Unfinished runs are cancelled together: counted first, then another press does it.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { count } from "../lab/model/format.ts";
import { TextField } from "./fields.tsx";
import type { FunctionModel, Window } from "./model/functions-model.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem } from "./Problem.tsx";
import { TimeWindow } from "./TimeWindow.tsx";

type Asked = Window & { readonly expression: string };

export function CancelMany({ trace, fn }: { readonly trace: TraceModel; readonly fn: FunctionModel }): JSX.Element {
  const asked = useSignal<Asked>({ since: undefined, until: undefined, expression: "" });
  const counted = fn.countUnfinished.done.value;
  const refused = fn.cancelMany.problem.value;
  // What is wrong with the expression stands beside it.
  const ofExpression = refused?.startsWith("if:") === true ? refused.slice(3).trim() : undefined;
  const change = (next: Partial<Asked>): void => {
    asked.value = { ...asked.value, ...next };
    fn.countUnfinished.clear();
    fn.cancelMany.clear();
  };
  const cancel = async (): Promise<void> => {
    const runIds = await fn.cancelMany.press(asked.value);
    fn.countUnfinished.clear();
    if (runIds !== undefined) trace.say(`${count(runIds.length, "run")} cancelled.`);
  };
  return (
    <form class="tr-form" onSubmit={(event) => (event.preventDefault(), void fn.countUnfinished.press(asked.value))}>
      <TimeWindow id="cancel" what="Created" since={asked.value.since} until={asked.value.until} onChange={change} />
      <TextField
        id="cancel-if"
        label="Only if"
        value={asked.value.expression}
        onValue={(expression) => change({ expression })}
        problem={ofExpression}
        hint="An expression over the event, such as event.data.customer == 'c1'. Empty: all of them."
      />
      <Problem text={fn.countUnfinished.problem.value ?? (ofExpression === undefined ? refused : undefined)} />
      <div class="tr-presses">
        <button type="submit" aria-disabled={fn.countUnfinished.pending.value || undefined}>
          Count them
        </button>
        {counted === undefined || counted.runs === 0 ? null : (
          <button type="button" data-danger="" aria-disabled={fn.cancelMany.pending.value || undefined} onClick={() => void cancel()}>
            {asked.value.expression === "" ? `Cancel ${counted.runs}` : `Cancel those of ${counted.runs} that match`}
          </button>
        )}
      </div>
      <p role="status" class="tr-said">
        {counted === undefined
          ? ""
          : counted.runs === 0
            ? "No unfinished run is like this."
            : `${count(counted.runs, "unfinished run")}. A call in flight goes on in your app; its answer is ignored.`}
        {fn.cancelMany.done.value === undefined ? "" : `${count(fn.cancelMany.done.value.length, "run")} cancelled.`}
      </p>
    </form>
  );
}
