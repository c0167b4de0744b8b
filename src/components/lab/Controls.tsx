// What can be pressed in this act, and nothing else. On a phone the same parts become the bar at the bottom edge.
import type { JSX } from "preact";
import type { Rate } from "../../../sandbox/session/lab-session.ts";
import { clockFace } from "./model/format.ts";
import type { LabModel } from "./model/lab-model.ts";
import { icons, Press } from "./Press.tsx";
import { Requests } from "./Requests.tsx";

type Props = { readonly lab: LabModel };
type Control = NonNullable<LabModel["act"]["value"]>["controls"][number];

const has = (lab: LabModel, control: Control): boolean => lab.act.value?.controls.includes(control) === true;

export function Controls({ lab }: Props): JSX.Element {
  const decides = lab.requests.value.length > 0;
  return (
    <div class="lab-bar" data-more={lab.more.value ? "" : undefined} data-decides={decides ? "" : undefined}>
      <BarGoal lab={lab} />
      <p class="lab-says" role="status" aria-label="Lab says" data-trouble={lab.state.value === "failed" || lab.whose.value === "contained" ? "" : undefined}>{lab.says.value}</p>
      {decides ? <Requests lab={lab} /> : null}
      <div class="lab-presses">
        <Presses lab={lab} />
        <button type="button" class="lab-more" disabled={!lab.awake.value} aria-expanded={lab.more.value} onClick={() => (lab.more.value = !lab.more.value)}>More</button>
      </div>
      <Time lab={lab} />
      <div class="lab-settings">
        <Choices lab={lab} />
        <Switches lab={lab} />
      </div>
    </div>
  );
}

function Presses({ lab }: Props): JSX.Element {
  const { press } = lab;
  const place = lab.place.place.value;
  const down = lab.state.value === "crashed";
  const other = lab.filled.value === "Run" ? (has(lab, "Crash host") ? "Crash host" : "Next wake-up") : lab.filled.value === "Next wake-up" ? "Crash host" : down ? "Start host" : "Next wake-up";
  if (lab.shared.value !== undefined) return <Press lab={lab} name="Try it yourself" onPress={press.tryIt} main />;
  return (
    <>
      {lab.place.role.value === "observer" ? <Press lab={lab} name="Take over here" onPress={press.takeOver} anyone main /> : null}
      {lab.state.value === "failed" ? <Press lab={lab} name="Try again" onPress={press.session} /> : null}
      {has(lab, "Run") ? <Press lab={lab} name="Run" onPress={press.run} can={lab.state.value !== "starting"} icon={icons.run} main={other !== "Start host"} /> : null}
      {has(lab, "Rerun") ? <Press lab={lab} name="Rerun" onPress={press.rerun} can={lab.place.opened.value && lab.newest.value !== undefined} /> : null}
      {has(lab, "Crash host") ? <Press lab={lab} name="Crash host" onPress={press.crash} can={!down && lab.state.value !== "starting"} danger icon={icons.crash} main={other === "Crash host"} {...(place?.armed === undefined ? {} : { pressed: true })} /> : null}
      {has(lab, "Start host") || down ? <Press lab={lab} name="Start host" onPress={press.start} can={down} main={other === "Start host"} /> : null}
      {has(lab, "Restart engine") ? <Press lab={lab} name="Restart engine" onPress={press.restartEngine} can={lab.place.opened.value} /> : null}
      {has(lab, "Next wake-up") ? <Press lab={lab} name="Next wake-up" onPress={press.wake} can={place?.clock.next !== undefined} hint={lab.wakes.value} main={other === "Next wake-up"} /> : null}
      {lab.filled.value === "Next act" ? <Press lab={lab} name="Next act" onPress={() => press.enterAct(lab.actIndex.value + 1)} /> : null}
      {lab.stuck.value ? <Press lab={lab} name="Stop code" onPress={press.stopCode} danger main /> : null}
    </>
  );
}

const RATES: readonly { readonly rate: Rate; readonly label: string }[] = [
  { rate: 0, label: "waits for you" }, { rate: 1, label: "1×" }, { rate: 60, label: "60×" }, { rate: 3600, label: "3600×" },
];

function Time({ lab }: Props): JSX.Element {
  const clock = lab.place.place.value?.clock;
  const idle = !lab.place.opened.value;
  return (
    <div class="lab-time">
      <output aria-label="Clock">{clockFace(lab.now.value, Date.parse(lab.lab.clock))}</output>
      {has(lab, "Pause") ? <Press lab={lab} name="Pause" onPress={lab.press.pause} can={!idle} pressed={clock?.paused === true} /> : null}
      {has(lab, "Speed") ? (
        <label class="lab-select">Speed
          <select aria-label="Speed" disabled={!lab.awake.value || idle} value={String(clock?.rate ?? 0)} onChange={(event) => void lab.press.speed((RATES.find((each) => String(each.rate) === event.currentTarget.value) ?? { rate: 0 as const }).rate)}>
            {RATES.map(({ rate, label }) => <option key={rate} value={String(rate)}>{label}</option>)}
          </select>
        </label>
      ) : null}
    </div>
  );
}

function Choices({ lab }: Props): JSX.Element {
  const act = lab.act.value;
  return (
    <>
      {has(lab, "Event") && act !== undefined ? (
        <label class="lab-select">Event
          <select aria-label="Event" disabled={!lab.awake.value} value={String(lab.event.value)} onChange={(event) => (lab.event.value = Number(event.currentTarget.value))}>
            {act.events.map((event, index) => <option key={event.label} value={String(index)}>{event.label}</option>)}
          </select>
        </label>
      ) : null}
      {has(lab, "Crash at") && act !== undefined ? (
        <label class="lab-select">Crash at
          <select aria-label="Crash at" disabled={!lab.awake.value} value={String(lab.crashAt.value)} onChange={(event) => void lab.press.crashAt(Number(event.currentTarget.value))}>
            {act.crashAt.map((at, index) => <option key={at.label} value={String(index)}>{at.label}</option>)}
          </select>
        </label>
      ) : null}
    </>
  );
}

function Switches({ lab }: Props): JSX.Element {
  const place = lab.place.place.value;
  const on = place?.checkpointing ?? true;
  const faults = lab.act.value?.faults ?? [];
  return (
    <>
      {has(lab, "Checkpointing") ? <button type="button" class="lab-switch" role="switch" aria-checked={on} disabled={!lab.awake.value} onClick={() => void lab.press.checkpointing(!on)}>Checkpointing</button> : null}
      {has(lab, "Faults") && faults.length > 0 ? (
        <div role="group" aria-label="Faults" class="lab-faults">
          {faults.map((fault) => {
            const active = place?.faults.includes(fault.id) === true;
            return <button key={fault.id} type="button" class="lab-switch" role="switch" aria-checked={active} disabled={!lab.awake.value} onClick={() => void lab.press.fault(fault.id, !active)}>{fault.label}</button>;
          })}
        </div>
      ) : null}
    </>
  );
}

/** Phone only: the open goal in one line, or the evidence of the one just met until it is dismissed. */
function BarGoal({ lab }: Props): JSX.Element | null {
  const met = lab.justMet.value;
  const open = lab.goalsOfAct.value.find((goal) => goal.state === "open");
  if (met?.act === lab.actIndex.value + 1) return <p class="lab-bar-goal" data-state="met"><span><b>{met.title}</b> {met.text}</span><button type="button" class="lab-text" onClick={() => (lab.justMet.value = undefined)}>Got it</button></p>;
  return open === undefined ? null : <p class="lab-bar-goal" data-state="open">{open.title}</p>;
}
