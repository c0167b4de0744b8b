// Clock, speed, event, boundary and switches: what changes how a press works, and presses nothing itself.
import type { JSX } from "preact";
import type { Action } from "../../../sandbox/labs/kit/actions.ts";
import type { ControlName } from "../../../sandbox/labs/kit/control-names.ts";
import type { LabWebhook } from "../../../sandbox/labs/kit/definition.ts";
import { dollars } from "../../../sandbox/log/read.ts";
import type { Rate } from "../../../sandbox/session/lab-session.ts";
import { clockFace } from "./model/format.ts";
import { offers, type LabModel } from "./model/lab-model.ts";
import { Press } from "./Press.tsx";

type SettingsLab = Pick<
  LabModel,
  "act" | "awake" | "crashAt" | "event" | "filled" | "lab" | "newest" | "next" | "now" | "place" | "press" | "webhook"
>;
type Props = { readonly lab: SettingsLab };

const RATES: readonly { readonly rate: Rate; readonly label: string }[] = [
  { rate: 0, label: "waits for you" },
  { rate: 1, label: "1×" },
  { rate: 60, label: "60×" },
  { rate: 3600, label: "3600×" },
];

export function Time({ lab }: Props): JSX.Element {
  const clock = lab.place.place.value?.clock;
  const idle = !lab.place.opened.value;
  return (
    <div class="lab-time">
      {offers(lab, "Meter") ? <output aria-label="Meter">{meterFace(lab)}</output> : null}
      <output aria-label="Clock">{clockFace(lab.now.value, Date.parse(lab.lab.clock))}</output>
      {offers(lab, "Pause") ? (
        <Press lab={lab} name="Pause" onPress={() => lab.press.button("Pause")} can={!idle} pressed={clock?.paused === true} />
      ) : null}
      {offers(lab, "Speed") ? (
        <label class="lab-select">
          Speed
          <select
            aria-label="Speed"
            disabled={!lab.awake.value || idle}
            value={String(clock?.rate ?? 0)}
            onChange={(event) =>
              void lab.press.do({
                do: "speed",
                rate: (RATES.find((each) => String(each.rate) === event.currentTarget.value) ?? { rate: 0 as const }).rate,
              })
            }
          >
            {RATES.map(({ rate, label }) => (
              <option key={rate} value={String(rate)}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ) : null}
    </div>
  );
}

/** What the newest run has paid for model calls so far. */
function meterFace(lab: Pick<LabModel, "newest">): string {
  return `paid ${dollars(lab.newest.value?.cents ?? 0)}`;
}

export function Choices({ lab }: Props): JSX.Element {
  return (
    <>
      {CHOICES.filter((name) => offers(lab, name)).map((name) => (
        <ChoiceOf key={name} lab={lab} name={name} />
      ))}
    </>
  );
}

type ChoiceName = "Event" | "Webhook" | "Crash at";
const CHOICES: readonly ChoiceName[] = ["Event", "Webhook", "Crash at"];

/** What is chosen before a press, and the press that needs it where it has no button in the row. */
export function ChoiceOf({ lab, name }: Props & { readonly name: ChoiceName }): JSX.Element | null {
  const act = lab.act.value;
  if (act === undefined) return null;
  const common = { lab, name, filled: lab.filled.value === name };
  switch (name) {
    case "Event":
      return <Choice {...common} of={act.events} at={lab.event.value} onChoose={(index) => (lab.event.value = index)} />;
    case "Webhook":
      return (
        <>
          <Choice {...common} of={act.webhooks} at={lab.webhook.value} onChoose={(index) => (lab.webhook.value = index)} />
          <PostWebhook lab={lab} chosen={act.webhooks[lab.webhook.value]} />
        </>
      );
    case "Crash at":
      return (
        <>
          <Choice {...common} of={act.crashAt} at={lab.crashAt.value} onChoose={(index) => void lab.press.crashAt(index)} />
          {offers(lab, "Arm crash") ? <ArmCrash lab={lab} /> : null}
        </>
      );
  }
}

/** What a provider would post. */
function PostWebhook({ lab, chosen }: Props & { readonly chosen: LabWebhook | undefined }): JSX.Element {
  return (
    <Press
      lab={lab}
      name="Post webhook"
      onPress={() => chosen && lab.press.do({ do: "webhook", webhook: chosen.key })}
      can={chosen !== undefined}
    />
  );
}

function ArmCrash({ lab }: Props): JSX.Element {
  const armed = lab.place.place.value?.armed !== undefined;
  return <Press lab={lab} name="Arm crash" onPress={() => lab.press.button("Arm crash")} pressed={armed} danger />;
}

type ChoiceProps = {
  readonly lab: Pick<LabModel, "awake">;
  readonly name: ControlName;
  readonly filled: boolean;
  readonly of: readonly { readonly label: string }[];
  /** The index of what is chosen. */
  readonly at: number;
  readonly onChoose: (index: number) => void;
};

function Choice({ lab, name, filled, of, at, onChoose }: ChoiceProps): JSX.Element {
  return (
    <label class="lab-select" data-filled={filled ? "" : undefined}>
      {name}
      <select
        aria-label={name}
        disabled={!lab.awake.value}
        value={String(at)}
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
      >
        {of.map(({ label }, index) => (
          <option key={label} value={String(index)}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** `only`: that one, or of the faults the one that is next. */
export function Switches({ lab, only }: Props & { readonly only?: "Checkpointing" | "Faults" }): JSX.Element {
  const place = lab.place.place.value;
  const next = lab.next.value;
  const on = place?.checkpointing ?? true;
  const faults = (lab.act.value?.faults ?? []).filter(({ id }) => only === undefined || (next?.do === "fault" && next.fault === id));
  return (
    <>
      {offers(lab, "Checkpointing") && only !== "Faults" ? (
        <Switch
          lab={lab}
          label="Checkpointing"
          on={on}
          filled={lab.filled.value === "Checkpointing"}
          action={{ do: "checkpointing", on: !on }}
        />
      ) : null}
      {offers(lab, "Faults") && only !== "Checkpointing" && faults.length > 0 ? (
        <div role="group" aria-label="Faults" class="lab-faults">
          {faults.map((fault) => {
            const active = place?.faults.includes(fault.id) === true;
            const filled = lab.filled.value === "Faults" && next?.do === "fault" && next.fault === fault.id;
            const action = { do: "fault", fault: fault.id, on: !active } as const;
            return <Switch key={fault.id} lab={lab} label={fault.label} on={active} filled={filled} action={action} />;
          })}
        </div>
      ) : null}
    </>
  );
}

type SwitchProps = Props & { readonly label: string; readonly on: boolean; readonly filled: boolean; readonly action: Action };

function Switch({ lab, label, on, filled, action }: SwitchProps): JSX.Element {
  return (
    <button
      type="button"
      class="lab-switch"
      role="switch"
      aria-checked={on}
      disabled={!lab.awake.value}
      data-filled={filled ? "" : undefined}
      onClick={() => void lab.press.do(action)}
    >
      {label}
    </button>
  );
}
