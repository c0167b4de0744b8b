// Opens a store: folds its log into the state. A snapshot saves folding the facts that it holds, and changes nothing else.
import { LOG_VERSION, type Fact } from "../log/facts.ts";
import { isEngineFact } from "../log/families.ts";
import { decodeFacts } from "../log/codec.ts";
import { versionOf } from "../log/upcast.ts";
import type { Json } from "../log/json.ts";
import { fold } from "./core/fold.ts";
import { readSnapshot } from "./core/snapshot.ts";
import { createState, type EngineState } from "./core/state.ts";
import type { EventStore } from "./ports/event-store.ts";

/** `folded`: how many facts came after the snapshot. */
type OpenState = { readonly state: EngineState; readonly lastSeq: number; readonly folded: number };

export async function openState(store: EventStore): Promise<OpenState> {
  const snapshot = await store.loadSnapshot();
  const cached = snapshot === undefined ? undefined : readSnapshot(snapshot);
  const state = cached ?? createState();
  const upTo = cached === undefined ? 0 : (snapshot?.upTo ?? 0);
  const facts = upToDate(await store.read(upTo + 1));
  for (const fact of facts) if (isEngineFact(fact)) fold(state, fact);
  return { state, lastSeq: facts.at(-1)?.seq ?? upTo, folded: facts.length };
}

// The version is in the first fact of a log. Facts that follow a snapshot are of the present version, as the snapshot is.
function upToDate(facts: readonly Fact[]): readonly Fact[] {
  const version = versionOf(facts[0]);
  return version === LOG_VERSION ? facts : decodeFacts(facts as unknown as Json, version);
}
