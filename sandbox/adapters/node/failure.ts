// A place that takes nothing more says so, once, to whoever watches it. Its answers are 503 from then on (L1: nothing is acknowledged).
// Boundary: only looks on. The engine stops by itself, at the first write that fails or at a decision that breaks half-way.
import type { Engine } from "../../engine/engine.ts";
import { objectOr, parseJson, textOr } from "../../protocol/shape.ts";
import type { NodeStore } from "./ports.ts";

type Tell = (why: string) => void;

/** `silence`: from now on the end is meant. */
export function tellOnce(told: Tell = () => {}): { readonly tell: Tell; readonly silence: () => void } {
  let isTold = false;
  return {
    tell(why) {
      if (!isTold) told(why);
      isTold = true;
    },
    silence() {
      isTold = true;
    },
  };
}

export function watchedStore(store: NodeStore, tell: Tell): NodeStore {
  return {
    ...store,
    async append(facts) {
      try {
        await store.append(facts);
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  };
}

export function watchedEngine(engine: Engine, tell: Tell): Engine {
  return {
    ...engine,
    async handle(request, source) {
      const response = await engine.handle(request, source);
      if (response.status === 503) tell(textOr(objectOr(parseJson(response.body))?.["error"]) ?? "The engine has stopped.");
      return response;
    },
  };
}
