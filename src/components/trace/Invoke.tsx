// Starts a run of one function with data that is typed here.
import type { JSX } from "preact";
import { Outcome } from "./EventPage.tsx";
import { JsonField } from "./fields.tsx";
import type { FunctionModel } from "./model/functions-model.ts";
import { readObject } from "./model/json-text.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem } from "./Problem.tsx";

export function Invoke({ trace, fn }: { readonly trace: TraceModel; readonly fn: FunctionModel }): JSX.Element {
  const ready = readObject(fn.data.value).ok && !fn.invoke.pending.value;
  const press = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (ready && (await fn.invoke.press()) !== undefined) trace.say("The function has been invoked.");
  };
  return (
    <form class="tr-form" onSubmit={(event) => void press(event)}>
      <JsonField
        id="invoke-data"
        label="Data of its event"
        value={fn.data.value}
        onValue={(next) => ((fn.data.value = next), fn.keep())}
        check={readObject}
      />
      <Problem text={fn.invoke.problem.value} />
      <button type="submit" data-filled="" aria-disabled={ready ? undefined : true}>
        {fn.invoke.pending.value ? "Invoking" : "Invoke"}
      </button>
      {fn.invoked.value === undefined ? null : <Outcome trace={trace} event={fn.invoked.value} />}
    </form>
  );
}
