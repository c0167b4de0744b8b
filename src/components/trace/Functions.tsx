// Apps and their functions: what is registered, what is wrong and what to do about it.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { AppView, FunctionRow } from "../../../sandbox/adapters/node/reads.ts";
import { count } from "../lab/model/format.ts";
import { Ago } from "./Ago.tsx";
import { TextField } from "./fields.tsx";
import { Link } from "./Link.tsx";
import { isCron } from "./model/events-model.ts";
import { toFunction, toRuns } from "./model/routes.ts";
import { STATUSES } from "./model/statuses.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem } from "./Problem.tsx";
import { Status } from "./Status.tsx";
import "./Functions.css";

export function Functions({ trace }: { readonly trace: TraceModel }): JSX.Element {
  const { functions } = trace;
  return (
    <section class="lab tr-page" aria-labelledby="functions-title">
      <header class="tr-head">
        <h1 id="functions-title" tabIndex={-1} data-heading="">
          Functions
        </h1>
        <p class="tr-count">{functions.state.value === "new" ? "" : count(functions.functions.value.length, "function")}</p>
      </header>
      <Problem text={functions.problem.value} again={functions.load} />
      <Apps trace={trace} />
      <ul class="tr-functions">
        {functions.functions.value.map((fn) => (
          <li key={fn.id}>
            <Function trace={trace} fn={fn} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const SAYS: Readonly<Record<AppView["state"], string>> = {
  unknown: "not asked yet",
  registered: "registered",
  unreachable: "unreachable",
  refused: "refused",
};

function Apps({ trace }: { readonly trace: TraceModel }): JSX.Element {
  const { apps, state, addApp } = trace.functions;
  const url = useSignal("");
  const press = async (event: Event): Promise<void> => {
    event.preventDefault();
    const app = await addApp.press(url.value);
    if (app?.state === "registered") url.value = "";
  };
  const refused = addApp.done.value?.state === "registered" ? undefined : addApp.done.value?.problem;
  return (
    <div class="tr-apps">
      <h2>Apps</h2>
      {apps.value.length === 0 && state.value === "ready" ? (
        <p class="tr-hint">No app yet. Start yours with INNGEST_DEV=1: it is looked for at the usual ports and paths.</p>
      ) : null}
      <ul>
        {apps.value.map((app) => (
          <li key={app.url} data-state={app.state}>
            <code>{app.url}</code> <b>{SAYS[app.state]}</b>{" "}
            {app.lastSeenAt === undefined ? null : (
              <>
                seen <Ago trace={trace} at={app.lastSeenAt} />
              </>
            )}
            {app.problem === undefined ? null : <p class="tr-app-problem">{app.problem}</p>}
          </li>
        ))}
      </ul>
      <form class="tr-inline" onSubmit={(event) => void press(event)}>
        <TextField
          id="app-url"
          label="Another app's address"
          placeholder="http://localhost:3000/api/inngest"
          value={url.value}
          onValue={(next) => ((url.value = next), addApp.clear())}
          problem={addApp.problem.value ?? refused}
        />
        <button type="submit" aria-disabled={url.value.trim() === "" || addApp.pending.value || undefined}>
          {addApp.pending.value ? "Asking" : "Register"}
        </button>
      </form>
    </div>
  );
}

function Function({ trace, fn }: { readonly trace: TraceModel; readonly fn: FunctionRow }): JSX.Element {
  return (
    <>
      <div class="tr-function">
        <h2>
          <Link trace={trace} to={toFunction(fn.id)}>
            {fn.id}
          </Link>
          {fn.paused ? <small class="tr-paused">paused</small> : null}
        </h2>
        <Triggers fn={fn} />
      </div>
      <Counts trace={trace} fn={fn} />
    </>
  );
}

export function Triggers({ fn }: { readonly fn: FunctionRow }): JSX.Element {
  return (
    <p class="tr-triggers">
      {fn.triggers.length === 0 ? "no trigger: it is invoked" : null}
      {fn.triggers.map((trigger) => (
        <span key={trigger}>
          {isCron(trigger) ? "cron" : "event"} <code>{trigger}</code>
        </span>
      ))}
    </p>
  );
}

/** Runs by status, each a link to them. */
export function Counts({ trace, fn }: { readonly trace: TraceModel; readonly fn: FunctionRow }): JSX.Element {
  const present = STATUSES.filter((status) => (fn.counts[status] ?? 0) > 0);
  return (
    <p class="tr-counts">
      {present.length === 0 ? "no run yet" : null}
      {present.map((status) => (
        <Link key={status} trace={trace} to={toRuns({ fn: fn.id, status: [status] })}>
          <Status status={status} /> {fn.counts[status]}
        </Link>
      ))}
    </p>
  );
}
