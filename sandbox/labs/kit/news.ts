// What an act adds to the frame, announced in one sentence: what is new there is said once, in the same words in every lab.
import type { ControlName } from "./control-names.ts";
import type { RailName } from "./definition.ts";

const CONTROLS: { readonly [name in ControlName]?: string } = {
  "Crash host": "Crash host kills the process that runs your file.",
  "Restart engine": "Restart engine kills the engine and starts a new one from what is stored.",
  Event: "Event chooses what Run sends.",
  Change: "Change and Edit code put another version of the file into service.",
  "Arm crash": "Arm crash kills the host when a run reaches the moment under Crash at.",
  Faults: "A fault can switch a service off.",
  Checkpointing: "Checkpointing lets the host record many steps in one call. Switched off, it answers after each.",
  Play: "Play lets time go on until nothing is due.",
  Webhook: "Webhook posts to the lab as a provider would.",
  "Cancel run": "Cancel run ends the newest run at its next step.",
  "Replay failed": "Replay failed runs every failed run again.",
  Requests: "A card asks for your decision.",
};
const RAILS: { readonly [name in RailName]?: string } = {
  handler: "The handler rail marks each time the function was entered from its first line.",
  event: "The event rail shows what arrives, and what it starts.",
  flow: "The flow shows how many runs are running and how many stand in line.",
  world: "The world's rail shows what was done outside, and what it cost.",
};

type Shown = { readonly controls: readonly ControlName[]; readonly rails: readonly RailName[] };

/** "New here: …" for what no earlier act has shown; undefined when there is nothing to say, and in the first act. */
export function newsOf(act: Shown, earlier: readonly Shown[]): string | undefined {
  if (earlier.length === 0) return undefined;
  const fresh = <T>(of: readonly T[], known: readonly T[]): readonly T[] => of.filter((each) => !known.includes(each));
  const controls = fresh(
    act.controls,
    earlier.flatMap((each) => each.controls),
  ).map((name) => CONTROLS[name]);
  const rails = fresh(
    act.rails,
    earlier.flatMap((each) => each.rails),
  ).map((name) => RAILS[name]);
  const said = [...controls, ...rails].filter((text) => text !== undefined);
  return said.length === 0 ? undefined : `New here: ${said.join(" ")}`;
}
