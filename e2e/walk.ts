// Walks an act as its lab says, by the names that people and screen readers use, as far as its recording says.
import type { Action } from "../sandbox/labs/kit/actions.ts";
import type { Act, LabDefinition } from "../sandbox/labs/kit/definition.ts";
import { reachOf } from "../sandbox/labs/kit/reach.ts";
import type { Reach } from "../sandbox/labs/kit/reach.ts";
import { eventually } from "./eventually.ts";
import type { Lab } from "./lab.ts";

/** What to press, and how many facts the log holds once all that follows from it has come. */
export type Pace = { readonly action: Action; readonly facts: number };

export async function walk(lab: Lab, definition: LabDefinition, act: Act, paces: readonly Pace[]): Promise<void> {
  for (const { action, facts } of paces) {
    for (const reach of reachOf(definition, act, action)) await press(lab, reach);
    await eventually(
      `${facts} facts after ${JSON.stringify(action).slice(0, 80)}`,
      async () => Number((await lab.root.getAttribute("data-facts")) ?? 0),
      (now) => now >= facts,
    );
  }
}

async function press(lab: Lab, reach: Reach): Promise<void> {
  if ("press" in reach) return lab.press(reach.press);
  if ("choose" in reach) return lab.choose(reach.choose, reach.option);
  if ("toggle" in reach) return lab.toggle(reach.toggle);
  // Requests are counted from the oldest; the newest card stands first.
  const card = lab.request(typeof reach.request === "string" ? reach.request : /^Request /);
  const answer = card.getByRole("button", { name: reach.decide, exact: true });
  await answer.nth(typeof reach.request === "string" ? 0 : -reach.request).click();
}
