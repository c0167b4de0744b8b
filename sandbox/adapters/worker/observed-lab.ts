// A lab whose engine runs in another tab: its facts are read from the store and its updates heard on a channel; nothing is written.
// The owner answers what only its engine knows (the place, the wire, the world's tables).
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Capabilities, SessionUpdate } from "../../session/lab-session.ts";
import { isVerb, type VerbsOfKind } from "../../session/verbs.ts";
import { openIndexedDbStore } from "./indexed-db-store.ts";
import type { Asker } from "./own-lab.ts";

/** Questions that change nothing, which an owner answers for its observers. */
type Readable = VerbsOfKind<"reads">;

type Word =
  | { readonly type: "update"; readonly update: SessionUpdate }
  | { readonly type: "ask"; readonly id: string; readonly name: Readable; readonly args: readonly unknown[] }
  | { readonly type: "answer"; readonly id: string; readonly value: unknown };

const channelOf = (lab: string): BroadcastChannel => new BroadcastChannel(`ans:news:${lab}`);
/** An owner that is frozen in the background does not answer. */
const ANSWER_MS = 3000;

export class OnlyLooking extends Error {
  readonly code = "observer";
  constructor() {
    super("This lab runs in another tab; this one shows what happens there. Press Take over here to run it in this tab.");
    this.name = "OnlyLooking";
  }
}

/** The owner's side: spreads news and answers observers. */
export function tellObservers(lab: string, ask: Asker): { tell(update: SessionUpdate): void; close(): void } {
  const channel = channelOf(lab);
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.type !== "ask" || !isVerb(data.name, "reads")) return;
    const { id, name, args } = data;
    ask(name, ...(args as never)).then(
      (value) => channel.postMessage({ type: "answer", id, value } satisfies Word),
      () => undefined,
    );
  };
  return { tell: (update) => channel.postMessage({ type: "update", update } satisfies Word), close: () => channel.close() };
}

export interface ObservedLab {
  readonly capabilities: Capabilities;
  readonly ask: Asker;
  dispose(): void;
}

/** The observer's side. */
export async function observeLab(lab: string, updated: (update: SessionUpdate) => void): Promise<ObservedLab> {
  const channel = channelOf(lab);
  const open = new Map<string, (value: unknown) => void>();
  const store: EventStore | undefined = await openIndexedDbStore(lab).catch(() => undefined);

  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.type === "update") updated(data.update);
    if (data.type === "answer") open.get(data.id)?.(data.value);
  };
  const askOwner = (name: Readable, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = Math.random().toString(36).slice(2);
      const late = setTimeout(() => settle(() => reject(new OnlyLooking())), ANSWER_MS);
      const settle = (how: () => void): void => {
        clearTimeout(late);
        open.delete(id);
        how();
      };
      open.set(id, (value) => settle(() => resolve(value)));
      channel.postMessage({ type: "ask", id, name, args } satisfies Word);
    });
  const ask = (name: string, ...args: readonly unknown[]): Promise<unknown> => {
    if (name === "facts" && store) return store.read((args[0] as number | undefined) ?? 1).then((facts) => [...facts]);
    return isVerb(name, "reads") ? askOwner(name, args) : Promise.reject(new OnlyLooking());
  };
  return {
    capabilities: { keeps: store !== undefined, place: "worker" },
    ask: ask as Asker,
    dispose() {
      channel.close();
      store?.close();
    },
  };
}
