// The sentences between the tables of "How fast the engine is", as Markdown with nothing but `code` in it.
import { AIM, latest, shown } from "./how-fast.ts";
import type { Measured } from "./how-fast.ts";

export const NOT_MEASURED = "This build has no measurement. `npm run bench:node -- --write` makes one, and the next build shows it here.";
export const NO_PEER = "In this run none of them was quicker than this engine by more than a tenth.";

export function whereMeasured({ date, commit, node, machine, crowd }: Measured): string {
  const busy = ` The machine was busy with other things meanwhile, ${crowd} programs for each processor: times are longer than they need be, and ratios rough.`;
  return `Measured on ${date.slice(0, 10)} at commit \`${commit}\`, Node ${node.replace("v", "")}, ${machine}.${crowd > 1 ? busy : ""}`;
}

export const floorSays = ({ floor }: Measured): string =>
  [
    `One HTTP round trip over loopback: ${floor.roundTripMs.toFixed(2)} ms.`,
    `One commit that is on the disk: ${floor.commitMs.toFixed(2)} ms.`,
    `One after the other, as a step that is reported and recorded: ${floor.bothMs.toFixed(2)} ms.`,
  ].join(" ");

/** Empty where sleepers were not measured. */
export function sleepersSay(measured: Measured): string {
  const late = latest(measured);
  if (late === undefined) return "";
  const [ours, memory, ceiling] = [late.ours, late.memory, late.ceiling].map(({ body }) => shown(body.p99));
  return [
    `One sleeper in a hundred ran its next step ${ours} ms late or later under this engine on SQLite, ${memory} ms in memory, and ${ceiling} ms under the null engine: ${late.times[0]} and ${late.times[1]} times as late.`,
    `One call in a hundred went out ${late.sent[0]} ms after it was due or later, in memory ${late.sent[1]} ms.`,
    `Our aim is ${AIM} times${late.isMissed ? ", so it is missed" : ""}.`,
  ].join(" ");
}
