// From facts to the drawing: the axis is the log, not the clock. One column per fact, equal in width; durations are printed.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { type ActWatch, createActWatch } from "./act-facts.ts";
import { foldOf, type Fold } from "./fold.ts";
import { drawFact } from "./timeline-draw.ts";
import { laidOut } from "./timeline-layout.ts";
import type { RailName, TimelineView } from "./timeline-marks.ts";
import { createPen, type Pen } from "./timeline-pen.ts";
import { MANY } from "./runs.ts";
import { createSceneWatch, type SceneWatch } from "./scene-watch.ts";

type Scene = {
  pen: Pen;
  readonly watch: SceneWatch;
  created: number;
  lanes: number;
  /** Number of the host that is up. */
  host: number | undefined;
  readonly ofAct: ActWatch;
};

/** Draws the newest run of an act with all that has happened since nothing was unfinished; nothing where those are too many runs. */
export function timelineFold(rails: readonly RailName[], act?: string): Fold<TimelineView> {
  return foldOf<Scene, TimelineView>({
    start: () => ({
      pen: createPen(rails),
      watch: createSceneWatch((fact) => begins(fact, rails)),
      created: 0,
      lanes: 0,
      host: undefined,
      ofAct: createActWatch(act),
    }),
    take(scene, fact) {
      // A run has the same number everywhere: those of other acts count.
      if (fact.type === "run.created") scene.created += 1;
      if (scene.ofAct.take(fact)) draw(scene, fact, rails);
      if (fact.type === "host.started") scene.host = fact.host;
      if (fact.type === "host.killed") scene.host = undefined;
    },
    show: ({ pen, lanes }) => laidOut((lanes <= MANY ? pen : createPen(rails)).sketch(), rails, lanes > MANY),
  });
}

export const timelineOf = (facts: readonly Fact[], rails: readonly RailName[]): TimelineView => timelineFold(rails)(facts);

function draw(scene: Scene, fact: Fact, rails: readonly RailName[]): void {
  if (scene.watch.take(fact)) newSheet(scene, rails);
  if (fact.type === "run.created") addRun(scene, fact.runId);
  if (scene.lanes <= MANY) drawFact(scene.pen, fact);
}

/** Whether a new scene begins with this fact. With a rail of events it begins as one comes in; the engine's own do not count. */
function begins(fact: Fact, rails: readonly RailName[]): boolean {
  if (fact.type === "run.created") return true;
  if (!rails.includes("event")) return false;
  return fact.type === "webhook.rejected" || (fact.type === "event.received" && fact.source !== "engine");
}

function newSheet(scene: Scene, rails: readonly RailName[]): void {
  scene.pen = createPen(rails);
  scene.lanes = 0;
  if (scene.host !== undefined) scene.pen.hostUp(scene.host);
}

function addRun(scene: Scene, runId: string): void {
  scene.lanes += 1;
  scene.pen.addRun(runId, scene.created);
}
