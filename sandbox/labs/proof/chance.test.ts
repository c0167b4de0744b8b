import { describe, expect, it } from "vitest";
import { send, wake } from "../kit/actions.ts";
import { act, goal, lab } from "../kit/lab.ts";
import { foundByChance } from "./lab.suite.ts";
import { loadLab } from "./load.ts";

/** A lab whose goal says that it needs an edit, and needs none: two presses meet it. */
const planted = lab({
  id: "planted",
  number: "L99",
  title: "Planted",
  page: "/planted/",
  shows: ["greet-customer.ts", "agent.ts", "client.ts"],
  frame: {},
  events: { mira: { label: "Mira", name: "demo/greet", data: { name: "Mira" } } },
  acts: [
    act("one", {
      title: "One",
      shown: "It ends.",
      task: "Press.",
      walk: [send("mira"), wake],
      opensUpTo: "run.created",
      goals: [
        goal("ends", {
          title: "It ends",
          none: "Press Run.",
          clauses: { ends: (run) => run.completed },
          says: { ends: "Press Next wake-up." },
          evidence: "It ended.",
        }),
      ],
    }),
  ],
});

describe("chance", () => {
  it("finds a goal that can be met by pressing and does not say so", async () => {
    const real = loadLab("00-quick-win");
    expect([...(await foundByChance({ ...real, lab: planted }, 12))]).toEqual(["planted/ends"]);
  });
});
