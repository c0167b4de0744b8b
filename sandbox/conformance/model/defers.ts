// Defers in a model program: which ops an entry reports for those that it has come past, as the SDK's own buffer would (protocol.md 2.4).
import type { Json, JsonObject } from "../../log/json.ts";
import { hashOf, type Defer, type Program } from "./program.ts";

/** The function that every defer starts. */
export const LATER = "model-later";
export const laterProgram: Program = [{ type: "run", id: "later", fails: 0, fatal: false }];
export const laterTrigger: Json = { event: "inngest/deferred.schedule", expression: `event.data._inngest.fn_slug == '${LATER}'` };

type Op = { readonly [key: string]: Json };

export class LazyOps {
  /** What the call says that the engine knows already (2.1). */
  readonly #known: Set<string>;
  constructor(known: JsonObject) {
    this.#known = new Set(Object.keys(known));
  }

  /** The ops of those that have not been reported yet; they count as reported from now on. */
  drain(passed: readonly Defer[]): readonly Op[] {
    return passed.flatMap(({ id, kept }): readonly Op[] => {
      if (this.#known.has(hashOf(id))) return [];
      this.#known.add(hashOf(id));
      const add: Op = { id: hashOf(id), op: "DeferAdd", userland: { id }, opts: { fn_slug: LATER, input: { of: id } } };
      const takeBack: Op = { id: hashOf(`${id}:abort`), op: "DeferAbort", opts: { target_hashed_id: hashOf(id) } };
      return kept ? [add] : [add, takeBack];
    });
  }
}
