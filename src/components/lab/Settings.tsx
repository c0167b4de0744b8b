// Clock, speed, event, boundary and switches: what changes how a press works, and presses nothing itself.
import type { JSX } from "preact";
import type { ControlName } from "../../../sandbox/labs/kit/control-names.ts";
import type { LabWebhook } from "../../../sandbox/labs/kit/definition.ts";
import { dollars } from "../../../sandbox/log/read.ts";
import type { Rate } from "../../../sandbox/session/lab-session.ts";
import { clockFace } from "./model/format.ts";
import { offers, type LabModel } from "./model/lab-model.ts";
import { Press } from "./Press.tsx";

type SettingsLab = Pick<
  LabModel,
  "act" | "awake" | "crashAt" | "event" | "filled" | "lab" | "newest" | "now" | "place" | "press" | "webhook"
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
  const act = lab.act.value;
  return (
    <>
      {offers(lab, "Event") && act !== undefined ? (
        <Choice lab={lab} name="Event" of={act.events} at={lab.event.value} onChoose={(index) => (lab.event.value = index)} />
      ) : null}
      {offers(lab, "Webhook") && act !== undefined ? <Webhooks lab={lab} webhooks={act.webhooks} /> : null}
      {offers(lab, "Crash at") && act !== undefined ? (
        <Choice lab={lab} name="Crash at" of={act.crashAt} at={lab.crashAt.value} onChoose={(index) => void lab.press.crashAt(index)} />
      ) : null}
      {offers(lab, "Arm crash") ? (
        <Press
          lab={lab}
          name="Arm crash"
          onPress={() => lab.press.button("Arm crash")}
          pressed={lab.place.place.value?.armed !== undefined}
          danger
        />
      ) : null}
    </>
  );
}

type ChoiceProps = {
  readonly lab: Pick<LabModel, "awake">;
  readonly name: ControlName;
  readonly of: readonly { readonly label: string }[];
  /** The index of what is chosen. */
  readonly at: number;
  readonly onChoose: (index: number) => void;
};

function Choice({ lab, name, of, at, onChoose }: ChoiceProps): JSX.Element {
  return (
    <label class="lab-select">
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

/** What a provider would post, and the press that posts it. */
function Webhooks({ lab, webhooks }: Props & { readonly webhooks: readonly LabWebhook[] }): JSX.Element {
  const chosen = webhooks[lab.webhook.value];
  return (
    <>
      <Choice lab={lab} name="Webhook" of={webhooks} at={lab.webhook.value} onChoose={(index) => (lab.webhook.value = index)} />
      <Press
        lab={lab}
        name="Post webhook"
        onPress={() => chosen && lab.press.do({ do: "webhook", webhook: chosen.key })}
        can={chosen !== undefined}
      />
    </>
  );
}

export function Switches({ lab }: Props): JSX.Element {
  const place = lab.place.place.value;
  const on = place?.checkpointing ?? true;
  const faults = lab.act.value?.faults ?? [];
  return (
    <>
      {offers(lab, "Checkpointing") ? (
        <button
          type="button"
          class="lab-switch"
          role="switch"
          aria-checked={on}
          disabled={!lab.awake.value}
          onClick={() => void lab.press.do({ do: "checkpointing", on: !on })}
        >
          Checkpointing
        </button>
      ) : null}
      {offers(lab, "Faults") && faults.length > 0 ? (
        <div role="group" aria-label="Faults" class="lab-faults">
          {faults.map((fault) => {
            const active = place?.faults.includes(fault.id) === true;
            return (
              <button
                key={fault.id}
                type="button"
                class="lab-switch"
                role="switch"
                aria-checked={active}
                disabled={!lab.awake.value}
                onClick={() => void lab.press.do({ do: "fault", fault: fault.id, on: !active })}
              >
                {fault.label}
              </button>
            );
          })}
        </div>
      ) : null}
    </>
  );
}
