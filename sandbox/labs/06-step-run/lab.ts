// step.run: what a crash repeats, what it does not, and what no step can prevent.
import { dollars } from "../../log/read.ts";
import { arm, change, checkpointing, crash, send, start, wake } from "../kit/actions.ts";
import { act, ask, by, count, edit, edits, event, from, goal, goalOf, inStep, lab, via } from "../kit/lab.ts";
import { emailDesk } from "../kit/worlds.ts";
import type { LogView, RunLog } from "../kit/lab.ts";

const run = send("ada");
const crashBeforeDraft = [run, crash, start, wake];
const loseTheRecord = [arm(2), run, start, wake];
const beforeDraft = { boundary: "before effect", kind: "db.insert" } as const;
const atDraft = { holds: [beforeDraft], moments: [{ ...beforeDraft, label: "before the draft is saved" }] };
const agentStep = inStep("const reply = await agent(customer, thread);", "run-agent");
const draftStep = inStep("const draft = await db.saveDraft(thread, reply);", "save-draft-reply");

const paid = (r: RunLog): string => `${count(r.modelCalls.length, "model call")}, ${dollars(r.modelCents)}`;
const drafts = (r: RunLog) => r.effects("db.insert", "drafts");
const messages = (r: RunLog) => r.effects("slack.posted");
/** The step in which the model was asked, whatever it is called. */
const asked = (r: RunLog): string => r.modelCalls[0]?.stepId ?? "";

/** The kill between the first payment and the draft's row. */
const killBeforeDraft = (r: RunLog) => {
  const [from, to] = [r.modelCalls[0]?.seq ?? Number.POSITIVE_INFINITY, drafts(r)[0]?.seq ?? Number.POSITIVE_INFINITY];
  return r.kills.find((kill) => kill.seq > from && kill.seq < to);
};
/** The kill between the first message and the record of its step. */
const lostRecord = (r: RunLog) => {
  const [sent] = messages(r);
  const recorded = r.of("step.completed").find(({ stepId }) => stepId === sent?.stepId)?.seq ?? Number.POSITIVE_INFINITY;
  return sent && r.kills.find((kill) => kill.seq > sent.seq && kill.seq < recorded);
};
/** What was paid by the first run that died once between model and draft, on one version of the code. */
const paidBy =
  (isAsked: (r: RunLog) => boolean) =>
  ({ runs }: LogView): string | undefined => {
    const once = (r: RunLog): boolean => r.completed && r.versions.length === 1 && r.kills.length === 1 && killBeforeDraft(r) !== undefined;
    const cents = runs.find((r) => once(r) && isAsked(r))?.modelCents;
    return cents === 20 ? "one" : cents === 40 ? "two" : undefined;
  };
/** Agent and draft are steps, and not the same one. */
const hasTwoSteps = (r: RunLog): boolean => {
  const draft = drafts(r)[0]?.stepId;
  return asked(r) !== "" && draft !== undefined && draft !== asked(r);
};
/** Runs that nothing disturbed: each with the last of either mode up to it. */
type Clean = { readonly seq: number; readonly with: RunLog | undefined; readonly without: RunLog | undefined };
const cleanRuns = (log: LogView): readonly Clean[] => {
  const clean = log.runs.filter((r) => r.completed && r.undisturbed && r.of("step.retry.scheduled").length === 0);
  const last = (mode: "checkpoint" | "per-step", upTo: RunLog) => clean.findLast((r) => r.n <= upTo.n && r.mode === mode);
  return clean.map((r) => ({ seq: r.seq, with: last("checkpoint", r), without: last("per-step", r) }));
};
const entered = (r: RunLog | undefined): string => count(r?.entries.length ?? 0, "time");

const crashed = { crash: (r: RunLog) => killBeforeDraft(r) !== undefined, ends: (r: RunLog) => r.completed };
const saysCrashed = {
  crash: (r: RunLog) =>
    r.end === undefined
      ? "The model is paid, or soon will be, and the draft is not saved yet. Press Crash host now."
      : "The last run ended without a crash between model and draft. Press Run, and Crash host where the run holds.",
  ends: (r: RunLog, log: LogView) => {
    if (r.end !== undefined) return "The run used up its attempts and failed. Press Run for another one.";
    return log.hostIsDown ? "The host is dead. Press Start host." : "The engine will call again. Press Next wake-up.";
  },
};

