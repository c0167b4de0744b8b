// What was pressed, read back from a log: the walk that a share link carries, and that would lead to the same log again.
import type { Fact, FactOf } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import { openRequests } from "../../log/requests.ts";
import type { Action } from "./actions.ts";
import type { Act, LabDefinition } from "./definition.ts";

/** An action and the number of the fact that shows it. */
export type Pressed = { readonly seq: number; readonly action: Action };

export function pressedIn(facts: readonly Fact[], lab: LabDefinition, act: Act): readonly Pressed[] {
  const read = createPressReader(lab, act);
  return facts.flatMap((fact) => {
    const action = read(fact);
    return action === undefined ? [] : [{ seq: fact.seq, action }];
  });
}

/** Reads a log fact by fact: what was pressed, where a fact shows a press. */
export function createPressReader(lab: LabDefinition, act: Act): (fact: Fact) => Action | undefined {
  const facts: Fact[] = [];
  return (fact) => {
    const index = facts.push(fact) - 1;
    const action = actionOf(fact, { facts, index, lab, act });
    return action !== undefined && isOfSameBurst(fact, facts[index - 1], action) ? undefined : action;
  };
}

/** Events of one press come one after the other, at one instant. */
function isOfSameBurst(fact: Fact, before: Fact | undefined, action: Action): boolean {
  return action.do === "send" && fact.type === "event.received" && before?.type === "event.received" && before.t === fact.t;
}

type Around = { readonly facts: readonly Fact[]; readonly index: number; readonly lab: LabDefinition; readonly act: Act };

function actionOf(fact: Fact, { facts, index, lab, act }: Around): Action | undefined {
  switch (fact.type) {
    case "event.received":
      if (fact.source === "webhook" && act.webhooks.length === 1) return { do: "webhook", webhook: act.webhooks[0]?.key ?? "" };
      return fact.source === "learner" && fact.name !== lab.requests?.decisionEvent ? sent(fact, act) : undefined;
    case "request.decided": {
      const open = lab.requests === undefined ? [] : openRequests(facts.slice(0, index), lab.requests, act.id);
      return { do: "decide", request: open.findIndex(({ id }) => id === fact.request) + 1, answer: fact.answer };
    }
    case "host.killed":
      return fact.by === "learner" ? { do: "crash" } : undefined;
    case "host.started":
      return fact.by === "learner" && wasDead(facts.slice(0, index)) ? { do: "start" } : undefined;
    case "fault.armed":
      return { do: "arm", moment: momentAt(fact, act) };
    case "fault.disarmed":
      return { do: "disarm" };
    case "fault.switched":
      return { do: "fault", fault: fact.fault, on: fact.on };
    case "checkpointing.set":
      return { do: "checkpointing", on: fact.on };
    case "engine.restarted":
      return { do: "restart-engine" };
    case "clock.moved":
      return fact.by === "next" ? { do: "wake" } : { do: "advance", ms: fact.to - fact.from };
    case "run.released":
      return { do: "wake" };
    case "code.deployed":
      return deployedBy(fact);
    case "run.created":
      return fact.cause === "rerun" ? { do: "rerun", ...(fact.from && { from: fact.from.stepId }) } : undefined;
    default:
      return undefined;
  }
}

/** A host that follows new code was started by the deploy. */
function wasDead(before: readonly Fact[]): boolean {
  const last = before.findLast(({ type }) => type === "host.killed" || type === "code.deployed" || type === "host.started");
  return last?.type === "host.killed" && last.by !== "deploy";
}

function deployedBy({ by, change, files, version }: FactOf<"code.deployed">): Action | undefined {
  if (version === 1) return undefined;
  return by === "change" && change !== undefined ? { do: "change", variant: change } : { do: "apply", files, by };
}

function sent({ name, data }: FactOf<"event.received">, act: Act): Action {
  const event = act.events.find((each) => each.name === name && fits(each.data, data));
  return event === undefined ? { do: "post", name, data } : { do: "send", event: event.key };
}

/** Whether a value may have been made from what the lab offers: `{n}` and `{n%5}` stand for any number. */
function fits(offered: Json, value: Json | undefined): boolean {
  if (typeof offered === "string" && typeof value === "string") return patternOf(offered).test(value);
  if (offered === null || typeof offered !== "object") return offered === value;
  if (value === null || typeof value !== "object") return false;
  const inner = new Map<string, Json>(Object.entries(value));
  return Object.entries(offered).every(([key, each]) => fits(each as Json, inner.get(key)));
}

function patternOf(text: string): RegExp {
  const parts = text.split(/\{n(?:%\d+)?\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("\\d+")}$`);
}

function momentAt(fact: FactOf<"fault.armed">, act: Act): number {
  const same = act.crashAt.findIndex(
    ({ boundary, stepId, kind }) => boundary === fact.boundary && stepId === fact.stepId && kind === fact.kind,
  );
  return Math.max(0, same);
}
