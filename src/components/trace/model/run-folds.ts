// What a run's facts say, folded for its page: attempts, its relatives, and what of it anybody observes. Pure.
import type { EventRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact, FactOf, StoredEvent, WireError } from "../../../../sandbox/log/facts.ts";
import type { Json } from "../../../../sandbox/log/json.ts";
import type { WireEntry } from "../../../../sandbox/session/lab-session.ts";
import { length, value } from "../../lab/model/format.ts";
import type { Cell, Row, Table } from "../../lab/model/tabs.ts";
import type { RailName } from "../../lab/model/timeline-marks.ts";

const text = (said: string): Cell => ({ text: said });
const code = (said: string, title = said): Cell => ({ text: said, code: true, title });

/** The rails that these facts can fill. Where nobody observes the handler the engine's calls stand for its entries. */
export function railsOf(facts: readonly Fact[]): readonly RailName[] {
  const has = (...types: readonly Fact["type"][]): boolean => facts.some((fact) => types.includes(fact.type));
  return [
    has("handler.entered") ? "handler" : "call",
    "run",
    ...(has("effect", "cost") ? (["world"] as const) : []),
    ...(has("host.started", "host.killed") ? (["host"] as const) : []),
  ];
}

/** What the drawing cannot show here, in words. */
export function notObserved(rails: readonly RailName[]): string {
  const missing = [
    ...(rails.includes("world") ? [] : ["effects outside"]),
    ...(rails.includes("host") ? [] : ["your process as it starts and dies"]),
  ];
  return missing.length === 0
    ? ""
    : `Not observed here: ${missing.join(" and ")}. Your app runs on its own; the engine sees its calls and their answers.`;
}

/** Every attempt that ended, and what came of it. A step's time is at most what has passed since the record before it. */
export function attemptsTable(facts: readonly Fact[]): Table {
  let since = facts[0]?.t ?? 0;
  const rows: Row[] = [];
  const add = (fact: Fact, step: string, attempt: number, end: string, tone: Row["tone"], what: Cell): void => {
    rows.push({
      key: String(fact.seq),
      seq: fact.seq,
      tone,
      cells: [code(step), text(String(attempt + 1)), text(end), text(`at most ${length(fact.t - since)}`), what],
    });
  };
  for (const fact of facts) {
    if (fact.type === "step.completed")
      add(fact, fact.stepId, fact.attempt, "recorded", "plain", code(value(fact.output, 80), value(fact.output, 2000)));
    if (fact.type === "step.failed")
      add(fact, fact.stepId, fact.attempt, fact.retriable ? "failed" : "failed for good", "bad", text(errorLine(fact.error)));
    if (fact.type === "step.retry.scheduled" && fact.stepId === undefined)
      add(fact, "(the function)", fact.attempt - 1, "failed", "bad", text(errorLine(fact.error)));
    if (fact.type === "run.failed")
      add(fact, "(the function)", attemptsOf(facts, fact) - 1, "failed for good", "bad", text(errorLine(fact.error)));
    if (fact.type === "call.sent" || fact.type === "step.completed" || fact.type === "step.failed") since = fact.t;
  }
  return { name: "Attempts", columns: ["step", "attempt", "came to", "took", "what"], rows, empty: "No attempt has ended yet." };
}

/** How often the function itself was tried: the last call says. */
function attemptsOf(facts: readonly Fact[], end: Fact): number {
  const last = facts.findLast((fact): fact is FactOf<"call.sent"> => fact.type === "call.sent" && fact.seq < end.seq);
  return (last?.attempt ?? 0) + 1;
}

const errorLine = (error: WireError): string => `${error.name}: ${error.message.split("\n", 1)[0] ?? ""}`;

/** What a call carried, in the protocol's own words: its ops, and the steps that they are of. Read from text that may be cut. */
export function opsOf(entry: WireEntry): string {
  const body = (entry.direction === "engine-to-app" ? entry.responseBody : entry.requestBody) ?? "";
  const all = (field: string): string[] =>
    [...body.matchAll(new RegExp(`"${field}"\\s*:\\s*"([^"\\\\]{1,80})"`, "g"))].map(([, name]) => name ?? "");
  const ops = [...new Set(all("op"))].join(", ");
  const steps = [...new Set(all("displayName"))].slice(0, 6).join(", ");
  return steps === "" ? ops : `${ops}: ${steps}`;
}

