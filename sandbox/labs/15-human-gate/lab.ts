// Human gate: a gate that holds for the right request, in every branch, and against a click that comes too early.
import { approve, change, crash, reject, send, start, wake } from "../kit/actions.ts";
import type { Json } from "../../log/json.ts";
import { act, after, ask, before, by, count, edit, edits, event, files, from, goal, goalOf, lab, lines, tell, via } from "../kit/lab.ts";
import type { LogView, RunLog } from "../kit/lab.ts";

const [ada, ben, carla, dana] = [send("ada"), send("ben"), send("carla"), send("dana")];
/** A decision as no button sends it. */
const decided = (approved: Json | undefined) =>
  tell("refund/decided", (r) => ({ requestId: id(r), ...(approved !== undefined && { approved }) }));
const clickEarly = [ada, approve(), wake];
const silent = by("right", [ada, wake]);

const id = (r: RunLog): string => r.input("requestId");
const advice = (r: RunLog) => r.found((value) => typeof value.recommended === "boolean")?.recommended;
const refunds = (r: RunLog): number => r.effects("stripe.refund").length;
const recordOf = (r: RunLog): string => r.written("audit_log", "action").join(" and ") || "nothing";

const decisions = (log: LogView) => log.of("event.received").filter(({ name }) => name === "refund/decided");
const decisionsOn = (r: RunLog, log: LogView) => decisions(log).filter(({ data }) => data.requestId === id(r));
/** A small refund: nobody has to be asked. */
const small = (r: RunLog): boolean => Number(r.event?.data.amountCents) < 10_000;
/** The record that a run owes: by what its wait got, or by advice and amount where nobody was asked. */
const owed = (r: RunLog, log: LogView): string | undefined => {
  const [match] = r.of("wait.matched");
  if (match !== undefined) return log.event(match.eventId)?.data.approved === true ? "refund_issued" : "refund_rejected";
  if (r.of("wait.timedout").length > 0) return "refund_timed_out";
  if (advice(r) === false) return "refund_not_recommended";
  if (small(r)) return recordOf(r) === "refund_automatic" ? "refund_automatic" : "refund_issued";
  return undefined;
};
/** A completed run whose one audit row is the one that it owes, and whose refunds agree with it. */
const isRight = (r: RunLog, log: LogView): boolean =>
  r.completed && recordOf(r) === owed(r, log) && refunds(r) === (["refund_issued", "refund_automatic"].includes(recordOf(r)) ? 1 : 0);

/** An approval, with the runs that waited when it came and those that it freed. */
const approvals = (log: LogView) =>
  decisions(log)
    .filter(({ data }) => data.approved === true)
    .map((decision) => {
      const waited = log.runs.filter((r) => r.waitedAt(decision));
      const freed = waited.filter((r) => r.of("wait.matched")[0]?.eventId === decision.eventId);
      return { waited, freed, seq: Math.max(decision.seq, ...freed.map(({ seq }) => seq)) };
    });
const noApproval = (log: LogView): string => {
  const last = log.runs.at(-1);
  if (last === undefined) return "Nothing waits yet. Press Run for one request, choose the other under Event, and press Run again.";
  if (last.failed) return `The run failed: ${last.problem} Change the code and run two new requests.`;
  return log.runs.filter((r) => r.waiting).length >= 2 ? "Two requests wait. Approve one of them." : "Run two requests, then approve one.";
};

type Version = LogView["versions"][number];
const has = (record: string) => (version: Version, log: LogView) => version.runs.some((r) => isRight(r, log) && recordOf(r) === record);
/** What is wrong with the last run of a version that ended otherwise than it should; nothing when none did. */
const sayWrong = ({ runs }: Version, log: LogView): string => {
  const ended = runs.filter(({ end }) => end !== undefined && end.type !== "run.cancelled");
  const r = ended.findLast((each) => !isRight(each, log));
  if (r === undefined) return "";
  const silent = owed(r, log) === "refund_timed_out";
  const what = silent ? `${id(r)}: four hours of silence` : id(r);
  if (r.failed) return `${what}, and the run failed: ${r.problem}${silent ? " Write the branch for a reply that is null." : ""}`;
  if (silent && refunds(r) > 0) return `${what}, and the refund was paid. Silence is not a yes: write its branch.`;
  if (recordOf(r) === "nothing") return `${what}, and no audit row at the end. Every branch writes one.`;
  return `${what}, ${refunds(r)} refunds, and the record says ${recordOf(r)}. Due was ${owed(r, log) ?? "none"}: a later reader must tell them apart.`;
};