export default lab({
  id: "step-run",
  number: "L06",
  title: "What a crash costs",
  page: "/reflexes/step-run/",
  shows: ["answer-email.ts"],
  doors: ["db.ts", "model.ts", "chat.ts", "client.ts"],
  frame: { rails: ["handler", "run", "world", "host"], tabs: ["Journal", "Memo", "Effects", "Database", "Console"], also: ["Meter"] },
  world: emailDesk,
  events: {
    ada: event("Ada asks for her parcel", "email/received", { from: "c-1", thread: "t-1" }),
    ben: event("Ben asks about his address", "email/received", { from: "c-2", thread: "t-2" }),
  },
  variants: {
    cheapSteps: edits(
      inStep("const customer = await db.customer(event.data.from);", "load-customer"),
      inStep("const thread = await db.thread(event.data.thread);", "load-thread"),
    ),
    twoSteps: edits(agentStep, draftStep),
    oneBigStep: edits(
      edit("const reply = await agent(customer, thread);", ""),
      edit("db.saveDraft(thread, reply);", 'step.run("run-agent", async () =>\n  db.saveDraft(thread, await agent(customer, thread)),\n);'),
    ),
    otherNames: from("twoSteps", edit('"run-agent"', '"ask"'), edit('"save-draft-reply"', '"keep"')),
    fourSteps: from("cheapSteps", agentStep, draftStep),
    noKey: from("fourSteps", inStep("await chat.post(draft);", "notify-reviewer")),
    solution: from(
      "noKey",
      edit("db.saveDraft(thread, reply),", "db.saveDraft(thread, reply, `draft-${event.id}`),"),
      edit("chat.post(draft),", "chat.post(draft, `review-${draft.id}`),"),
    ),
    tellNoKey: from("noKey", edit('"notify-reviewer"', '"tell"')),
    tellKey: from("solution", edit('"notify-reviewer"', '"tell"')),
    keyFromClock: from("noKey", edit("chat.post(draft),", "chat.post(draft, `review-${Date.now()}`),")),
    keyPerAttempt: from(
      "noKey",
      edit("event, step }", "event, step, attempt }"),
      edit("chat.post(draft),", "chat.post(draft, `${draft.id}-${attempt}`),"),
    ),
  },
  acts: [
    act("nothing-is-a-step", {
      title: "Nothing is a step",
      task: "Five calls, one after the other; the third costs $0.20. The run holds before the draft is saved. Crash the host there and let the engine try again.",
      nudge: "Run, Crash host where the run holds, Start host, Next wake-up. Then read the world's rail.",
      tabs: ["Journal", "Effects", "Console"],
      focus: [11, 19],
      ...atDraft,
      predict: ask(
        "paid",
        "The host dies after the agent has answered and before the draft is saved. Then the run completes. How many model calls are paid?",
        { one: "One, $0.20", two: "Two, $0.40", none: "None: the run is lost" },
        "two",
        "The engine called the function again from its first line. Nothing had been recorded, so every call was made again.",
        paidBy((r) => r.recorded.length === 0),
        ["$0.40", "model twice", "two model calls", "2 model calls", "pays the model again", "paid twice", "paid again", "pays twice"],
      ),
      walk: crashBeforeDraft,
      opensUpTo: "host.killed",
      goals: goal("paid-twice", {
        title: "Nothing in a step, and a crash before the draft",
        guided: true,
        none: "Press Run. The run will hold before the draft is saved: press Crash host there.",
        clauses: { ...crashed, bare: (r) => r.recorded.length === 0 && r.modelCalls.length >= 2 },
        says: {
          ...saysCrashed,
          bare: "The last run had a step in it. This act is about the code without any: press Reset lab, then Run.",
        },
        evidence: (r) => `No step, one crash before the draft: ${paid(r)}.`,
      }),
      fails: { twoSteps: "bare" },
      alternatives: {
        "arms the crash before Run": [arm(0), run, start, wake, wake],
        "wakes the run before a host is there": [run, crash, wake, start, wake],
        "crashes the second attempt as well": [run, crash, start, wake, crash, start, wake],
      },
    }),
    act("each-call-a-step", {
      title: "Each call a step",
      task: "Put calls into steps and let the same crash happen. A name for each piece of work is all that the engine needs.",
      shown: "A recorded step is not paid again: the same crash, and the model was called once.",
      nudge: "A step is all or nothing: what has no record yet is done again, all of it.",
      focus: [11, 19],
      ...atDraft,
      predict: ask(
        "paid-with-steps",
        "Now each call is a step, and the host dies at the same moment. How many model calls are paid?",
        { one: "One, $0.20", two: "Two, $0.40", half: "One and a part of the second" },
        "one",
        "The answer was recorded before the host died. The second entry got it from the log, and began the draft's step again.",
        paidBy(hasTwoSteps),
        ["one model call", "1 model call", "pays the model once", "paid once", "pays once"],
      ),
      solution: "noKey",
      offers: {
        cheapSteps: "Steps for the reads",
        twoSteps: "A step for the agent, one for the draft",
        oneBigStep: "One step for agent and draft",
      },
      walk: [change("twoSteps"), ...crashBeforeDraft],
      opensUpTo: "host.killed",
      goals: goal("paid-once", {
        title: "Calls in steps, and the same crash",
        none: "Press Run. The run will hold before the draft is saved: press Crash host there.",
        clauses: {
          "one version": (r) => r.versions.length < 2,
          ...crashed,
          "in a step": (r) => r.modelCalls.every(({ stepId }) => stepId !== undefined),
          "paid once": (r) => r.modelCalls.length === 1,
          "draft in a step": (r) => drafts(r).length === 1 && drafts(r)[0]?.stepId !== undefined,
        },
        says: {
          "one version":
            "This run began on other code and went on with yours, so it shows a bit of both. Let it end, then press Run for a run of your code alone.",
          ...saysCrashed,
          "in a step": (r) => `${paid(r)}: the call to the agent is in no step, so every entry makes it. Put it in a step and crash again.`,
          "paid once": (r) =>
            `${paid(r)}: the step ${asked(r)} had not finished, so all of it was done again. Give the draft a step of its own.`,
          "draft in a step": "The model was paid once. Put the draft's save in a step too, and crash again.",
        },
        broken: { "paid once": (r) => `A later run paid ${count(r.modelCalls.length, "model call")} after the same crash.` },
        evidence: (r) => `Killed before the draft, completed: the step ${asked(r)} ran once, ${dollars(r.modelCents)}, 1 draft.`,
      }),
      fails: {
        start: "in a step",
        cheapSteps: "in a step",
        oneBigStep: "paid once",
        fourSteps: by("one version", [run, change("fourSteps"), wake], "start"),
      },
      alsoSolve: ["twoSteps", "otherNames"],
      alternatives: {
        "applies the change while a run is held, and runs again": [run, change("twoSteps"), wake, wake, ...crashBeforeDraft],
        "arms the crash before Run": via("twoSteps", [arm(0), run, start, wake, wake]),
        "wakes the run before a host is there": via("otherNames", [run, crash, wake, start, wake]),
        "answers the other customer": via("twoSteps", [send("ben"), crash, start, wake]),
      },
    }),
    act("two-messages", {
      title: "Make the reviewer get two messages",
      task: "Every line is in a step. Find the crash that still sends the message twice; then make the same crash send it once.",
      nudge: [
        "The record of a step is a message too, from your host to the engine. What if it is never sent?",
        "The chat service knows a repeated message by its key. What is the same at both attempts, and of this message alone?",
      ],
      shown: "An effect between its doing and its record happens twice, in a step or not; a key that both attempts share makes it one.",
      open: true,
      also: ["Rerun", "Pause", "Speed", "Faults", "Meter"],
      tabs: ["Journal", "Memo", "Effects", "Database", "Wire", "Console"],
      focus: [11, 29],
      moments: [
        { boundary: "before step", stepId: "notify-reviewer", label: "before notify-reviewer begins" },
        { boundary: "before effect", kind: "slack.posted", label: "before the message goes out" },
        { boundary: "after effect, before record", kind: "slack.posted", label: "after the message, before its record" },
        { boundary: "after record", kind: "slack.posted", label: "after its record" },
      ],
      faults: { "chat-down": "Chat is down" },
      starts: "noKey",
      solution: "solution",
      walk: [...loseTheRecord, change("solution"), ...loseTheRecord],
      opensUpTo: "code.deployed",
      goals: [
        goal("two-messages", {
          title: "Every line in a step, and two messages",
          guided: true,
          none: "No run has completed with two messages. Where must the host die? Choose a moment under Crash at, press Arm crash, then Run.",
          about: (r) => r.completed,
          clauses: {
            "in steps": (r) => r.allInSteps,
            killed: (r) => r.kills.length > 0,
            "record lost": (r) => lostRecord(r) !== undefined,
            two: (r) => messages(r).length === 2,
          },
          says: {
            "in steps": "The last run did something outside its steps. The challenge is to get two messages with every line in a step.",
            killed: "The last run was not killed: one message. Choose a moment under Crash at, press Arm crash, then Run.",
            "record lost": (r) => `Killed at another moment: ${count(messages(r).length, "message")}. Try another under Crash at.`,
            two: (r) => `${count(messages(r).length, "message")}: this code gives the message a key. Take it away for this goal.`,
          },
          evidence: (r) => `Killed between message and record: ${r.attempts(messages(r)[0]?.stepId ?? "").length} attempts, 2 messages.`,
        }),
        goal("one-message", {
          title: "The same crash, and one message",
          none: "No completed run was killed after the message and before its record.",
          about: (r) => r.completed && lostRecord(r) !== undefined,
          clauses: {
            keyed: (r) => messages(r).every(({ key }) => key !== undefined),
            "one key": (r) => messages(r).length === 1,
            repeated: (r) => r.suppressed("slack.posted").length > 0,
          },
          says: {
            keyed: "Two messages: the chat service cannot know that they are one. Give the message a key that both attempts share.",
            "one key": (r) =>
              `Two messages with two keys: ${messages(r)
                .map(({ key }) => key)
                .join(" and ")}. Make the key from what stays the same at every attempt.`,
            repeated: "The message was posted once and never repeated. Let the host die after the message and before its record.",
          },
          broken: { "one key": (r) => `A later run sent ${messages(r).length} messages after the same crash.` },
          evidence: (r) =>
            `The same crash: 1 message, ${r.suppressed("slack.posted").length} suppressed by the key ${messages(r)[0]?.key}.`,
        }),
      ],
      fails: { noKey: "keyed", keyFromClock: "one key", keyPerAttempt: "one key", solution: "two" },
      alternatives: {
        "shows the one message first": via("solution", [...loseTheRecord, change("noKey"), ...loseTheRecord]),
        "has renamed the step": via("tellNoKey", [...loseTheRecord, change("tellKey"), ...loseTheRecord]),
      },
    }),
    act("checkpointing", {
      title: "Count the entries",
      task: 'The first line prints "line 1". Run the same code twice, undisturbed, once with Checkpointing on and once with it off.',
      shown: "How often a function is entered is the engine's affair: once or six times, with the same code and the same records.",
      nudge: "Run once with the switch on, then switch it off and press Run again.",
      also: ["Next wake-up", "Meter"],
      tabs: ["Journal", "Memo", "Wire", "Console"],
      focus: [11, 29],
      starts: "noKey",
      predict: ask(
        "line-one",
        'Checkpointing is off and nothing fails. Five steps. How often is "line 1" printed?',
        { one: "Once", five: "Five times", six: "Six times" },
        "six",
        "One entry for each step, and one more in which the function finds all five in the log and returns. With checkpointing it is entered once, so never rely on a number.",
        (log) => {
          const r = cleanRuns(log).flatMap((two) => (two.without?.recorded.length === 5 ? [two.without] : []))[0];
          const lines = r?.of("console").filter(({ text }) => text === "line 1").length;
          return lines === 1 ? "one" : lines === 5 ? "five" : lines === 6 ? "six" : undefined;
        },
        ["six times", "6 times", "six entries", "6 entries"],
      ),
      walk: [run, checkpointing(false), run],
      opensUpTo: "run.created",
      goals: goalOf("six-entries", cleanRuns, {
        title: "The same code, with Checkpointing on and with it off",
        guided: true,
        none: "No clean run with checkpointing yet. Switch Checkpointing on and press Run.",
        clauses: {
          with: (two) => two.with !== undefined,
          without: (two) => two.without !== undefined,
          "five steps": (two) => two.without?.entries.length === 6 && two.with?.entries.length === 1,
          "same code": (two) => two.without?.versions[0] === two.with?.versions[0],
        },
        says: {
          with: "No clean run with checkpointing yet. Switch Checkpointing on and press Run.",
          without: (two) => `With checkpointing the function was entered ${entered(two.with)}. Switch Checkpointing off and press Run.`,
          "five steps": (two) =>
            `Without checkpointing: entered ${entered(two.without)}, ${count(two.without?.recorded.length ?? 0, "step")}. Give each of the five calls one.`,
          "same code": "The two clean runs were of different versions of the code. Run the same version with Checkpointing on and off.",
        },
        evidence: "Two clean runs of one version: 1 entry with checkpointing, 6 without.",
      }),
      fails: { start: "five steps", twoSteps: "five steps" },
      alternatives: {
        "begins with it off": [checkpointing(false), run, checkpointing(true), run],
        "has renamed a step": via("tellNoKey", [run, checkpointing(false), run]),
        "runs other messages in between": [run, send("ben"), checkpointing(false), send("ben"), run],
      },
    }),
  ],
  minutes: [2, 2, 5, 1],
  promise: {
    endings: { answered: { by: [run], leaves: "completed: 1 draft, 1 message" } },
    failing: {
      "load-customer": "failed: 0 drafts, 0 messages",
      "load-thread": "failed: 0 drafts, 0 messages",
      "run-agent": "failed: 0 drafts, 0 messages",
      "save-draft-reply": "failed: 0 drafts, 0 messages",
      "notify-reviewer": "failed: 1 draft, 0 messages",
    },
    left: (r) => `${count(drafts(r).length, "draft")}, ${count(messages(r).length, "message")}`,
  },
});
