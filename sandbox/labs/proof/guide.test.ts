// The guide of every act that has one: pressing what it says, and nothing else, meets the act's goals, whatever was pressed before.
import { describe, expect, it } from "vitest";
import type { Action } from "../kit/actions.ts";
import { offeredActions } from "../kit/controls.ts";
import type { Act } from "../kit/definition.ts";
import { createGuide } from "../kit/guide.ts";
import { createDraw } from "./chance.ts";
import { goalsOf, judged } from "./judging.ts";
import { labSlugs, type LoadedLab, loadLab } from "./load.ts";
import { type OpenAct, openAct } from "./open-act.ts";

const SEEDS = process.env.LONG === "1" ? 40 : 1;
/** An act is led to its goals within this many presses, or not at all. */
const MOST = 60;

const guided = labSlugs()
  .map((slug) => loadLab(slug))
  .flatMap((loaded) =>
    loaded.lab.definition.acts.filter(({ open }) => !open).map((act) => ({ name: `${loaded.slug}, act ${act.id}`, loaded, act })),
  );

describe.each(guided)("the guide of $name", ({ loaded, act }) => {
  it("leads along the walk from the start to every goal", async () => {
    const pressed = await led(loaded, act);
    expect(pressed).toEqual(act.walk?.slice(0, pressed.length));
  });

  it("leads to every goal after any presses", async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) await led(loaded, act, { seed });
  });

  it("leads to every goal after each prepared change that does not", async () => {
    for (const { id } of act.changes) await led(loaded, act, { wrong: id });
  });
});

type Astray = { readonly seed?: number; readonly wrong?: string };

/** Opens the act, goes astray, then presses what the guide says until every goal is met. Resolves with what it said. */
async function led(loaded: LoadedLab, act: Act, { seed, wrong }: Astray = {}): Promise<readonly Action[]> {
  const lab = await openAct(loaded, act, act.starts);
  try {
    if (seed !== undefined) await strays(lab, act, createDraw(seed));
    const pressed: Action[] = [];
    let first = wrong;
    while (!(await allMet(loaded, act, lab))) {
      const said = await saidBy(loaded, act, lab);
      if (said === undefined || pressed.length > MOST)
        throw new Error(`${act.id}, ${JSON.stringify({ seed, wrong })}: after ${JSON.stringify(pressed)} it says ${JSON.stringify(said)}.`);
      await lab.press(said.do === "change" && first !== undefined ? { do: "change", variant: first } : said);
      if (said.do === "change") first = undefined;
      pressed.push(said);
    }
    return pressed;
  } finally {
    await lab.dispose();
  }
}

async function strays(lab: OpenAct, act: Act, draw: () => number): Promise<void> {
  for (let pressed = Math.floor(draw() * 6); pressed >= 0; pressed -= 1) {
    const offered = offeredActions(act, await lab.situation());
    const action = offered[Math.floor(draw() * offered.length)];
    if (action !== undefined) await lab.press(action);
  }
}

async function saidBy(loaded: LoadedLab, act: Act, lab: OpenAct): Promise<Action | undefined> {
  const guide = createGuide(loaded.lab.definition, act);
  for (const fact of await lab.log()) guide.take(fact);
  return guide.next(await lab.situation());
}

async function allMet(loaded: LoadedLab, act: Act, lab: OpenAct): Promise<boolean> {
  const facts = await lab.log();
  return goalsOf(loaded, act.id).every((goal) => judged(goal, facts).state === "met");
}
