// How a person does an action in the frame: which controls, by their accessible names, one after the other. Journeys press so.
import type { Action } from "./actions.ts";
import type { Act, LabDefinition } from "./definition.ts";

export type Reach =
  | { readonly press: string }
  | { readonly choose: "Event" | "Crash at" | "Change" | "Speed" | "Webhook"; readonly option: string }
  | { readonly toggle: string }
  | { readonly decide: "Approve" | "Reject"; readonly request: number | string };

const button = (press: string): readonly Reach[] => [{ press }];

export function reachOf(lab: LabDefinition, act: Act, action: Action): readonly Reach[] {
  switch (action.do) {
    case "send":
      return act.controls.includes("Event")
        ? [{ choose: "Event", option: labelOf(act.events, action.event) }, { press: "Run" }]
        : button("Run");
    case "webhook":
      return [{ choose: "Webhook", option: labelOf(act.webhooks, action.webhook) }, { press: "Post webhook" }];
    case "crash":
      return button("Crash host");
    case "arm":
      return [{ choose: "Crash at", option: act.crashAt[action.moment]?.label ?? "" }, { press: "Arm crash" }];
    case "change":
      return isOffered(act, action.variant)
        ? [{ choose: "Change", option: changeLabel(act, action.variant) }, { press: "Apply edit" }]
        : [{ press: "Show solution" }, { press: "Apply edit" }];
    case "decide":
      return [{ decide: action.answer === "approve" ? "Approve" : "Reject", request: action.request }];
    case "checkpointing":
      return [{ toggle: "Checkpointing" }];
    case "fault":
      return [{ toggle: act.faults.find(({ id }) => id === action.fault)?.label ?? action.fault }];
    case "disarm":
      return button("Arm crash");
    case "start":
    case "restart-engine":
    case "wake":
    case "play":
    case "cancel":
    case "replay":
    case "rerun":
      return button(NAMES[action.do]);
    default:
      throw new Error(`${lab.id}, act ${act.id}: no control of the frame does ${action.do}.`);
  }
}

const NAMES = {
  start: "Start host",
  "restart-engine": "Restart engine",
  wake: "Next wake-up",
  play: "Play",
  cancel: "Cancel run",
  replay: "Replay failed",
  rerun: "Rerun",
} as const;

const labelOf = (all: readonly { readonly key: string; readonly label: string }[], key: string): string =>
  all.find((each) => each.key === key)?.label ?? key;
/** A challenge offers no change: its solution is only reached by Show solution. */
const isOffered = (act: Act, variant: string): boolean => variant !== act.solution || act.changes.some(({ id }) => id === variant);
const changeLabel = (act: Act, variant: string): string => act.changes.find(({ id }) => id === variant)?.label ?? variant;
