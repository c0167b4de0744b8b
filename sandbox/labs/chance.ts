// Presses by chance, from a seed: whatever an act offers without an edit, in any order, as somebody may who reads nothing.
import type { Fact } from "../log/facts.ts";
import { effects } from "../log/read.ts";
import type { Press } from "./journey.ts";
import type { LoadedLab } from "./load.ts";
import { openAct } from "./pressing.ts";
import type { Act } from "./schema.ts";

const MOST_PRESSES = 16;

/** Opens the act on its starting files and presses what chance says. Resolves with the log. */
export async function seededPresses(loaded: LoadedLab, act: Act, seed: number): Promise<readonly Fact[]> {
  const draw = createDraw(seed);
  const lab = await openAct(loaded, act, act.starts);
  try {
    const presses = 4 + Math.floor(draw() * (MOST_PRESSES - 4));
    for (let pressed = 0; pressed < presses; pressed += 1) await lab.press(await anyPress(loaded, act, lab.log, draw));
    return await lab.log();
  } finally {
    await lab.dispose();
  }
}

async function anyPress(loaded: LoadedLab, act: Act, log: () => Promise<readonly Fact[]>, draw: () => number): Promise<Press> {
  const pick = (count: number): number => Math.floor(draw() * count);
  const offered = act.controls.flatMap((control): readonly Press[] => {
    switch (control) {
      case "Run":
        return act.events.map((_, event) => ({ press: "Run", event }));
      case "Rerun":
      case "Crash host":
      case "Start host":
      case "Restart engine":
      case "Next wake-up":
        return [{ press: control }];
      case "Crash at":
        return act.crashAt.map((_, option) => ({ press: "Crash at", option }));
      case "Checkpointing":
        return [true, false].map((on) => ({ press: "Checkpointing", on }));
      case "Faults":
        return act.faults.flatMap(({ id }) => [true, false].map((on) => ({ press: "Fault", fault: id, on }) as const));
      default:
        return [];
    }
  });
  const { requests } = loaded.lab;
  const cards = act.controls.includes("Requests") && requests ? effects(await log(), { kind: requests.effect }).length : 0;
  const decisions: readonly Press[] =
    cards === 0
      ? []
      : [
          { press: "Approve", request: 1 + pick(cards) },
          { press: "Reject", request: 1 + pick(cards) },
        ];
  const all = [...offered, ...decisions];
  return all[pick(all.length)] ?? { press: "Run" };
}

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
function createDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
