// Presses by chance, from a seed: whatever an act offers without an edit, in any order, as somebody may who reads nothing.
import type { Fact } from "../../log/facts.ts";
import type { Act } from "../kit/definition.ts";
import { offeredActions } from "../kit/controls.ts";
import type { LoadedLab } from "./load.ts";
import type { OpenAct } from "./open-act.ts";
import { openAct } from "./open-act.ts";

const FEWEST = 4;
const MOST = 16;

/** Opens the act on its starting files and presses what chance says. Resolves with the log. */
export async function pressedByChance(loaded: LoadedLab, act: Act, seed: number): Promise<readonly Fact[]> {
  const draw = createDraw(seed);
  const lab = await openAct(loaded, act, act.starts);
  try {
    const presses = FEWEST + Math.floor(draw() * (MOST - FEWEST));
    for (let pressed = 0; pressed < presses; pressed += 1) await pressAny(lab, act, draw);
    return await lab.log();
  } finally {
    await lab.dispose();
  }
}

async function pressAny(lab: OpenAct, act: Act, draw: () => number): Promise<void> {
  // A change of the code is an edit, and `play` is many wake-ups at once: neither is a press by chance.
  const offered = offeredActions(act, await lab.situation());
  const action = offered[Math.floor(draw() * offered.length)];
  if (action !== undefined) await lab.press(action);
}

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
export function createDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
