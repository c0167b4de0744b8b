// What the timeline draws: the figure language of the course as data. x and y are in pixels of the drawing.
import type { Boundary } from "../../../../sandbox/log/facts.ts";

/** `call`: the engine's calls, where the handler's own entries are not observed. `flow`: not a rail but all runs on the lab's
 * clock (`flow-model.ts`), for acts whose lesson is time. */
export type RailName = "event" | "handler" | "call" | "run" | "world" | "host" | "flow";

/** Every mark knows the facts it stands for, what to call it, and which rail it sits on. */
type Common = { readonly at: number; seqs: number[]; says: string; x: number; y: number; readonly stepId?: string; readonly lane: number };

export type Segment = Common & {
  type: "segment";
  width: number;
  row: number;
  label: string;
  state: "running" | "recorded" | "failed" | "lost";
  reason: string;
  readonly key: string;
};
export type Ghost = Common & { type: "ghost"; width: number; label: string };
export type Hatch = Common & {
  type: "hatch";
  width: number;
  label: string;
  kind: "sleep" | "wait" | "retry";
  open: boolean;
  row: number;
  readonly key: string;
};
export type Cut = Common & { type: "cut"; label: string; kind: "host" | "engine" | "code" | "away" };
/** A call from when it went out until its answer; `failed`: none came that could be read. */
export type Call = Common & { type: "call"; width: number; label: string; state: "open" | "answered" | "failed" };
export type Effect = Common & { type: "effect"; label: string; suppressed: boolean; doubled: boolean; readonly key: string };

/** An event as it comes in. `lost`: it has started nothing, so far at least. */
export type Arrival = Common & { type: "arrival"; label: string; state: "lost" | "waiting" | "taken" | "refused" };

export type Mark =
  | Segment
  | Ghost
  | Hatch
  | Cut
  | Effect
  | Call
  | (Common & { type: "start" })
  | Arrival
  /** `severalLabel`: what it is called where more runs than one are drawn. */
  | (Common & { type: "entry"; label: string; readonly severalLabel: string })
  /** A service of the world turned a request down. */
  | (Common & { type: "refusal"; label: string })
  | (Common & { type: "hold"; boundary: Boundary })
  | (Common & { type: "cost"; label: string })
  | (Common & { type: "decision"; label: string; answer: "approve" | "reject" })
  | (Common & { type: "end"; state: "completed" | "failed" | "cancelled"; label: string });

/** A stretch of line: a run's fibre, or the host alive. */
export type Stretch = { readonly x: number; width: number; y: number; readonly lane: number };

export type Rail = { readonly name: RailName; readonly label: string; readonly gloss: string; readonly y: number };

export type TimelineView = {
  readonly width: number;
  readonly height: number;
  readonly rails: readonly Rail[];
  readonly marks: readonly Mark[];
  readonly fibres: readonly Stretch[];
  readonly hosts: readonly Stretch[];
  /** Smallest and largest `seq` on show, for the scrubber. */
  readonly first: number;
  readonly last: number;
  /** Too many runs to draw one by one: nothing is drawn here. */
  readonly crowded: boolean;
};

export const COLUMN = 30;
export const LEFT = 74;

export const GLOSSES: Readonly<Record<RailName, string>> = {
  event: "what came in from outside",
  handler: "your function, entered from its first line",
  call: "the engine calls your function, from its first line",
  run: "what the engine has in its log",
  world: "what has changed outside",
  host: "the process your code runs in",
  flow: "every run on the lab's clock",
};
