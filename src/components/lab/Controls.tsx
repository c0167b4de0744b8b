// What can be pressed in this act, and nothing else, with what the lab says and the act's goals beside it. On a phone the same
// parts become the bar at the bottom edge: what is told scrolls in it, the presses stand, and the rest opens as a sheet.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import { Moving, PlaceSwitch, Requests, RequestsLine } from "./parts.ts";
import { Folded } from "./Prediction.tsx";
import { Presses } from "./Presses.tsx";
import { Choices, Switches, Time } from "./Settings.tsx";
import { Verdict } from "./Verdict.tsx";
import "./Controls.css";

type Props = { readonly lab: LabModel };

export function Controls({ lab, compact = false }: Props & { readonly compact?: boolean }): JSX.Element {
  const asked = lab.requests.value.length > 0;
  return (
    <div
      class="lab-bar"
      data-more={lab.more.value ? "" : undefined}
      data-cards={lab.cards.value ? "" : undefined}
      onClick={(event) => event.target === event.currentTarget && closeSheets(lab)}
      onKeyDown={(event) => event.key === "Escape" && closeSheets(lab)}
    >
      <div class="lab-tells">
        {compact ? null : <Verdict lab={lab} />}
        {compact || !lab.where.tells.value ? null : <Moving lab={lab} at="bar" />}
        <p
          class="lab-says"
          role="status"
          aria-label="Lab says"
          data-trouble={lab.state.value === "failed" || lab.whose.value === "contained" ? "" : undefined}
        >
          {lab.says.value}
        </p>
        {lab.folded.value ? null : <Folded lab={lab} at="bar" />}
        {asked ? <RequestsLine lab={lab} /> : null}
      </div>
      {asked ? <Requests lab={lab} /> : null}
      <Sheet lab={lab} compact={compact} />
    </div>
  );
}

/** The controls. A phone's bar shows two of them; More opens them all as a sheet, which closes once it has been used. */
function Sheet({ lab, compact }: Props & { readonly compact: boolean }): JSX.Element {
  const id = `controls-${lab.lab.id}`;
  return (
    <div
      class="lab-controls"
      data-part="controls"
      id={id}
      onClick={(event) => closes(event, lab)}
      onChange={() => (lab.more.value = false)}
    >
      <div class="lab-presses">
        <Presses lab={lab} />
        <button
          type="button"
          class="lab-more"
          disabled={!lab.awake.value}
          aria-expanded={lab.more.value}
          aria-controls={id}
          onClick={() => (lab.more.value = !lab.more.value)}
        >
          {lab.more.value ? "Close" : "More"}
        </button>
      </div>
      <Time lab={lab} />
      <div class="lab-settings">
        <Choices lab={lab} />
        <Switches lab={lab} />
        {compact || !lab.where.mayMove.value ? null : <PlaceSwitch lab={lab} at="bar" />}
      </div>
    </div>
  );
}

/** A press on one of the sheet's buttons has used it. */
function closes({ target }: Event, lab: LabModel): void {
  const button = target instanceof Element ? target.closest("button:not([aria-disabled], .lab-more)") : null;
  if (button !== null) lab.more.value = false;
}

function closeSheets(lab: LabModel): void {
  lab.more.value = false;
  lab.cards.value = false;
}
