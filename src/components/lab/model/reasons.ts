// The short words that several sentences share: why the engine called, why it calls again, what a status means.
import type { EntryReason, RetryReason } from "../../../../sandbox/log/facts.ts";

export const REASONS: Readonly<Record<EntryReason, string>> = {
  start: "first call",
  resume: "resumed after a wait",
  retry: "retry",
  "next-step": "next step",
  "planned-step": "one planned step",
  "runtime-limit": "the call had run long enough",
  "engine-restart": "the engine restarted",
};

export const RETRY_REASONS: Readonly<Record<RetryReason, string>> = {
  "step-error": "the step threw",
  "function-error": "the function threw",
  "no-answer": "no answer",
  "bad-answer": "an answer that cannot be read",
};

/** What the SDK's status says (protocol.md 2.3). */
export function answer(status: number): string {
  if (status === 200) return "200, finished";
  if (status === 206) return "206, not finished";
  return `${status}, an error`;
}
