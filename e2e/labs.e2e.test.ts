// Acts of every lab, pressed in the page as their walks say: the page's log must be the recording's, and its goals met. So a recording
// shows what a press does. The small size walks what `cover.ts` says, the long one everything. Nothing here knows a lab.
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Fact } from "../sandbox/log/facts.ts";
import { isEngineFact } from "../sandbox/log/families.ts";
import { pressedIn } from "../sandbox/labs/kit/pressed.ts";
import type { Act } from "../sandbox/labs/kit/definition.ts";
import { recordingOf } from "../sandbox/labs/kit/recording.ts";
import { coverOf } from "../sandbox/labs/proof/cover.ts";
import { goalsOf } from "../sandbox/labs/proof/judging.ts";
import { labSlugs, loadLab, type LoadedLab, storedRecording } from "../sandbox/labs/proof/load.ts";
import { measuresCost, tellCost } from "../scripts/run/proof-cost.ts";
import { Lab } from "./lab.ts";
import { processorMs, useBrowser, visit } from "./site.ts";
import { type Pace, walk } from "./walk.ts";

useBrowser();

type Walked = { readonly act: Act; readonly facts: readonly Fact[]; readonly paces: readonly Pace[] };

const labs = labSlugs().map((slug) => loadLab(slug));
const all = labs.map(walksOf);
const isLong = process.env["LONG"] === "1";
const chosen = isLong ? all : coverOf(all, ({ paces }) => new Set(paces.map(({ action }) => action.do)));

// A walk waits, most of the time, for services that answer after seconds: several at once. One by one where their cost is measured.
const concurrent = !measuresCost();

describe.each(labs.map((loaded, at) => ({ slug: loaded.slug, loaded, walks: chosen[at] ?? [] })))("$slug", { concurrent }, (each) => {
  const { slug, loaded, walks } = each;
  const { definition } = loaded.lab;
  if (measuresCost()) {
    const before: { ms?: number | undefined } = {};
    beforeAll(() => void (before.ms = processorMs()));
    afterAll(() => tellCost("browser", slug, processorMs(), before.ms));
  }

  it.for(walks)(
    "act $act.id, walked in the page, makes the log that was recorded",
    async ({ act, facts, paces }, { expect, onTestFinished }) => {
      const { page, complaints } = await visit(definition.page, { ends: onTestFinished });
      const lab = new Lab(page, definition.id);
      if (act !== definition.acts[0]) await lab.act(definition.acts.indexOf(act) + 1);

      await walk(lab, definition, act, paces);

      for (const goal of goalsOf(loaded, act.id)) await lab.untilGoal(goal.id);
      expect(counted(await lab.log())).toEqual(counted(facts));
      expect(complaints).toEqual([]);
    },
  );
});

function walksOf({ lab: { definition, proofs }, slug, sources }: LoadedLab): readonly Walked[] {
  return proofs.map(({ act: id }) => {
    const act = definition.acts.find((each) => each.id === id);
    if (act === undefined) throw new Error(`There is no act ${id}.`);
    const { facts } = recordingOf(storedRecording(slug, id), sources.variants);
    return { act, facts, paces: pacesOf(facts, pressedIn(facts, definition, act)) };
  });
}

/** A press is over when the log holds all that comes before the next one. */
function pacesOf(facts: readonly Fact[], pressed: ReturnType<typeof pressedIn>): readonly Pace[] {
  return pressed.map(({ action }, at) => {
    const next = pressed[at + 1];
    return { action, facts: next === undefined ? facts.length : beginningOf(facts, next.seq) };
  });
}

/** How many facts come before a press: new code and a new host are told after what they begin with. */
function beginningOf(facts: readonly Fact[], seq: number): number {
  const leads = ({ type, ...fact }: Fact): boolean =>
    type === "calls.paused" ||
    type === "app.registered" ||
    ((type === "host.killed" || type === "host.started") && "by" in fact && (fact.by === "deploy" || fact.by === "lab"));
  const before = facts.filter((fact) => fact.seq < seq);
  return before.findLastIndex((fact) => !leads(fact)) + 1;
}

/** How many engine facts of each type: in which order two come that nothing orders, the page may decide otherwise. */
function counted(facts: readonly Fact[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const fact of facts.filter(isEngineFact)) counts[fact.type] = (counts[fact.type] ?? 0) + 1;
  return counts;
}
