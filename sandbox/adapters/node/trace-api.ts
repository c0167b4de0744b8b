// What the trace interface is answered at `/trace/…`, as JSON. Types alone: the page compiles against them, the server answers by them.
import type { Fact, Instant } from "../../log/facts.ts";
import type { WireEntry } from "../../session/lab-session.ts";
import type { AppView, FunctionRow, RunRow } from "./reads.ts";

/** `GET /trace/runs/:id`. `facts`: all of the run's, in order. */
export type RunAnswer = { readonly run: RunRow; readonly facts: readonly Fact[]; readonly wire: readonly WireEntry[] };

/** `GET /trace/functions` */
export type FunctionsAnswer = { readonly functions: readonly FunctionRow[]; readonly apps: readonly AppView[] };

/** `GET /trace/about`. `where`: the log's file or "memory"; `keys`: whether keys are asked for. */
export type About = {
  readonly version: string;
  readonly where: string;
  readonly now: Instant;
  readonly keys: boolean;
  readonly lastSeq: number;
};

/** `POST /trace/replay`: like the engine's filter, with the words of the lists. */
export type ReplayAsked = { readonly fn: string; readonly since?: Instant; readonly until?: Instant; readonly error?: string };
