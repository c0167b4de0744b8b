// What every lab owes, derived from its `lab.ts`: walks meet their goals, starts and wrong variants fail on the clause that names
// the mistake, recordings are what the engine does today, time waits for whoever presses, and chance finds guided goals only.
import { beforeAll, describe, expect, it } from "vitest";
import type { Fact } from "../../log/facts.ts";
import { wake } from "../kit/actions.ts";
import type { Action } from "../kit/actions.ts";
import { pressedIn } from "../kit/pressed.ts";
import { LogView } from "../kit/view/log-view.ts";
import { pressedByChance } from "./chance.ts";
import { comparable } from "./comparable.ts";
import { breaches, broken, failed } from "./failing.ts";
import { answered, goalsOf, goalWith, judged } from "./judging.ts";
import type { LoadedLab } from "./load.ts";
import { disturbed } from "./promise.ts";
import { storedRecording } from "./load.ts";
import { walked } from "./open-act.ts";
import type { OpenAct } from "./open-act.ts";
import { actOf, differenceOf, recorded, walkAct } from "./record.ts";
import type { Walked } from "./record.ts";
import { sentencesOf } from "./sentences.ts";

/** Sequences of random presses; all of them with LONG=1. */
const SEQUENCES = process.env.LONG === "1" ? 300 : 24;

export function labSuite(loaded: LoadedLab): void {
  const { lab } = loaded;
  const walks = new Map<string, Walked>();
  const factsOf = (act: string): readonly Fact[] => walks.get(act)?.facts ?? [];

  beforeAll(async () => {
    for (const proof of lab.proofs) walks.set(proof.act, await walkAct(loaded, proof));
  });

  describe.each(lab.proofs.map((proof) => ({ ...proof, proof })))("act $act", ({ act, proof }) => {
    const goals = goalsOf(loaded, act);

    it("is met, every goal of it, by its walk, and by no part of the walk before its last fact", () => {
      const facts = factsOf(act);
      for (const goal of goals) {
        const state = judged(goal, facts);
        expect([goal.id, state.state]).toEqual([goal.id, "met"]);
        const before = state.state === "met" ? facts.filter((fact) => fact.seq < state.seq) : [];
        expect([goal.id, judged(goal, before).state]).toEqual([goal.id, "open"]);
      }
    });

    it("has a question that the walk answers, and that no part of it up to the recording's last open fact does", () => {
      const { answer } = actOf(loaded, act).prediction ?? {};
      expect(answered(proof, factsOf(act))).toEqual(answer === undefined ? undefined : { option: answer });
      const open = proof.opensUpTo(LogView.of(factsOf(act)))?.seq ?? 0;
      const before = factsOf(act).filter(({ seq }) => seq <= open);
      expect(answered(proof, before) ?? {}).not.toHaveProperty("option");
    });

    it.each(proof.alternatives)("is met as well when somebody $how", async ({ opens, walk }) => {
      const facts = await walked(loaded, actOf(loaded, act), opens ?? actOf(loaded, act).starts, walk);
      expect(goals.map((goal) => [goal.id, judged(goal, facts)])).toEqual(
        goals.map(({ id }) => [id, expect.objectContaining({ state: "met" })]),
      );
      expectAnOption(facts);
    });

    /** Whatever is told of a log is one of the options. */
    function expectAnOption(facts: readonly Fact[]): void {
      const says = answered(proof, facts);
      const options = actOf(loaded, act).prediction?.options.map(({ id }) => id) ?? [];
      if (says !== undefined && "option" in says) expect(options).toContain(says.option);
    }

    it("has a log that says what was pressed", () => {
      const pressed = pressedIn(factsOf(act), lab.definition, actOf(loaded, act));
      expect(withoutRepeatedWaking(pressed.map(({ action }) => action))).toEqual(withoutRepeatedWaking(proof.walk));
    });

    it("has a recording that comes out the same today", async () => {
      const today = recorded(loaded, proof, walks.get(act) ?? { facts: [], tables: [] });
      expect(differenceOf(loaded, storedRecording(loaded.slug, act), today)).toBeUndefined();
    });

    it("waits for the learner: 30 s between presses change no fact", async () => {
      const slow = await walked(loaded, actOf(loaded, act), actOf(loaded, act).starts, proof.walk, idle);
      expect(slow.map(comparable)).toEqual(factsOf(act).map(comparable));
    });

    it("is solved by its solution, and by what else solves it", async () => {
      for (const variant of [actOf(loaded, act).solution, ...proof.alsoSolve]) {
        const facts = await walked(loaded, actOf(loaded, act), variant, proof.proof);
        const owed = goals.filter(
          (goal) => !proof.fails.some((each) => each.variant === variant && goalWith(loaded, act, each.clause) === goal),
        );
        expect([variant, owed.map((goal) => judged(goal, facts).state)]).toEqual([variant, owed.map(() => "met")]);
      }
    });

    it.each(proof.fails)("leaves its goal open with $variant, on the clause: $clause", async (failure) => {
      const facts = await failed(loaded, proof, failure);
      expectAnOption(facts);
      const state = judged(goalWith(loaded, act, failure.clause), facts);
      const stopped = state.state === "open" ? (state.clause ?? "none") : "met";
      const advice =
        stopped === "met"
          ? `${failure.variant} meets the goal. Take it from fails, or judge more.`
          : `With ${failure.variant} the first clause that fails is "${stopped}". Name it under fails, or put "${failure.clause}" before it.`;
      expect(stopped === failure.clause ? "as named" : advice).toBe("as named");
    });

    it("leaves what an edit must meet open on the files that it starts with", async () => {
      const presses = proof.proof.filter((action) => action.do !== "change");
      const facts = await walked(loaded, actOf(loaded, act), actOf(loaded, act).starts, presses);
      const met = goals.filter((goal) => !goal.guided && judged(goal, facts).state === "met");
      expect(met.map(({ id }) => id)).toEqual([]);
    });
  });

  describe.each(breaches(loaded))("$goal.id, once met,", ({ proof, failure, goal }) => {
    it(`stays met when ${failure.variant} breaks it, and says so beside it`, async () => {
      const state = judged(goal, await broken(loaded, proof, failure));
      expect(state.state === "met" && state.violated !== undefined).toBe(true);
    });
  });

  it("has files whose lines fit 60 columns, in every variant", () => {
    const files = Object.entries(loaded.sources.variants).flatMap(([variant, all]) =>
      Object.entries(all).map(([name, text]) => ({ variant, name, text })),
    );
    const wide = files.flatMap(({ variant, name, text }) =>
      text.split("\n").flatMap((line) => (line.length > 60 ? [`${variant}/${name}: ${line}`] : [])),
    );
    expect(wide).toEqual([]);
  });

  it("is folded, on a phone, to lines that begin and end in code", () => {
    const [shown = ""] = lab.definition.files;
    const ends = lab.definition.acts.flatMap((act) => {
      const lines = (loaded.sources.variants[act.starts]?.[shown] ?? "").split("\n");
      return (act.focus ?? []).map((line) => lines[line - 1] ?? "");
    });
    expect(ends.filter((line) => line.trim() === "")).toEqual([]);
  });

  it("leaves every goal open before anything was pressed", () => {
    expect(lab.goals.filter((goal) => judged(goal, []).state === "met")).toEqual([]);
  });

  it("uses every variant", () => {
    const { acts } = lab.definition;
    const used = new Set([
      ...acts.flatMap((act) => [act.starts, act.solution, ...act.changes.map(({ id }) => id)]),
      ...lab.proofs.flatMap(({ alternatives }) => alternatives.flatMap(({ opens, walk }) => [opens, ...changes(walk)])),
      ...lab.proofs.flatMap((proof) => [...proof.alsoSolve, ...proof.fails.flatMap(({ variant, opens }) => [variant, opens])]),
      ...Object.values(lab.variants).map(({ from }) => from),
    ]);
    expect(Object.keys(lab.variants).filter((name) => !used.has(name))).toEqual([]);
  });

  it("keeps its page's promise: killed at every boundary of every step, with steps that fail for good, and told nonsense", async () => {
    const lefts = lab.promise === undefined ? [] : await disturbed(loaded, lab.promise);
    expect(lefts).not.toEqual([]);
    expect(lefts.map(({ how, left }) => `${how} -> ${left}`)).toEqual(lefts.map(({ how, due }) => `${how} -> ${due}`));
  });

  it(`meets no goal but the guided by ${SEQUENCES} sequences of random presses without an edit`, async () => {
    const found = await foundByChance(loaded, SEQUENCES);
    const guided = new Set(lab.goals.filter((goal) => goal.guided).map(({ id }) => id));
    expect([...found].filter((id) => !guided.has(id))).toEqual([]);
  });

  it("tells its learners these sentences", async () => {
    await expect(await sentencesOf(loaded, factsOf)).toMatchFileSnapshot(`../${loaded.slug}/sentences.md`);
  });
}

