// Many runs on the lab's clock: a thin bar for each, how many run and how many are queued at every moment, and who was refused.
// The axis is time here, because time is the lesson; the other timeline's is the log (`timeline-model.ts`).
import type { Fact, FactOf, Instant } from "../../../../sandbox/log/facts.ts";
import { inWords, type Rule } from "../../../../sandbox/log/rules.ts";
import { changingList, type ChangingList } from "./changing-list.ts";
import { barKey, barOfEvent, barOfRun, drawnBar, turn, whyOf, type Bar, type FlowRow } from "./flow-rows.ts";
import { foldOf, type Fold } from "./fold.ts";
import { createRunBook, type Run, type RunBook, type RunStatus } from "./run-fold.ts";
import { createSceneWatch, type SceneWatch } from "./scene-watch.ts";
import { says } from "./wording.ts";

/** How many runs were running and how many queued from `at` on. */
export type Load = { readonly at: Instant; readonly running: number; readonly queued: number };
/** An event that started no run, and why. */
export type Refused = { readonly at: Instant; readonly seq: number; readonly says: string };

export type FlowView = {
  readonly rows: readonly FlowRow[];
  readonly from: Instant;
  readonly to: Instant;
  readonly load: readonly Load[];
  readonly peak: { readonly running: number; readonly queued: number };
  readonly counts: ReadonlyMap<RunStatus, number>;
  readonly refused: readonly Refused[];
  /** Requests that services turned down, by status. */
  readonly refusals: ReadonlyMap<number, number>;
  /** The rules that have made anybody wait or turned anybody away, in words. */
  readonly limits: readonly string[];
};

type Scene = {
  readonly bars: ChangingList<Bar, FlowRow>;
  readonly byKey: Map<string, Bar>;
  readonly open: Set<Bar>;
  readonly load: Load[];
  readonly counts: Map<RunStatus, number>;
  readonly refused: Refused[];
  readonly refusals: Map<number, number>;
  readonly limits: Set<string>;
  peak: FlowView["peak"];
  from: Instant;
  to: Instant;
};

/** `begins`: a scene is all since nothing was unfinished (`scene`), or since code was last deployed (`deploy`). */
export function flowFold(begins: "scene" | "deploy"): Fold<FlowView> {
  return foldOf<{ readonly book: RunBook; readonly watch: SceneWatch; scene: Scene }, FlowView>({
    start: () => ({ book: createRunBook(), watch: createSceneWatch(opens), scene: newScene(0) }),
    take(state, fact) {
      const isNew = state.watch.take(fact);
      if (begins === "deploy" ? fact.type === "code.deployed" : isNew) state.scene = newScene(fact.t);
      takeFact(state.scene, fact, state.book.take(fact));
    },
    show: ({ scene }) => ({
      rows: scene.bars.drawn(),
      from: scene.from,
      to: scene.to,
      load: scene.load.slice(),
      peak: higher(scene.peak, scene.load.at(-1)),
      counts: new Map(scene.counts),
      refused: scene.refused.slice(),
      refusals: new Map(scene.refusals),
      limits: [...scene.limits],
    }),
  });
}

export const flowOf = (facts: readonly Fact[], begins: "scene" | "deploy" = "scene"): FlowView => flowFold(begins)(facts);

const opens = (fact: Fact): boolean => fact.type === "run.created" || fact.type === "event.batched" || fact.type === "event.debounced";

function newScene(from: Instant): Scene {
  return {
    bars: changingList(drawnBar),
    byKey: new Map(),
    open: new Set(),
    load: [],
    counts: new Map(),
    refused: [],
    refusals: new Map(),
    limits: new Set(),
    peak: { running: 0, queued: 0 },
    from,
    to: from,
  };
}

function takeFact(scene: Scene, fact: Fact, changed: readonly Run[]): void {
  const wasOpen = scene.open.size > 0;
  if (fact.type === "run.created") for (const run of changed) add(scene, barOfRun(run));
  for (const run of changed) follow(scene, run, fact);
  takeWaiting(scene, fact);
  takeRefusal(scene, fact);
  // Once nothing is open the picture stands: what comes later, be it days, would only squeeze it.
  if (wasOpen || scene.open.size > 0) scene.to = Math.max(scene.to, fact.t);
}

