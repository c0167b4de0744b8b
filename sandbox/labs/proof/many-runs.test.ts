// A lab of many runs, planted: one press sends forty events, limits let some through, a model with a rate refuses others.
import { describe, expect, it } from "vitest";
import { play, post, send } from "../kit/actions.ts";
import { act, after, burstGoal, count, edits, from, goal, lab, many, webhook } from "../kit/lab.ts";
import { sourcesOf } from "../kit/sources.ts";
import { judged } from "./judging.ts";
import type { LoadedLab } from "./load.ts";
import { walked } from "./open-act.ts";

const FILES = {
  "client.ts": 'import { Inngest } from "inngest";\n\nexport const inngest = new Inngest({ id: "many" });\n',
  "summarize.ts": `import { inngest } from "./client.ts";

export const summarize = inngest.createFunction(
  {
    id: "summarize",
    triggers: { event: "ticket/opened" },
    // limits
  },
  async ({ step }) => {
    await step.run("ask", async () => {
      const answer = await fetch(
        "https://model.world/run",
        { method: "POST", body: '{"task":"sum"}' },
      );
      if (!answer.ok) throw new Error(String(answer.status));
    });
  },
);
`,
};

const planted = lab({
  id: "many",
  number: "L99",
  title: "Many",
  page: "/many/",
  shows: ["summarize.ts", "client.ts"],
  frame: {},
  world: { model: { perMinute: 30, latencyMs: 200, script: [{ task: "sum", cents: 2, output: "short" }] } },
  transforms: { "desk.js": "function transform(evt) { return { name: 'ticket/opened', data: { ticket: evt.id } } }" },
  events: { burst: many(40, "Forty tickets", "ticket/opened", { ticket: "t-{n}", customer: "c-{n%5}" }) },
  webhooks: { one: webhook("A ticket from the desk", "desk", '{"id":"t-1"}') },
  variants: {
    limited: edits(after("// limits", "concurrency: 5,")),
    paced: from("limited", after("concurrency: 5,", 'throttle: { limit: 1, period: "2s" },')),
  },
  acts: [
    act("minute", {
      title: "A minute",
      shown: "A rate is a limit of its own.",
      task: "Send forty.",
      webhooks: ["one"],
      starts: "limited",
      solution: "paced",
      walk: [send("burst"), play],
      opensUpTo: "run.created",
      goals: [
        burstGoal("paced", {
          title: "Forty in their time",
          none: "Send the burst.",
          clauses: {
            peak: (burst) => burst.peakSteps <= 5,
            clean: (burst) => burst.refused(429) === 0,
            rate: (burst) => burst.startsInAny("60s") <= 31,
            all: (burst) => burst.completed === 40,
          },
          says: {
            peak: (burst) => `${burst.peakSteps} steps at once.`,
            clean: (burst) => `The model refused ${burst.refused(429)} calls.`,
            rate: (burst) => `${burst.startsInAny("60s")} starts in a minute.`,
            all: (burst) => `${burst.completed} of 40 done.`,
          },
          evidence: (burst) => `${burst.completed} runs, at most ${count(burst.peakSteps, "step")} at once.`,
        }),
        goal("from-desk", {
          title: "A ticket from the desk",
          none: "Post the webhook.",
          about: (run) => run.event?.source === "webhook",
          clauses: { ends: (run) => run.completed },
          says: { ends: "It goes on." },
          evidence: (run) => run.input("ticket"),
        }),
      ],
    }),
  ],
});
const loaded: LoadedLab = {
  slug: "99-many",
  lab: planted,
  sources: sourcesOf(planted, { own: FILES, folders: {} }, {}),
  schema: undefined,
};
const [minute] = planted.definition.acts;
const [paced, fromDesk] = planted.goals;
if (minute === undefined || paced === undefined || fromDesk === undefined) throw new Error("The planted lab has an act with two goals.");

describe("a lab of many runs", () => {
  it("is refused by the model when only the number at once is limited, and says how often", async () => {
    expect(judged(paced, await walked(loaded, minute, "limited", [send("burst"), play]))).toMatchObject({ state: "open", clause: "clean" });
  });

  it("is met when starts are paced: forty of one press, each with a number of its own", async () => {
    const facts = await walked(loaded, minute, "paced", [send("burst"), play]);
    expect(judged(paced, facts)).toMatchObject({ state: "met", evidence: "40 runs, at most 1 step at once." });
    const sent = facts.flatMap((fact) => (fact.type === "event.received" ? [fact.data] : []));
    expect(new Set(sent.map(({ ticket }) => ticket)).size).toBe(40);
    expect(new Set(sent.map(({ customer }) => customer)).size).toBe(5);
  });

  it("takes a webhook through the lab's transform", async () => {
    expect(judged(fromDesk, await walked(loaded, minute, "limited", [post("one"), play]))).toMatchObject({ state: "met", evidence: "t-1" });
  });
});
