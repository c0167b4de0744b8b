// Programs: small made-up functions for property tests, and what they must come to whatever happens on the way.
// A program is data; `evaluate` is the slow, obvious oracle, `walk` reads it as an SDK reads a handler: from the top, with memos.
import type { Json, JsonObject } from "../../log/json.ts";

export type Step =
  /** Fails on its first `fails` attempts; `fatal`: for good, and the handler catches it. */
  | { readonly type: "run"; readonly id: string; readonly fails: number; readonly fatal: boolean }
  | { readonly type: "sleep"; readonly id: string; readonly ms: number }
  /** `hit`: the event is sent once the wait stands; otherwise it times out. */
  | { readonly type: "wait"; readonly id: string; readonly hit: boolean }
  | { readonly type: "invoke"; readonly id: string; readonly child: Program }
  /** `hit`: the signal is sent once the wait stands. */
  | { readonly type: "signal"; readonly id: string; readonly hit: boolean }
  /** A request that the engine makes; nobody answers the first `fails` of them. */
  | { readonly type: "fetch"; readonly id: string; readonly fails: number };

/** Leaves work to another function; one that is not `kept` is taken back at once. It comes to nothing in the result. */
export type Defer = { readonly type: "defer"; readonly id: string; readonly kept: boolean };

export type Node =
  | Step
  | Defer
  | { readonly type: "parallel"; readonly branches: readonly Program[] }
  /** Fails outside any step on the first attempts of a call. */
  | { readonly type: "stumble"; readonly times: number };

export type Program = readonly Node[];

export const hashOf = (id: string): string => `hash-of-${id}`;
export const eventFor = (id: string): string => `wait/${id}`;
/** Of one run: two runs that wait for one signal would be in each other's way (protocol.md 5.11). */
export const signalFor = (id: string, runId: string): string => `signal/${id}/${runId}`;
export const urlFor = (id: string): string => `https://other.test/${id}`;
export const childSlug = (id: string): string => `model-child-${id}`;
export const OUTPUT_OF_FATAL = "caught";

/** What the program returns, whatever crashes, retries and restarts lie on its way. */
export function evaluate(program: Program): Json {
  return program.flatMap((node): Json[] => {
    switch (node.type) {
      case "run":
        return [node.fatal ? OUTPUT_OF_FATAL : outputOf(node.id)];
      case "sleep":
        return [null];
      case "wait":
      case "signal":
        return [node.hit ? node.id : null];
      case "fetch":
        return [node.id];
      case "invoke":
        return [evaluate(node.child)];
      case "parallel":
        return [node.branches.map(evaluate)];
      case "stumble":
      case "defer":
        return [];
    }
  });
}

export const outputOf = (id: string): Json => ({ did: id });

/** Every step of a program, children's own not included. */
export function stepsOf(program: Program): readonly Step[] {
  return program.flatMap((node) => {
    if (node.type === "parallel") return node.branches.flatMap(stepsOf);
    return node.type === "stumble" || node.type === "defer" ? [] : [node];
  });
}

export type Walked =
  | { readonly type: "returned"; readonly output: readonly Json[] }
  | { readonly type: "stumbled" }
  | { readonly type: "open"; readonly steps: readonly Step[] };

/** One entry of the handler: goes on as far as the memos reach. `passed`: the defers that it has come past. */
export function walk(program: Program, memos: JsonObject, attempt: number, passed: Defer[] = []): Walked {
  const output: Json[] = [];
  for (const node of program) {
    if (node.type === "defer") {
      passed.push(node);
      continue;
    }
    if (node.type === "stumble") {
      if (attempt < node.times) return { type: "stumbled" };
      continue;
    }
    const part = node.type === "parallel" ? walkBranches(node.branches, memos, attempt) : walkStep(node, memos);
    if (part.type !== "returned") return part;
    output.push(...part.output);
  }
  return { type: "returned", output };
}

function walkBranches(branches: readonly Program[], memos: JsonObject, attempt: number): Walked {
  const walked = branches.map((branch) => walk(branch, memos, attempt));
  if (walked.some((branch) => branch.type === "stumbled")) return { type: "stumbled" };
  const steps = walked.flatMap((branch) => (branch.type === "open" ? branch.steps : []));
  if (steps.length > 0) return { type: "open", steps };
  return { type: "returned", output: [walked.flatMap((branch) => (branch.type === "returned" ? [branch.output] : []))] };
}

function walkStep(step: Step, memos: JsonObject): Walked {
  const memo = memos[hashOf(step.id)];
  if (memo === undefined) return { type: "open", steps: [step] };
  return { type: "returned", output: [valueOf(step, memo)] };
}

function valueOf(step: Step, memo: Json): Json {
  const fields = typeof memo === "object" && memo !== null && !Array.isArray(memo) ? (memo as JsonObject) : {};
  if (step.type === "sleep") return null;
  if (step.type === "signal") return memo === null ? null : ((fields["data"] as JsonObject)["data"] ?? null);
  if (step.type === "fetch") return fields["error"] === undefined ? ((fields["data"] as JsonObject)["body"] ?? null) : OUTPUT_OF_FATAL;
  if (step.type === "wait") return memo === null ? null : ((fields["data"] as JsonObject)["id"] ?? null);
  return fields["error"] === undefined ? (fields["data"] ?? null) : OUTPUT_OF_FATAL;
}
