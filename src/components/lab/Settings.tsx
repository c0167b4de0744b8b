// Clock, speed, event, boundary and switches: what changes how a press works, and presses nothing itself.
import type { JSX } from "preact";
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
        <label class="lab-select">
          Event
          <select
            aria-label="Event"
            disabled={!lab.awake.value}
            value={String(lab.event.value)}
            onChange={(event) => (lab.event.value = Number(event.currentTarget.value))}
          >
            {act.events.map((event, index) => (
              <option key={event.label} value={String(index)}>
                {event.label}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {offers(lab, "Webhook") && act !== undefined ? <Webhooks lab={lab} webhooks={act.webhooks} /> : null}
      {offers(lab, "Crash at") && act !== undefined ? (
        <label class="lab-select">
          Crash at
          <select
            aria-label="Crash at"
            disabled={!lab.awake.value}
            value={String(lab.crashAt.value)}
            onChange={(event) => void lab.press.crashAt(Number(event.currentTarget.value))}
          >
            {act.crashAt.map((at, index) => (
              <option key={at.label} value={String(index)}>
                {at.label}
              </option>
            ))}
          </select>
        </label>
      ) : null}
    </>
  );
}

/** What a provider would post, and the press that posts it. */
function Webhooks({ lab, webhooks }: Props & { readonly webhooks: readonly LabWebhook[] }): JSX.Element {
  const chosen = webhooks[lab.webhook.value];
  return (
    <>
      <label class="lab-select">
        Webhook
        <select
          aria-label="Webhook"
          disabled={!lab.awake.value}
          value={String(lab.webhook.value)}
          onChange={(event) => (lab.webhook.value = Number(event.currentTarget.value))}
        >
          {webhooks.map((each, index) => (
            <option key={each.key} value={String(index)}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
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
