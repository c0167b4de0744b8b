// What may be done about a run: run it again, from the top or from a step with other arguments, or cancel it.
import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { JsonField } from "./fields.tsx";
import type { FromStep } from "./model/api.ts";
import { readList } from "./model/json-text.ts";
import { toRun } from "./model/routes.ts";
import { stepsToBeginFrom } from "./model/run-folds.ts";
import type { RunModel } from "./model/run-model.ts";
import type { TraceModel } from "./model/trace-model.ts";
import "./RunActions.css";

type Props = { readonly trace: TraceModel; readonly run: RunModel; readonly open: Signal<boolean> };

async function rerun({ trace, run }: Omit<Props, "open">, from?: FromStep): Promise<void> {
  const runId = await (from === undefined ? run.rerun.press() : run.rerun.press(from));
  if (runId === undefined) return;
  trace.say("A new run has started.");
  trace.go(toRun(runId));
}

export function RunActions({ trace, run, open }: Props): JSX.Element {
  const sure = useSignal(false);
  const steps = stepsToBeginFrom(run.facts.value);
  return (
    <div class="tr-actions">
      <div class="tr-presses">
        <button type="button" onClick={() => void rerun({ trace, run })} aria-disabled={run.rerun.pending.value || undefined}>
          Rerun
        </button>
        {steps.length === 0 ? null : (
          <button type="button" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
            Rerun from a step
          </button>
        )}
        {run.unfinished.value ? (
          <button
            type="button"
            data-danger=""
            aria-disabled={run.cancel.pending.value || undefined}
            onBlur={() => (sure.value = false)}
            onClick={() => (sure.value ? ((sure.value = false), void run.cancel.press()) : (sure.value = true))}
          >
            {sure.value ? "Press again to cancel" : "Cancel"}
          </button>
        ) : null}
      </div>
      <p class="tr-wrong" role="alert">
        {run.rerun.problem.value ?? run.cancel.problem.value ?? ""}
      </p>
    </div>
  );
}

/** Which step to begin from, and with what. */
export function FromAStep({ trace, run }: Omit<Props, "open">): JSX.Element {
  const id = useId();
  const steps = stepsToBeginFrom(run.facts.value);
  const failed = run.facts.value.findLast((fact) => fact.type === "step.failed");
  const stepId = useSignal(failed?.stepId ?? steps.at(-1)?.stepId ?? "");
  const input = useSignal("");
  const runsCode = steps.find((step) => step.stepId === stepId.value)?.runsCode === true;
  const read = input.value.trim() === "" ? undefined : readList(input.value);
  const press = (event: Event): void => {
    event.preventDefault();
    if (read?.ok === false) return;
    void rerun({ trace, run }, { stepId: stepId.value, ...(read === undefined || !runsCode ? {} : { input: read.value }) });
  };
  return (
    <form class="tr-from" onSubmit={press}>
      <label class="lab-select">
        <span>Step</span>
        <select value={stepId.value} onChange={(event) => (stepId.value = event.currentTarget.value)}>
          {steps.map((step) => (
            <option key={step.stepId} value={step.stepId}>
              {step.stepId}
            </option>
          ))}
        </select>
      </label>
      <p class="tr-hint">What was recorded before it is kept; it and what follows runs again.</p>
      {runsCode ? (
        <JsonField
          id={`${id}-input`}
          label="Arguments"
          hint="A list, in the order in which the step's function takes them. Empty: those that the function passes itself."
          rows={4}
          value={input.value}
          onValue={(next) => (input.value = next)}
          check={(text) => (text.trim() === "" ? { ok: true, value: [] } : readList(text))}
        />
      ) : (
        <p class="tr-hint">This step runs no code of its own, so it takes no arguments.</p>
      )}
      <button type="submit" data-filled="" aria-disabled={read?.ok === false || run.rerun.pending.value || undefined}>
        Rerun from {stepId.value}
      </button>
    </form>
  );
}