/** Whether the one decision on a run's request was an approval that came before its wait, with the host up. */
const early = (r: RunLog, log: LogView): boolean => {
  const [decision, ...later] = decisionsOn(r, log);
  if (decision === undefined || later.length > 0 || decision.data.approved !== true || !log.hostIsUp(decision)) return false;
  return r.heldAt(decision) || decision.seq < (r.of("wait.registered")[0]?.seq ?? (r.seq || Infinity));
};

const request = (who: string, orderId: string, customerId: string, amountCents: number) =>
  event(who, "refund/requested", { requestId: "r-{n}", orderId, customerId, amountCents });
const advises = (when: { customerId?: string }, recommended: boolean, why: string) => ({
  ...{ task: "investigate", cents: 20, latencyMs: 1200, when },
  output: { recommended, why },
});

export default lab({
  id: "human-gate",
  number: "L15",
  title: "A gate that holds",
  page: "/balance/human-gate/",
  shows: ["refund-gate.ts", "agent.ts", "chat.ts", "payments.ts", "db.ts", "client.ts"],
  frame: { rails: ["run", "world"], tabs: ["Journal", "Runs", "Memo", "Effects", "Database"], also: ["Event", "Next wake-up", "Requests"] },
  database: "support.sql",
  world: {
    paidBefore: [{ orderId: "B-2002", amountCents: 18000, at: "2026-11-16 14:05:00" }],
    model: [
      advises({ customerId: "c-1" }, true, "The parcel of {name} never left the warehouse."),
      advises({ customerId: "c-2" }, true, "{name} writes that the parcel never came. I did not look into the ledger."),
      advises({ customerId: "c-3" }, false, "{name} used the goods for three months."),
      advises({}, true, "A small amount, and {name} never asked before."),
    ],
  },
  requests: { effect: "slack.posted", id: "requestId", decisionEvent: "refund/decided" },
  events: {
    ada: request("Ada, $120.00", "A-{n}", "c-1", 12000),
    ben: request("Ben, $180.00", "B-2002", "c-2", 18000),
    carla: request("Carla, $240.00", "C-{n}", "c-3", 24000),
    dana: request("Dana, $40.00", "D-{n}", "c-4", 4000),
  },
  variants: {
    customer: edits(after('event: "refund/decided",', 'match: "data.customerId",')),
    unquoted: edits(edit('"answer", GATE);', '"answer", {\n  ...GATE,\n  if: `async.data.requestId == ${id}`,\n});')),
    matched: edits(after('event: "refund/decided",', 'if: "event.data.requestId == async.data.requestId",')),
    otherWait: from("matched", edit('"answer"', '"reply"')),
    leaves: from("matched", before("const big =", "if (!advice.recommended) return { paid: 0 };")),
    asksAlways: from("matched", edit("if (advice.recommended && big) {", "if (big) {")),
    records: from(
      "matched",
      before(
        "const big =",
        'if (!advice.recommended) {\n  return step.run("audit", () =>\n    db.audit(id, "refund_not_recommended"),\n  );\n}',
      ),
    ),
    rejects: from("records", edit("!reply!.data.approved", "!reply?.data.approved")),
    pays: from("records", edit("!reply!.data.approved", "reply?.data.approved === false")),
    unrecorded: from(
      "records",
      edit("if (!reply!.data.approved) {", "if (reply === null) return { paid: 0 };\nif (!reply.data.approved) {"),
    ),
    branch: from(
      "records",
      edit(
        "if (!reply!.data.approved) {",
        'if (reply === null) {\n  return step.run("audit", () =>\n    db.audit(id, "refund_timed_out"),\n  );\n}\nif (!reply.data.approved) {',
      ),
    ),
    longer: from("branch", edit('timeout: "4h",', 'timeout: "8h",')),
    waitFirst: from(
      "branch",
      edit('await step.run("notify-approver", notify);', ""),
      after('step.waitForEvent("answer", GATE);', 'await step.run("notify-approver", notify);'),
    ),
    together: from(
      "branch",
      lines(
        'await step.run("notify-approver", notify);',
        'step.waitForEvent("answer", GATE);',
        'const [reply] = await Promise.all([\n  step.waitForEvent("answer", GATE),\n  step.run("notify-approver", notify),\n]);',
      ),
    ),
    stored: files("stored"),
    // The gate as the lesson leaves it: what no act asks for, the page does.
    everyEnding: files("every-ending"),
  },
  acts: [
    act("two-requests", {
      title: "Two requests wait",
      task: "Run Ada's request, then Ben's. Both wait for the reviewer. Approve one of them.",
      shown: "One decision freed one run: the wait compared the request, and not only the event's name.",
      nudge: "Which fields does the decision carry? The Runs tab shows the expression of each wait.",
      tabs: ["Journal", "Runs", "Effects", "Database"],
      focus: [7, 10],
      events: ["ada", "ben"],
      predict: ask(
        "approve-one",
        "Two requests wait. You approve one. How many refunds are paid?",
        { none: "None", one: "One", two: "Two" },
        "two",
        "The decision is an event, and each run waited for any event of that name. One event may resume many runs.",
        (log) => {
          const first = approvals(log).find(({ waited, freed }) => waited.length === 2 && freed.every(({ end }) => end !== undefined));
          return first && ["none", "one", "two"][first.waited.reduce((sum, r) => sum + refunds(r), 0)];
        },
        ["two refunds", "2 refunds", "both are paid", "both paid", "two are paid"],
      ),
      solution: "matched",
      offers: { customer: "Match the customer", matched: "Compare the request ids", unquoted: "Write the id into the expression" },
      walk: [ada, ben, approve(), change("matched"), ada, ben, approve()],
      opensUpTo: (log) => log.of("wait.registered")[1],
      goals: goalOf("one-of-two", approvals, {
        title: "Two requests wait, and an approval reaches the one that it is for",
        none: noApproval,
        clauses: {
          "two waited": ({ waited }) => waited.length >= 2,
          matched: ({ freed }) => freed.length > 0,
          one: ({ freed }) => freed.length === 1,
          paid: ({ freed: [r] }) => r?.completed === true && refunds(r) === 1,
        },
        says: {
          "two waited": ({ waited }, log) => `The last approval found only ${waited.length} waiting. ${noApproval(log)}`,
          matched: ({ waited }) => `${waited.length} runs waited and the approval matched none: compare a field that the decision carries.`,
          one: ({ freed }) => `One approval let ${freed.length} runs go. Tie the wait to its request.`,
          paid: "The approved run has not completed yet. Let it go on.",
        },
        broken: { one: ({ freed }) => `A later approval let ${freed.length} runs go.` },
        evidence: ({ waited, freed: [r] }) =>
          `${waited.length} runs waited; the decision on ${r && id(r)} matched 1 of them: 1 refund was paid.`,
      }),
      fails: { start: "one", customer: "matched", unquoted: by("none", [ada, ben]) },
      alsoSolve: ["together"],
      alternatives: {
        "approves the newer request": via("matched", [ada, ben, approve(2)]),
        "lets three requests wait": via("matched", [ada, ben, ada, approve(2)]),
        "rejects the other one first": via("matched", [ada, ben, ada, reject(3), approve()]),
        "has renamed the wait": via("otherWait", [ben, ada, approve()]),
      },
    }),
    act("advised-against", {
      title: "The agent advises against it",
      task: "Run Carla's request, which the agent does not recommend. Such a request should end without a refund, without a question to the reviewer, and with a row in audit_log.",
      announces: "New here: a request that the agent advises against.",
      nudge: "Every way through the function must end in one row of audit_log.",
      focus: [22, 43],
      events: ["carla", "ada", "ben"],
      predict: ask(
        "unasked",
        "The agent advises against the refund. What is paid, and who was asked?",
        { nothing: "Nothing is paid", asked: "The reviewer is asked first", unasked: "It is paid, and nobody was asked" },
        "unasked",
        "The gate stands inside the branch for recommended refunds. All other requests fall through to the line that pays.",
        ({ runs }) => {
          const r = runs.find((each) => advice(each) === false && (each.completed || each.waiting));
          if (r === undefined) return undefined;
          if (r.effects("slack.posted").length > 0) return "asked";
          return refunds(r) > 0 ? "unasked" : "nothing";
        },
        ["paid unasked", "is paid and nobody", "nobody is asked", "without asking"],
      ),
      starts: "matched",
      solution: "records",
      offers: { leaves: "Leave at once", asksAlways: "Ask about every large request", records: "Record it and leave" },
      walk: [carla, change("records"), carla],
      opensUpTo: "step.completed",
      goals: goal("not-recommended", {
        title: "A request that the agent advises against, and its record",
        none: "The agent has not advised against anything yet. Choose Carla's request under Event and press Run.",
        about: (r) => advice(r) === false,
        clauses: {
          unpaid: (r) => refunds(r) === 0,
          unasked: (r) => r.of("wait.registered").length === 0,
          ends: (r) => r.completed,
          recorded: isRight,
        },
        says: {
          unpaid: (r) => `${id(r)}: advised against, and paid unasked. End the run before the gate.`,
          unasked: (r) => `${id(r)}: advised against, and the reviewer is asked. End the run before the gate.`,
          ends: (r) => `${id(r)} ${r.failed ? `failed: ${r.problem}` : "is under way."}`,
          recorded: (r) => `${id(r)} ended, and audit_log says ${recordOf(r)} of it. Write refund_not_recommended first.`,
        },
        broken: { unpaid: (r) => `${id(r)} was paid later, advised against and unasked.` },
        evidence: (r) => `${id(r)}: not recommended, 0 refunds, audit row refund_not_recommended.`,
      }),
      fails: { matched: "unpaid", asksAlways: "unasked", leaves: "recorded" },
      alsoSolve: ["together"],
      alternatives: {
        "has another request wait meanwhile": via("records", [ada, carla]),
        "runs two of them": via("records", [carla, carla]),
      },
    }),
    act("silence", {
      title: "Four hours of silence",
      task: "A reviewer may never answer. On one version of the code, get a request approved (with a host crash while it waits), one rejected, one timed out and one not recommended, each with its audit row.",
      shown: "A yes, a no, silence and advice against it each ended in a row of audit_log, also when the host died in the wait.",
      nudge: "Three answers are possible: yes, no, and none. One of Ben's or Ada's cards deserves a No: look into the refunds table.",
      rails: ["handler", "run", "world", "host"],
      tabs: ["Journal", "Runs", "Memo", "Effects", "Database", "Console"],
      focus: [32, 45],
      also: ["Event", "Pause", "Speed"],
      predict: ask(
        "silence",
        "Nobody answers for four hours. How does the run end?",
        { paid: "The refund is paid", rejected: "The request is rejected", fails: "The run fails", waits: "It waits on" },
        "fails",
        "After the timeout the wait returns null, and reading a field of null throws, at every attempt.",
        (log) => {
          const r = log.runs.find((each) => each.end !== undefined && each.of("wait.timedout").length > 0);
          if (r?.failed) return "fails";
          return r && (refunds(r) > 0 ? "paid" : recordOf(r) === "refund_rejected" ? "rejected" : undefined);
        },
        ["the run fails", "throws at every attempt", "reading a field of null"],
      ),
      starts: "records",
      solution: "branch",
      offers: { rejects: "Everything but a Yes is a No", branch: "A branch of its own for silence", pays: "Stop only at a clear No" },
      walk: [ada, wake, wake, change("branch"), ada, crash, start, approve(), ben, reject(), ada, wake, carla],
      opensUpTo: "wait.registered",
      goals: goalOf("four-branches", (log) => log.versions, {
        title: "Approved through a crash, rejected, timed out, not recommended: each ends on record",
        none: "Nothing has run yet. Run Ada's request, leave its card alone and press Next wake-up: four hours pass.",
        clauses: {
          right: (version, log) => sayWrong(version, log) === "",
          approved: ({ runs }, log) => runs.some((r) => isRight(r, log) && refunds(r) === 1 && r.killedWaiting),
          rejected: has("refund_rejected"),
          "timed out": has("refund_timed_out"),
          "not recommended": has("refund_not_recommended"),
        },
        says: {
          right: sayWrong,
          approved: "Nothing approved through a crash yet. Run Ada's, press Crash host while it waits, Start host, Approve.",
          rejected: "Nothing rejected on this version yet. Run Ben's request, look into the ledger, and press Reject.",
          "timed out": "No silence on this version yet. Run a request and press Next wake-up: four hours pass.",
          "not recommended": "Nothing advised against on this version yet. Run Carla's request.",
        },
        broken: { right: sayWrong },
        evidence: "One version of the code: 1/0/0/0 refunds, 4 audit rows, and the host died while the approved run waited.",
      }),
      fails: { records: by("right", [ada, wake, wake]), pays: silent, rejects: silent, unrecorded: silent },
      alsoSolve: ["together"],
      alternatives: {
        "takes another order, and approves before a new host is there": via("branch", [
          ...[carla, ada, wake, ben, reject()],
          ...[ada, crash, approve(), start],
        ]),
        "has all of them wait at once": via("branch", [ada, ben, ada, crash, start, approve(), reject(), wake, carla]),
      },
    }),
    act("early-click", {
      title: "The click that comes too early",
      task: "The run holds between the notice and the wait. Approve it there, let it go on, and make that click count.",
      nudge: [
        "A wait sees only what arrives after it was registered. Which of the two must not wait for the other?",
        "Two promises that are begun together are reported together: Promise.all takes the wait and the notice.",
      ],
      shown: "A click that came before the wait counted: wait and notice began together, and neither waited for the other.",
      open: true,
      rails: ["handler", "run", "world", "host"],
      tabs: ["Journal", "Runs", "Memo", "Effects", "Database", "Wire", "Console"],
      focus: [32, 46],
      holds: [{ boundary: "after effect, before record", kind: "slack.posted" }],
      starts: "branch",
      solution: "everyEnding",
      events: ["ada", "ben"],
      walk: [...clickEarly, change("together"), ...clickEarly],
      opensUpTo: "run.held",
      goals: goal("early-click", {
        title: "An approval that comes before the wait counts",
        none: "Run Ada's request. It holds after the notice: press Approve there, then Next wake-up.",
        clauses: {
          decided: (r, log) => decisionsOn(r, log).length > 0,
          early,
          kept: (r) => !r.waiting,
          ends: (r) => r.end !== undefined,
          counts: (r) => r.completed && refunds(r) === 1,
        },
        says: {
          decided: (r) =>
            `Nobody has decided on ${id(r)}. Approve while its run is held; if it ended before, the reviewer was told too late.`,
          early: (r) => `${id(r)} was not approved while it was held. Run another and press Approve there, once.`,
          kept: (r) => `The click on ${id(r)} came before the wait, and is lost. Let the wait begin before the notice goes out.`,
          ends: (r) => `${id(r)} was decided early. Press Next wake-up.`,
          counts: (r) => `${id(r)} was decided early and ended with ${refunds(r)} refunds (${recordOf(r)}): the click was lost.`,
        },
        evidence: (r) => `${id(r)} was approved before its wait could see it; it completed with 1 refund.`,
      }),
      fails: { branch: "kept", longer: "kept", waitFirst: by("decided", [ada, wake, wake]) },
      alsoSolve: ["together", "stored"],
      alternatives: {
        "crashes the host after the click": via("together", [ada, approve(), crash, start, wake, wake]),
        "decides on the other request": via("stored", [ben, approve(), wake]),
      },
    }),
  ],
  minutes: [2, 2, 3, 4],
  promise: {
    endings: {
      approved: { by: [ada, approve()], leaves: "completed: refund_issued, 1 refund" },
      rejected: { by: [ada, reject()], leaves: "completed: refund_rejected, 0 refunds" },
      silence: { by: [ada], leaves: "completed: refund_timed_out, 0 refunds" },
      "advised against": { by: [carla], leaves: "completed: refund_not_recommended, 0 refunds" },
      "a small one": { by: [dana], leaves: "completed: refund_automatic, 1 refund" },
      'approved: "no"': { by: [ada, decided("no")], leaves: "completed: refund_rejected, 0 refunds" },
      'approved: "true"': { by: [ada, decided("true")], leaves: "completed: refund_rejected, 0 refunds" },
      "approved: 1": { by: [ada, decided(1)], leaves: "completed: refund_rejected, 0 refunds" },
      "nothing approved": { by: [ada, decided(undefined)], leaves: "completed: refund_rejected, 0 refunds" },
    },
    failing: {
      investigate: "completed: refund_not_investigated, 0 refunds",
      "notify-approver": "completed: refund_notice_failed, 0 refunds",
      "issue-refund": "completed: refund_unconfirmed, 0 refunds",
      // The row itself cannot be written: the run fails, where somebody sees it.
      audit: "failed: nothing, 1 refund",
    },
    left: (r) => `${recordOf(r)}, ${count(refunds(r), "refund")}`,
  },
});
