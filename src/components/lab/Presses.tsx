// The buttons of this act, in the order of the frame, and the ways in and out around them.
import type { JSX } from "preact";
import type { ControlName } from "../../../sandbox/labs/kit/control-names.ts";
import { BUTTONS, pressOf } from "../../../sandbox/labs/kit/controls.ts";
import { type LabModel, offers } from "./model/lab-model.ts";
import { barPresses } from "./model/next-press.ts";
import { situation } from "./model/situation.ts";
import { icons, Press } from "./Press.tsx";
import { WayOn } from "./WayOn.tsx";

type Props = { readonly lab: LabModel };

export function Presses({ lab }: Props): JSX.Element {
  const { press } = lab;
  const down = lab.state.value === "crashed";
  const opened = lab.place.opened.value;
  const now = situation(lab);
  const inBar = barPresses(lab.filled.value, lab.act.value?.controls ?? [], { down, due: now.due });
  if (lab.shared.value !== undefined) return <Press lab={lab} name="Try it yourself" onPress={press.tryIt} main />;
  const mayStart = down && lab.ports.supervised !== true;
  const names = BUTTONS.map(({ name }) => name).filter((name) => offers(lab, name) || (name === "Start host" && mayStart));
  return (
    <>
      <Doors lab={lab} />
      {names.filter(inRow).map((name) => (
        <Press
          key={name}
          lab={lab}
          name={name}
          onPress={() => press.button(name)}
          can={(opened || name === "Run") && pressOf(name, now, ANY) !== undefined}
          danger={name === "Crash host"}
          icon={ICONS[name]}
          main={inBar.includes(name)}
          {...(name === "Next wake-up" && { hint: lab.wakes.value })}
        />
      ))}
      <WayOn lab={lab} at="bar" />
      {lab.stuck.value ? <Press lab={lab} name="Stop code" onPress={press.stopCode} danger main /> : null}
    </>
  );
}

/** Pause stands beside the clock, Arm crash beside the moment it is about. */
const inRow = (name: ControlName): boolean => name !== "Pause" && name !== "Arm crash";
const ICONS: { readonly [name in ControlName]?: JSX.Element } = { Run: icons.run, "Crash host": icons.crash };
/** Whether a button can be pressed does not depend on what is chosen beside it. */
const ANY = { event: "", moment: 0 };

/** The way in where this tab has no place of its own yet. */
function Doors({ lab }: Props): JSX.Element {
  return (
    <>
      {lab.place.role.value === "observer" ? <Press lab={lab} name="Take over here" onPress={lab.press.takeOver} anyone main /> : null}
      {lab.state.value === "failed" ? <Press lab={lab} name="Try again" onPress={lab.press.session} /> : null}
    </>
  );
}
