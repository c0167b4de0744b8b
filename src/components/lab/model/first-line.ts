// The line at which an editor opens: what is wrong there, else what was changed last time, else what the act is about.
import type { Act } from "../../../../sandbox/labs/kit/definition.ts";
import type { CodeError } from "./code-model.ts";

type Where = {
  readonly text: string;
  /** The file as the lab gives it. */
  readonly given: string | undefined;
  readonly error?: CodeError["place"];
  readonly focus?: Act["focus"];
};

/** Counts from 1. */
export function firstLine({ text, given, error, focus }: Where): number {
  if (error !== undefined) return error.line;
  const before = given?.split("\n") ?? [];
  const changed = text.split("\n").findIndex((line, index) => line !== before[index]);
  if (given !== undefined && changed >= 0) return changed + 1;
  return focus?.[0] ?? 1;
}
