// What can be pressed in this act, and nothing else. On a phone the same parts become the bar at the bottom edge.
import type { JSX } from "preact";
import type { ControlName } from "../../../sandbox/labs/kit/control-names.ts";
import { BUTTONS, pressOf } from "../../../sandbox/labs/kit/controls.ts";
import { asks, type LabModel, offers } from "./model/lab-model.ts";
import { barPresses } from "./model/next-press.ts";
import { situation } from "./model/situation.ts";
import { LookedAt } from "./Prediction.tsx";
import { icons, Press } from "./Press.tsx";
import { Requests } from "./Requests.tsx";
import { Choices, Switches, Time } from "./Settings.tsx";
import { Moving, PlaceSwitch } from "./Where.tsx";

type Props = { readonly lab: LabModel };

export function Controls({ lab, compact = false }: Props & { readonly compact?: boolean }): JSX.Element {
  const decides = lab.requests.value.length > 0;
  return (
    <div class="lab-bar" data-more={lab.more.value ? "" : undefined} data-decides={decides ? "" : undefined}>
      <BarGoal lab={lab} />
      {compact ? null : <Moving lab={lab} at="bar" />}
      <p
        class="lab-says"
        role="status"
        aria-label="Lab says"
        data-trouble={lab.state.value === "failed" || lab.whose.value === "contained" ? "" : undefined}
      >
        {lab.says.value}
      </p>
      {decides ? <Requests lab={lab} /> : null}
      <LookedAt lab={lab} />
      <div class="lab-presses">
        <Presses lab={lab} />
        <button
          type="button"
          class="lab-more"
          disabled={!lab.awake.value}
          aria-expanded={lab.more.value}
          onClick={() => (lab.more.value = !lab.more.value)}
        >
          More
        </button>
      </div>
      <Time lab={lab} />
      <div class="lab-settings">
        <Choices lab={lab} />
        <Switches lab={lab} />
        {compact ? null : <PlaceSwitch lab={lab} at="bar" />}
      </div>
    </div>
  );
}

const offered = (lab: LabModel): readonly string[] => lab.act.value?.controls ?? [];

function Presses({ lab }: Props): JSX.Element {
  const { press } = lab;
  const down = lab.state.value === "crashed";
  const opened = lab.place.opened.value;
  const now = situation(lab);
  const inBar = barPresses(lab.filled.value, offered(lab), { down, due: now.due });
  if (lab.shared.value !== undefined) return <Press lab={lab} name="Try it yourself" onPress={press.tryIt} main />;
  const mayStart = down && lab.ports.supervised !== true;
  const names = BUTTONS.map(({ name }) => name).filter((name) => offers(lab, name) || (name === "Start host" && mayStart));
  return (
    <>
      <Doors lab={lab} />
      {names.filter(inBarOfPresses).map((name) => (
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
      {lab.filled.value === "Next act" ? <Press lab={lab} name="Next act" onPress={() => press.enterAct(lab.actIndex.value + 1)} /> : null}
      {lab.stuck.value ? <Press lab={lab} name="Stop code" onPress={press.stopCode} danger main /> : null}
    </>
  );
}

/** Pause stands beside the clock, Arm crash beside the moment it is about. */
const inBarOfPresses = (name: ControlName): boolean => name !== "Pause" && name !== "Arm crash";
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

/** Phone only: the open goal in one line, or the evidence of the one just met until it is dismissed. */
function BarGoal({ lab }: Props): JSX.Element | null {
  const met = lab.justMet.value;
  const open = lab.goalsOfAct.value.find((goal) => goal.state === "open");
  if (met?.act === lab.actIndex.value + 1)
    return (
      <p class="lab-bar-goal" data-state="met">
        <span>
          <b>{met.title}</b> {met.text}
        </span>
        <button type="button" class="lab-text" onClick={() => (lab.justMet.value = undefined)}>
          Got it
        </button>
      </p>
    );
  return open === undefined ? null : (
    <p class="lab-bar-goal" data-state="open">
      {asks(lab) ? open.text : open.title}
    </p>
  );
}
