// The form that sends an event. What is typed stays until it has been sent, also over a reload.
import type { JSX } from "preact";
import { JsonField, TextField } from "./fields.tsx";
import { Link } from "./Link.tsx";
import { Outcome } from "./EventPage.tsx";
import { readObject } from "./model/json-text.ts";
import { toEvent } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem } from "./Problem.tsx";
import "./Inspector.css";

export function SendPage({ trace }: { readonly trace: TraceModel }): JSX.Element {
  const { send } = trace;
  const name = send.name.value.trim();
  const read = readObject(send.data.value);
  const ready = name !== "" && read.ok && !send.send.pending.value;
  const set = (field: "name" | "data" | "id") => (value: string) => {
    send[field].value = value;
    send.keep();
  };
  const press = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!ready) return;
    const eventId = await send.send.press({ name, data: send.data.value, id: send.id.value.trim() });
    if (eventId !== undefined) trace.say("The event is stored.");
  };
  const unknown = name !== "" && send.suggestions.value.length > 0 && !send.suggestions.value.includes(name);
  return (
    <section class="lab tr-page" aria-labelledby="send-title">
      <header class="tr-head">
        <h1 id="send-title" tabIndex={-1} data-heading="">
          Send an event
        </h1>
      </header>
      <div class="lab-columns tr-columns">
        <form class="tr-form" onSubmit={(event) => void press(event)}>
          <TextField
            id="send-name"
            label="Name"
            list="send-names"
            value={send.name.value}
            onValue={set("name")}
            hint={
              unknown
                ? "No function waits for this name. It is stored all the same, and may wake a run that waits."
                : "As in a function's triggers."
            }
          />
          <datalist id="send-names">
            {send.suggestions.value.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
          <JsonField id="send-data" label="Data" value={send.data.value} onValue={set("data")} check={readObject} rows={7} />
          <TextField
            id="send-id"
            label="Id (optional)"
            value={send.id.value}
            onValue={set("id")}
            hint="Sent twice, an event with an id starts one run of each function in 24 hours."
          />
          <Problem text={send.send.problem.value} />
          <button type="submit" data-filled="" aria-disabled={ready ? undefined : true}>
            {send.send.pending.value ? "Sending" : "Send"}
          </button>
        </form>
        <Sent trace={trace} />
      </div>
    </section>
  );
}

function Sent({ trace }: { readonly trace: TraceModel }): JSX.Element {
  const { send } = trace;
  return (
    <aside class="tr-inspector" aria-label="What came of it">
      <h2>What came of it</h2>
      {send.sent.value === undefined ? (
        <p class="tr-hint">The runs that the event starts appear here.</p>
      ) : (
        <>
          <p>
            Stored as{" "}
            <Link trace={trace} to={toEvent(send.sent.value.eventId)}>
              <code>{send.sent.value.eventId}</code>
            </Link>
          </p>
          <Outcome trace={trace} event={send.sent.value} />
        </>
      )}
    </aside>
  );
}