export type StoredStep = {
  readonly stepId: string;
  readonly hashedId: string;
  readonly output: Json;
  readonly seq: number;
  readonly kind: string;
};

/** Steps that have a result, in the order of the records: step id → what is stored. */
export function storedSteps(facts: readonly Fact[]): readonly StoredStep[] {
  return facts.flatMap((fact) => {
    const stored = outputOf(fact);
    return stored === undefined || !("hashedId" in fact) || fact.hashedId === undefined || fact.stepId === undefined
      ? []
      : [{ stepId: fact.stepId, hashedId: fact.hashedId, output: stored.output, kind: stored.kind, seq: fact.seq }];
  });
}

function outputOf(fact: Fact): { readonly output: Json; readonly kind: string } | undefined {
  switch (fact.type) {
    case "step.completed":
      return { output: fact.output, kind: fact.kind };
    case "sleep.ended":
      return { output: null, kind: "sleep" };
    case "wait.timedout":
    case "signal.timedout":
      return { output: null, kind: "wait, timed out" };
    case "wait.matched":
      return { output: { event: fact.eventId }, kind: "wait" };
    case "signal.matched":
      return { output: { signal: fact.signal, data: fact.data }, kind: "signal" };
    case "gateway.ended":
      return { output: fact.output, kind: "request" };
    case "invoke.ended":
      return { output: "data" in fact.result ? fact.result.data : { error: fact.result.error.message }, kind: "invoke" };
    default:
      return undefined;
  }
}

/** Steps that a rerun may begin from: those that the log knows, by the name that the function gives. */
export function stepsToBeginFrom(facts: readonly Fact[]): readonly { readonly stepId: string; readonly runsCode: boolean }[] {
  const steps = new Map<string, boolean>();
  for (const fact of facts) {
    if (!("hashedId" in fact) || fact.hashedId === undefined || fact.stepId === undefined) continue;
    const runsCode = fact.type === "step.completed" || fact.type === "step.failed" || fact.type === "step.planned";
    steps.set(fact.stepId, runsCode || steps.get(fact.stepId) === true);
  }
  return [...steps].map(([stepId, runsCode]) => ({ stepId, runsCode }));
}

/** `runId`: known when it has ended, and before that where the place was asked. */
export type Child = { readonly stepId: string; readonly hashedId: string; readonly target: string; readonly runId: string | undefined };

export type Relatives = {
  /** The run that invoked this one, or that this one repeats. */
  readonly parent: string | undefined;
  readonly children: readonly Child[];
  /** Set where this run began from a step of another. */
  readonly fromStep: string | undefined;
  readonly events: readonly StoredEvent[];
};

/** Which runs the engine's own events have started for steps of this run: the events name the step (protocol.md 4.6). */
export function invokedBy(runId: string, events: readonly EventRow[]): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap(({ data, runs }): (readonly [string, string])[] => {
      const own = data["_inngest"];
      const correlation = typeof own === "object" && own !== null && "correlation_id" in own ? own["correlation_id"] : undefined;
      const [child] = runs;
      if (typeof correlation !== "string" || child === undefined || !correlation.startsWith(`${runId}.`)) return [];
      return [[correlation.slice(runId.length + 1), child.runId]];
    }),
  );
}

/** Who asked for this run, and whom it asked. `known`: runs under way, by the step that waits for them. */
export function relativesOf(facts: readonly Fact[], known: ReadonlyMap<string, string> = new Map()): Relatives {
  const created = facts.find((fact) => fact.type === "run.created");
  const ended = new Map(facts.flatMap((fact) => (fact.type === "invoke.ended" ? [[fact.hashedId, fact.childRunId] as const] : [])));
  return {
    parent: created?.parentRunId,
    fromStep: created?.from?.stepId,
    events: created?.events ?? [],
    children: facts.flatMap((fact) =>
      fact.type === "invoke.started"
        ? [
            {
              stepId: fact.stepId,
              hashedId: fact.hashedId,
              target: fact.target,
              runId: ended.get(fact.hashedId) ?? known.get(fact.hashedId),
            },
          ]
        : [],
    ),
  };
}
