// One run as its page looks at it: the answer of the place, and every fact that has come since. Facts only ever add up.
import { batch, computed, signal } from "@preact/signals";
import type { EventRow, RunRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { WireEntry } from "../../../../sandbox/session/lab-session.ts";
import type { Lit } from "../../lab/TimelineFigure.tsx";
import { createAction } from "./action.ts";
import { type FromStep, type TraceApi, TraceProblem } from "./api.ts";
import { beat } from "./beat.ts";
import type { TracePorts } from "./ports.ts";
import { invokedBy, railsOf, relativesOf } from "./run-folds.ts";
import { isUnfinished } from "./statuses.ts";

export type RunModel = ReturnType<typeof createRunModel>;

const REFRESH = 300;
const DRAW = 60;
/** As many events of a batch as are shown in full. */
const EVENTS = 10;

export function createRunModel(runId: string, api: TraceApi, ports: Pick<TracePorts, "after" | "now">, say: (text: string) => void) {
  const run = signal<RunRow | undefined>(undefined);
  const facts = signal<readonly Fact[]>([]);
  const wire = signal<readonly WireEntry[]>([]);
  const events = signal<readonly EventRow[]>([]);
  const siblings = signal<readonly RunRow[]>([]);
  const state = signal<"loading" | "ready" | "missing">("loading");
  const problem = signal<string | undefined>(undefined);

  const invoked = signal<ReadonlyMap<string, string>>(new Map());
  const relatives = computed(() => relativesOf(facts.value, invoked.value));

  /** A run that this one waits for is known to the log when it ends; until then the event that started it leads to it. */
  async function loadChildren(): Promise<void> {
    if (relatives.value.children.every((child) => child.runId !== undefined)) return;
    const asked = await api.events({ name: "inngest/function.invoked", internal: true, text: runId, limit: 40 }).catch(() => undefined);
    if (asked !== undefined) invoked.value = invokedBy(runId, asked.rows);
  }

  async function load(): Promise<void> {
    try {
      const answer = await api.run(runId);
      const before = run.value?.status;
      batch(() => {
        run.value = answer.run;
        wire.value = answer.wire;
        facts.value = joined(answer.facts, facts.value);
        state.value = "ready";
        problem.value = undefined;
      });
      if (before !== undefined && before !== answer.run.status) say(`The run is ${answer.run.status}.`);
      if (events.value.length === 0) void loadEvents(answer.run);
      void loadChildren();
    } catch (error) {
      const missing = error instanceof TraceProblem && error.status === 404;
      batch(() => {
        problem.value = error instanceof Error ? error.message : String(error);
        if (run.value === undefined && missing) state.value = "missing";
      });
    }
  }

  /** What started it, and the other runs of the same event: reruns, and runs of other functions. */
  async function loadEvents(of: RunRow): Promise<void> {
    const [first] = of.eventIds;
    const loaded = await Promise.all(of.eventIds.slice(0, EVENTS).map((id) => api.event(id).catch(() => undefined)));
    events.value = loaded.filter((event) => event !== undefined);
    if (first === undefined) return;
    const others = await api.runs({ eventId: first, brief: true, limit: 40 }).catch(() => undefined);
    siblings.value = others?.rows.filter((row) => row.runId !== runId) ?? [];
  }

  const refresh = beat(ports, REFRESH, load);
  let heard: Fact[] = [];
  /** A quick run tells hundreds of facts a second; they are drawn together. */
  const draw = beat(ports, DRAW, () => {
    const fresh = heard;
    heard = [];
    if (state.value === "ready") facts.value = joined(facts.value, fresh);
  });
  return {
    runId,
    run,
    facts,
    wire,
    events,
    siblings,
    state,
    problem,
    rails: computed(() => railsOf(facts.value)),
    relatives,
    unfinished: computed(() => run.value !== undefined && isUnfinished(run.value.status)),
    lit: signal<Lit | undefined>(undefined),
    load,
    tell(fresh: readonly Fact[]): void {
      const own = fresh.filter((fact) => "runId" in fact && fact.runId === runId);
      if (own.length === 0) return;
      heard.push(...own);
      draw();
      refresh();
    },
    rerun: createAction((from?: FromStep) => api.rerun(runId, from)),
    cancel: createAction(async () => {
      await api.cancel(runId);
      await load();
    }),
  };
}

/** Both in one order of the log, each fact once. */
export function joined(a: readonly Fact[], b: readonly Fact[]): readonly Fact[] {
  const last = a.at(-1)?.seq ?? 0;
  if (b.every((fact, index) => fact.seq > last && (index === 0 || fact.seq > (b[index - 1]?.seq ?? 0))))
    return b.length === 0 ? a : [...a, ...b];
  const all = new Map([...a, ...b].map((fact) => [fact.seq, fact]));
  return [...all.values()].sort((x, y) => x.seq - y.seq);
}
