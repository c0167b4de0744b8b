// What every lab owes: its solutions meet their goals, its starts and wrong attempts fail by the sentence that names the mistake,
// its recordings are what the engine does today, and time waits for whoever presses.
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Fact } from "../log/facts.ts";
import { comparable } from "./comparable.ts";
import { seededPresses } from "./chance.ts";
import type { Goal } from "./goal.ts";
import type { Attempt, LabJourneys, Press } from "./journey.ts";
import type { LoadedLab } from "./load.ts";
import { openAct } from "./pressing.ts";
import type { PressedLab } from "./pressing.ts";
import { compareRecordings, recordLab, storedRecording } from "./record.ts";
import type { Act } from "./schema.ts";

export type WholeLab = { readonly loaded: LoadedLab; readonly goals: readonly Goal[]; readonly journeys: LabJourneys };

/** Sequences of random presses; all of them with LONG=1. */
const SEQUENCES = process.env.LONG === "1" ? 300 : 40;

export function labSuite({ loaded, goals, journeys }: WholeLab): void {
  vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
  beforeAll(async () => (await openAct(loaded, loaded.lab.acts[0] as Act, "start")).dispose());

  const actOf = (id: string): Act => loaded.lab.acts.find((act) => act.id === id) as Act;
  const goalsOf = (id: string): readonly Goal[] => goals.filter((goal) => loaded.lab.acts[goal.act - 1]?.id === id);
  const pressed = (act: string, folder: string, presses: readonly Press[], idleMs = 0): Promise<readonly Fact[]> =>
    pressAll(loaded, actOf(act), folder, presses, idleMs);

  describe.each(journeys.acts)("act $act", ({ act, passage, proof, answer }) => {
    it("is met, every goal of it, by its passage", async () => {
      const log = await pressed(act, actOf(act).starts, passage);
      expect(goalsOf(act).map((goal) => [goal.id, goal.check(log).state])).toEqual(goalsOf(act).map((goal) => [goal.id, "met"]));
      if (answer !== undefined) expect(answer(log)).toBe(actOf(act).prediction?.answer);
    });

    it("waits for the learner: 30 s between presses change no fact", async () => {
      const quick = await pressed(act, actOf(act).starts, passage);
      const slow = await pressed(act, actOf(act).starts, passage, 30_000);
      expect(slow.map(comparable)).toEqual(quick.map(comparable));
    });

    it("has a solution that meets all of its goals but those that its start has met", async () => {
      const log = await pressed(act, actOf(act).solution, proof);
      const metByStart = new Set(journeys.wrong.filter((attempt) => attempt.folder === actOf(act).solution).map((attempt) => attempt.goal));
      const owed = goalsOf(act).filter((goal) => !metByStart.has(goal.id));
      expect(owed.map((goal) => [goal.id, goal.check(log).state])).toEqual(owed.map((goal) => [goal.id, "met"]));
    });
  });

  it.each(journeys.alsoSolve)("$folder meets the goals of $act too", async ({ act, folder }) => {
    const proof = journeys.acts.find((each) => each.act === act)?.proof ?? [];
    const log = await pressed(act, folder, proof);
    expect(goalsOf(act).map((goal) => goal.check(log).state)).toEqual(goalsOf(act).map(() => "met"));
  });

  describe("a start", () => {
    it.each(journeys.starts)("of $act leaves $goal open, and says why", (attempt) => expectSentence(attempt));
    it("leaves every goal open before anything was pressed", () => {
      expect(goals.filter((goal) => goal.check([]).state === "met")).toEqual([]);
    });
  });

  describe("a wrong attempt", () => {
    it.each(journeys.wrong)("$folder fails on $goal, which names its mistake", (attempt) => expectSentence(attempt));
    it("is there for every folder of wrong files", () => {
      const used = new Set([...journeys.wrong, ...journeys.starts].map((attempt) => attempt.folder));
      expect(Object.keys(loaded.folders).filter((folder) => folder.startsWith("wrong/") && !used.has(folder))).toEqual([]);
    });
  });

  it.each(journeys.violations)(
    "tells beside $goal, once met, that $folder breaks it",
    async ({ act, opens, folder, goal, says, presses }) => {
      const log = await pressed(act, opens ?? folder, presses ?? []);
      expect(goals.find((each) => each.id === goal)?.check(log)).toMatchObject({ state: "met", violated: says });
    },
  );

  it("has recordings that come out the same today", async () => {
    expect(compareRecordings(await storedRecording(loaded.slug), await recordLab(loaded.slug))).toBeUndefined();
  }, 60_000);

  it(`meets no goal but the guided by ${SEQUENCES} sequences of random presses without an edit`, async () => {
    const guided = new Set(goals.filter((goal) => goal.guided).map((goal) => goal.id));
    const found = new Set<string>();
    for (let seed = 1; seed <= SEQUENCES; seed += 1) {
      const act = loaded.lab.acts[seed % loaded.lab.acts.length] as Act;
      // An act that starts with what an earlier one has solved meets the earlier one's goals, and no others.
      const owed = goals.filter((goal) => act.starts === "start" || goal.act > loaded.lab.acts.indexOf(act));
      const log = await seededPresses(loaded, act, seed);
      for (const goal of owed) if (goal.check(log).state === "met") found.add(goal.id);
    }
    expect([...found].filter((id) => !guided.has(id))).toEqual([]);
    // Chance does find the guided ones, so it would have found others.
    expect(found.size > 0).toBe(guided.size > 0);
  }, 600_000);

  async function expectSentence({ act, folder, opens, goal, says, presses }: Attempt): Promise<void> {
    const proof = journeys.acts.find((each) => each.act === act)?.proof ?? [];
    const log = await pressed(act, opens ?? folder, presses ?? proof);
    const checked = goals.find((each) => each.id === goal)?.check(log);
    expect(checked?.state === "open" ? checked.missing : `met: ${JSON.stringify(checked)}`).toBe(says);
  }
}

async function pressAll(loaded: LoadedLab, act: Act, folder: string, presses: readonly Press[], idleMs: number): Promise<readonly Fact[]> {
  const lab = await openAct(loaded, act, folder);
  try {
    for (const press of presses) {
      await lab.press(press);
      await idle(lab, idleMs);
    }
    return await lab.log();
  } finally {
    await lab.dispose();
  }
}

/** Real time passes, at whatever speed the lab's clock has then. */
async function idle({ place }: PressedLab, ms: number): Promise<void> {
  const until = place.clock.now() + ms * place.clock.speed;
  while (place.clock.turn(until)) await place.settle();
  place.clock.goTo(until);
}
