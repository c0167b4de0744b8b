// The lab's one sentence: what stands still, why, and what can be pressed. Spoken as a live region.
import type { Boundary, Instant, RetryReason } from "../../../../sandbox/log/facts.ts";
import type { PlaceView } from "../../../../sandbox/session/lab-session.ts";
import type { LabPlace, LabRun, LabState } from "./attributes.ts";
import { saysCrowd, saysQueuedRun } from "./crowd.ts";
import { firstLine, roughly, value } from "./format.ts";
import { pendingOf, type RunView } from "./runs.ts";
import { assertNever } from "./never.ts";
import type { Loading } from "../../../../sandbox/session/open.ts";
import { saysApplying, saysHostStarting, saysOpening, saysRestoring, WAIT_S } from "./starting.ts";

export type Situation = {
  readonly state: LabState;
  readonly run: LabRun;
  readonly whose: LabPlace;
  readonly place: PlaceView | undefined;
  readonly newest: RunView | undefined;
  /** The runs that are told together, where there are too many to tell one by one. */
  readonly crowd: readonly RunView[] | undefined;
  readonly now: Instant;
  readonly facts: number;
  /** What has come of a place that opens. */
  readonly loading: Loading | undefined;
  /** New code is being put into service. */
  readonly applying: boolean;
  /** For how many seconds the lab has been opening, starting a host or applying code. */
  readonly waited: number;
  readonly failure: string | undefined;
  /** The log is in this browser and not open yet. */
  readonly restoring: boolean;
  /** What went wrong with the last press, or what it achieved when nothing else shows it. */
  readonly notice: string | undefined;
  readonly away: string | undefined;
  readonly announces: string | undefined;
  readonly supervised: boolean;
  /** The act's own words for a boundary, where it has some. */
  readonly placeName: (boundary: Boundary, stepId: string | undefined) => string;
};

export function sentence(at: Situation): string {
  if (at.state === "failed") return `The lab could not start: ${at.failure ?? "the browser gave no reason"}`;
  if (at.whose === "observer") return "This lab is open in another tab, which runs its engine. You are looking on.";
  if (at.state !== "starting" && at.applying && at.waited >= WAIT_S) return saysApplying(at.waited);
  if (at.notice !== undefined) return at.notice;
  if (at.restoring) return saysRestoring(at.loading);
  if (at.state === "starting") return at.place === undefined ? saysOpening(at.loading) : saysHostStarting(at.waited);
  if (at.whose === "contained")
    return "The code gave no answer, so its host was stopped. Page, engine and log are unharmed. Repair the code, then press Apply edit.";
  if (at.away !== undefined) return at.away;
  const idle = at.newest === undefined || at.run === "completed" || at.run === "failed" || at.run === "cancelled";
  if (at.place?.armed !== undefined && idle)
    return `A crash is armed: the host will die ${at.placeName(at.place.armed.boundary, at.place.armed.stepId)}. Press Run.`;
  if (at.state === "crashed") return crashed(at);
  if (at.state === "recorded") return "Recorded by this engine when the page was built. Press Run to make it happen here.";
  if (at.state === "ready") return at.announces ?? "Ready. Nothing has run yet.";
  return saysRun(at);
}

const RETRY_SAID: Readonly<Record<RetryReason, string>> = {
  "step-error": "The step threw",
  "function-error": "The function threw",
  "no-answer": "No answer came",
  "bad-answer": "The answer could not be read",
};

function crashed(at: Situation): string {
  if (at.place?.host === "broken") return "The code did not start. Repair it, then press Apply edit.";
  if (at.supervised) return "The host is dead. The log is not: a supervisor is starting a new host.";
  return `The host is dead and remembers nothing. The engine's log still holds ${at.facts} facts. Start host brings up a new one.`;
}

function saysRun(at: Situation): string {
  const run = at.newest;
  if (run === undefined) return at.announces ?? "Ready.";
  if (at.crowd !== undefined && at.run !== "held") return saysCrowd(at.crowd);
  const next = pendingOf(run);
  const left = roughly((next?.until ?? at.now) - at.now);
  switch (at.run) {
    case "none":
      return "Ready.";
    case "running":
      return run.step === undefined ? `Run ${run.n} is running.` : `Running ${run.step}.`;
    case "held": {
      const held = run.held ?? at.place?.held[0];
      return `Holding ${held === undefined ? "" : at.placeName(held.boundary, held.stepId)}: crash here, or go on with Next wake-up.`;
    }
    case "queued":
      return saysQueuedRun(run, at.now);
    case "sleeping":
      return `Run ${run.n} sleeps in ${next?.stepId ?? "a sleep"}: ${left} left. Nothing of it is running.`;
    case "waiting":
      return `Run ${run.n} waits for ${next?.what ?? "an event"}: ${left} left.`;
    case "retrying":
      return run.retry === undefined
        ? "Waiting to try again."
        : `${RETRY_SAID[run.retry.because]}: ${run.retry.stepId === "" ? "the next attempt" : `the next attempt of ${run.retry.stepId}`} is due in ${left}.`;
    case "completed":
      return `Run ${run.n} completed: ${value(run.output, 80)}`;
    case "failed":
      return `Run ${run.n} failed: ${firstLine(run.error?.message ?? "", 120)}`;
    case "cancelled":
      return `Run ${run.n} was cancelled: ${firstLine(run.because ?? "", 120)}`;
    default:
      return assertNever(at.run);
  }
}

/** What Next wake-up would do, beside the button. */
export function wakeHint(place: PlaceView | undefined, now: Instant): string {
  const next = place?.clock.next;
  if (next === undefined) return "";
  switch (next.kind) {
    case "held":
      return "lets the held run go on";
    case "sleep":
      return `sleep ends in ${roughly(next.at - now)}`;
    case "wait":
      return `wait ends in ${roughly(next.at - now)}`;
    case "retry":
      return `retry in ${roughly(next.at - now)}`;
    case "event":
    case "cron":
      return `due in ${roughly(next.at - now)}`;
    case "batch":
      return `batch goes in ${roughly(next.at - now)}`;
    case "debounce":
      return `quiet for ${roughly(next.at - now)} more`;
    case "throttle":
      return `next start in ${roughly(next.at - now)}`;
    case "timeout":
      return `timeout in ${roughly(next.at - now)}`;
    default:
      return assertNever(next.kind);
  }
}