function add(scene: Scene, bar: Bar): void {
  if (scene.byKey.size === 0) scene.from = scene.to = bar.from;
  scene.bars.add(bar);
  scene.byKey.set(bar.key, bar);
  scene.open.add(bar);
  if (bar.open !== undefined) count(scene, bar.from, undefined, bar.open.status);
}

/** A run that is in another state than its bar shows. */
function follow(scene: Scene, run: Run, fact: Fact): void {
  const bar = scene.byKey.get(run.runId);
  const was = bar?.open?.status;
  if (bar === undefined || was === undefined || was === run.status) return;
  const end = run.status === "completed" || run.status === "failed" || run.status === "cancelled" ? run.status : undefined;
  turn(bar, fact.t, end === undefined ? { status: run.status, why: whyOf(run) } : undefined);
  count(scene, fact.t, was, run.status);
  scene.bars.touch(bar);
  if (end === undefined) return;
  bar.end = { status: end, at: fact.t };
  scene.open.delete(bar);
}

/** Events that wait before any run: for others to make a batch, or for quiet. */
function takeWaiting(scene: Scene, fact: Fact): void {
  switch (fact.type) {
    case "event.batched":
    case "event.debounced": {
      addLimit(scene, fact.rule);
      // A batch tells each of its events again as it grows.
      if (scene.byKey.get(barKey(fact))?.open === undefined) add(scene, barOfEvent(fact, fact.rule));
      return;
    }
    case "batch.closed":
      for (const eventId of fact.eventIds) endWaiting(scene, fact.t, barKey({ eventId, fn: fact.fn }), "taken");
      return;
    case "debounce.closed":
      return endWaiting(scene, fact.t, barKey(fact), "taken");
    case "event.skipped":
      return endWaiting(scene, fact.t, barKey(fact), "replaced");
    case "run.queued":
      if ("rule" in fact) addLimit(scene, fact.rule);
      return;
    default:
      return;
  }
}

function endWaiting(scene: Scene, t: Instant, key: string, status: "taken" | "replaced"): void {
  const bar = scene.byKey.get(key);
  if (bar?.open === undefined) return;
  count(scene, t, bar.open.status, undefined);
  turn(bar, t, undefined);
  bar.end = { status, at: t };
  scene.open.delete(bar);
  scene.bars.touch(bar);
}

function takeRefusal(scene: Scene, fact: Fact): void {
  switch (fact.type) {
    case "event.skipped":
      addLimit(scene, fact.rule);
      if (fact.newer === undefined) refuse(scene, fact);
      return;
    case "run.skipped":
    case "event.deduped":
      return refuse(scene, fact);
    case "service.refused": {
      const bar = scene.byKey.get(fact.runId ?? "");
      scene.refusals.set(fact.status, (scene.refusals.get(fact.status) ?? 0) + 1);
      if (bar === undefined) return;
      bar.refusals.push({ at: fact.t, status: fact.status });
      return scene.bars.touch(bar);
    }
    default:
      return;
  }
}

function refuse(scene: Scene, fact: FactOf<"event.skipped" | "run.skipped" | "event.deduped">): void {
  scene.refused.push({ at: fact.t, seq: fact.seq, says: says(fact) });
}

function addLimit(scene: Scene, rule: Rule): void {
  scene.limits.add(inWords(rule));
}

/** One leaves a state, or comes to one. What happens at one instant is one change of the load. */
function count(scene: Scene, at: Instant, from: RunStatus | undefined, to: RunStatus | undefined): void {
  const { counts, load } = scene;
  if (from !== undefined) counts.set(from, (counts.get(from) ?? 0) - 1);
  if (to !== undefined) counts.set(to, (counts.get(to) ?? 0) + 1);
  const now = { at, running: counts.get("running") ?? 0, queued: counts.get("queued") ?? 0 };
  const last = load.at(-1);
  if (last?.at === at) load.pop();
  else scene.peak = higher(scene.peak, last);
  load.push(now);
}

function higher(peak: FlowView["peak"], load: Load | undefined): FlowView["peak"] {
  return { running: Math.max(peak.running, load?.running ?? 0), queued: Math.max(peak.queued, load?.queued ?? 0) };
}