const changes = (walk: readonly Action[]): readonly string[] => walk.flatMap((action) => (action.do === "change" ? [action.variant] : []));

/** Goals that random presses met on what each act starts with. */
export async function foundByChance(loaded: LoadedLab, sequences: number): Promise<ReadonlySet<string>> {
  const { acts } = loaded.lab.definition;
  const found = new Set<string>();
  for (let seed = 1; seed <= sequences; seed += 1) {
    const act = acts[seed % acts.length];
    if (act === undefined) continue;
    const facts = await pressedByChance(loaded, act, seed);
    for (const goal of goalsOf(loaded, act.id)) if (judged(goal, facts).state === "met") found.add(goal.id);
  }
  return found;
}

/** To play is to wake until nothing is due: the log cannot tell one from the other. */
function withoutRepeatedWaking(walk: readonly Action[]): readonly Action[] {
  const wakes = ({ do: what }: Action): boolean => what === "wake" || what === "play";
  return walk.flatMap((action, at) =>
    wakes(action) ? (at > 0 && walk[at - 1] !== undefined && wakes(walk[at - 1] as Action) ? [] : [wake]) : [action],
  );
}

/** Real time passes, at whatever speed the lab's clock has then. */
async function idle({ place }: OpenAct): Promise<void> {
  const until = place.clock.now() + 30_000 * place.clock.speed;
  while (place.clock.turn(until)) await place.settle();
  place.clock.goTo(until);
}
