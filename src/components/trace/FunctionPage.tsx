// One function: triggers, limits and counts, and what may be done with it.
import type { JSX } from "preact";
import type { FunctionRow } from "../../../sandbox/adapters/node/reads.ts";
import type { Json } from "../../../sandbox/log/json.ts";
import { Tabs } from "../lab/Tabs.tsx";
import { CancelMany } from "./CancelMany.tsx";
import { Counts, Triggers } from "./Functions.tsx";
import { Invoke } from "./Invoke.tsx";
import { JsonView } from "./JsonView.tsx";
import { Link } from "./Link.tsx";
import type { FunctionModel } from "./model/functions-model.ts";
import { type FunctionAct, toFunction, toRuns } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem } from "./Problem.tsx";
import { Replay } from "./Replay.tsx";
import "./Inspector.css";
import "./Functions.css";

type Props = { readonly trace: TraceModel; readonly fn: FunctionModel };

const LABELS: Readonly<Record<FunctionAct, string>> = { invoke: "Invoke", replay: "Replay failed runs", cancel: "Cancel runs" };

export function FunctionPage({ trace, fn }: Props): JSX.Element {
  const { functions } = trace;
  const row = functions.functions.value.find((each) => each.id === fn.fn);
  return (
    <section class="lab tr-page" aria-labelledby="function-title">
      <Head trace={trace} fn={fn} row={row} />
      <Problem text={functions.problem.value} again={functions.load} />
      {row === undefined ? (
        functions.state.value === "new" ? null : (
          <div class="tr-empty">
            <p>
              No app has registered <code>{fn.fn}</code>.
            </p>
            <Link trace={trace} to={{ view: "functions" }} class="tr-button">
              All functions
            </Link>
          </div>
        )
      ) : (
        <div class="lab-columns tr-columns">
          <Acts trace={trace} fn={fn} />
          <aside class="tr-inspector" aria-label="As it is registered">
            <h2>As it is registered</h2>
            <p class="tr-hint">
              <Link trace={trace} to={toRuns({ fn: fn.fn })}>
                All its runs
              </Link>
            </p>
            <JsonView json={row.config as Json} label="Configuration of the function" />
          </aside>
        </div>
      )}
    </section>
  );
}

function Head({ trace, fn, row }: Props & { readonly row: FunctionRow | undefined }): JSX.Element {
  return (
    <header class="tr-head tr-run-head">
      <div>
        <p class="tr-kicker">Function{row === undefined ? "" : ` of the app ${row.app}`}</p>
        <h1 id="function-title" tabIndex={-1} data-heading="">
          {fn.fn}
          {row?.paused === true ? <small class="tr-paused">paused</small> : null}
        </h1>
        {row === undefined ? null : (
          <>
            <Triggers fn={row} />
            <Counts trace={trace} fn={row} />
          </>
        )}
      </div>
      {row === undefined ? null : <Pause trace={trace} fn={fn} paused={row.paused} />}
    </header>
  );
}

function Acts({ trace, fn }: Props): JSX.Element {
  const route = trace.route.value;
  const act = route.view === "function" ? route.act : "invoke";
  return (
    <div class="lab-journal">
      <Tabs
        label="What to do"
        controls="act"
        selected={act}
        onSelect={(next) => trace.go(toFunction(fn.fn, next as FunctionAct), "replace")}
        items={(Object.keys(LABELS) as FunctionAct[]).map((id) => ({ id, label: LABELS[id] }))}
      />
      <div id="act" role="tabpanel" aria-label={LABELS[act]}>
        {act === "invoke" ? <Invoke trace={trace} fn={fn} /> : null}
        {act === "replay" ? <Replay trace={trace} fn={fn} /> : null}
        {act === "cancel" ? <CancelMany trace={trace} fn={fn} /> : null}
      </div>
    </div>
  );
}

function Pause({ trace, fn, paused }: Props & { readonly paused: boolean }): JSX.Element {
  const { pause } = trace.functions;
  const press = async (): Promise<void> => {
    await pause.press(fn.fn, !paused);
    if (pause.problem.value === undefined) trace.say(paused ? "The function goes on." : "The function is paused.");
  };
  return (
    <div class="tr-actions">
      <div class="tr-presses">
        <button type="button" aria-disabled={pause.pending.value || undefined} onClick={() => void press()}>
          {paused ? "Resume" : "Pause"}
        </button>
      </div>
      <p class="tr-hint">
        {paused ? "Events start no run of it." : "Pausing keeps events from starting runs; what is unfinished goes on."}
      </p>
      <p class="tr-wrong" role="alert">
        {pause.problem.value ?? ""}
      </p>
    </div>
  );
}
