// The switch between places, how far a move is, and why it did not come about. All three stand in the frame, where the eye is.
import type { JSX } from "preact";
import { BOOT_STEPS, type BootStep } from "../../../sandbox/session/place-switch.ts";
import type { LabModel } from "./model/lab-model.ts";
import { FALLBACK_WORDS, fallbackLine, PLACES, STEP_WORDS } from "./model/where-words.ts";
import "./Where.css";

type WhereLab = Pick<LabModel, "awake" | "lab" | "place" | "allRuns" | "shared" | "where"> & {
  readonly press: Pick<LabModel["press"], "choosePlace" | "stayEmbedded">;
};
type Props = { readonly lab: WhereLab; readonly at: "head" | "bar" };

/** Offered once the reader has seen the lab at work here. `at`: in the head, and on a phone in the bar, behind More. */
export function PlaceSwitch({ lab, at }: Props): JSX.Element | null {
  const { where } = lab;
  if (!where.offered || lab.place.role.value === "observer" || !(shown(lab) || where.chosen.value === "webcontainer")) return null;
  const name = `${lab.lab.id}-place-${at}`;
  return (
    <div class="lab-places" data-at={at} role="radiogroup" aria-label="Place">
      {PLACES.map((each) => (
        <label key={each.place}>
          <input
            type="radio"
            name={name}
            checked={where.shows.value === each.place}
            disabled={!lab.awake.value}
            onChange={() => void lab.press.choosePlace(each.place)}
          />
          <span>
            {each.name}
            {each.gloss === undefined ? null : <small> ({each.gloss})</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

const shown = (lab: Pick<WhereLab, "place" | "allRuns" | "shared">): boolean =>
  lab.place.opened.value && lab.allRuns.value.some((run) => run.status !== "running") && lab.shared.value === undefined;

/** How far a move is, or why there is none. `at`: under the head, and on a phone in the bar, where the thumb and the eye are. */
export function Moving({ lab, at }: Props): JSX.Element | null {
  const { state, waitsForTap } = lab.where;
  const { boot, fellBack } = state.value;
  if (boot !== undefined) return <Boot lab={lab} at={at} step={boot.step} />;
  if (waitsForTap.value)
    return (
      <div class="lab-moving" data-at={at}>
        <p>This page can now run real Node processes.</p>
        <button type="button" onClick={() => void lab.press.choosePlace("webcontainer")}>
          Start WebContainer
        </button>
        <Stay press={lab.press} />
      </div>
    );
  if (fellBack === undefined) return null;
  return (
    <div class="lab-moving" data-at={at} data-fell={fellBack.reason}>
      <p role="status" aria-label="Place says" title={fellBack.detail}>
        {fallbackLine(fellBack.reason)} <span class="lab-change">{FALLBACK_WORDS[fellBack.reason].change}</span>
      </p>
      {fellBack.reason === "timed-out" || fellBack.reason === "refused" ? null : (
        <button type="button" onClick={() => void lab.press.choosePlace("webcontainer")}>
          Try WebContainer again
        </button>
      )}
      <Stay press={lab.press} />
    </div>
  );
}

/** Seconds after which a step gives up. */
const LIMITS: { readonly [step in BootStep]?: number } = { reach: 8, boot: 45 };

function Boot({ lab, at, step }: Props & { readonly step: BootStep }): JSX.Element {
  const now = BOOT_STEPS.indexOf(step);
  const held = step === "calls" && (lab.place.place.value?.held.length ?? 0) > 0;
  return (
    <div class="lab-moving" data-at={at} data-step={step}>
      <p role="status" aria-label="Place says">
        {held ? "The container is ready. The lab moves when the held run has gone on: press Next wake-up." : `${STEP_WORDS[step]} …`}
      </p>
      <ol class="lab-steps" aria-label="Steps of the move">
        {BOOT_STEPS.map((each, place) => (
          <li key={each} data-done={place < now ? "" : undefined} aria-current={place === now ? "step" : undefined}>
            {STEP_WORDS[each]}
          </li>
        ))}
      </ol>
      <output class="lab-elapsed" aria-label="Time in this step" aria-live="off">
        {lab.where.seconds.value}
        {LIMITS[step] === undefined ? "" : ` of ${LIMITS[step]}`} s
      </output>
      <Stay press={lab.press} />
    </div>
  );
}

function Stay({ press }: Pick<WhereLab, "press">): JSX.Element {
  return (
    <button type="button" onClick={() => void press.stayEmbedded()}>
      Stay embedded
    </button>
  );
}
