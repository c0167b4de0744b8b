// One button of the lab. Its accessible name is exactly its word; a hint stands beside it and hangs by aria-describedby.
import type { ComponentChildren, JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import type { Press as PressName } from "./model/next-press.ts";

/** What a button needs to know of the lab, and so every part of the frame that has one. */
export type PressLab = Pick<LabModel, "awake" | "filled" | "lab"> & { readonly place: Pick<LabModel["place"], "role"> };

type Props = {
  readonly lab: PressLab;
  readonly name: PressName;
  readonly onPress: () => unknown;
  readonly can?: boolean;
  readonly danger?: boolean;
  readonly pressed?: boolean;
  readonly hint?: string;
  readonly icon?: ComponentChildren;
  readonly main?: boolean;
  readonly quiet?: boolean;
  readonly anyone?: boolean;
  /** False: it is filled elsewhere, where the eye is. */
  readonly fills?: boolean;
};

export function Press(props: Props): JSX.Element {
  const { lab, name, onPress, can = true, danger, pressed, hint, icon, main, quiet, anyone, fills = true } = props;
  const observer = lab.place.role.value === "observer" && anyone !== true;
  const allowed = can && !observer;
  const filled = fills && (lab.filled.value === name || (name === "Open card" && lab.filled.value === "Requests"));
  const id = `${lab.lab.id}-${name.replaceAll(" ", "-").toLowerCase()}`;
  return (
    <span class="lab-press" data-main={main === true || filled ? "" : undefined}>
      <button
        type="button"
        disabled={!lab.awake.value}
        aria-disabled={allowed ? undefined : true}
        aria-pressed={pressed}
        aria-describedby={hint ? id : undefined}
        data-filled={filled ? "" : undefined}
        data-danger={danger === true ? "" : undefined}
        data-quiet={quiet === true ? "" : undefined}
        onClick={() => allowed && void onPress()}
      >
        {icon}
        {name}
      </button>
      {hint ? (
        <span id={id} class="lab-beside">
          {hint}
        </span>
      ) : null}
    </span>
  );
}

export const icons = {
  run: (
    <svg width="10" height="12" viewBox="0 0 10 12" aria-hidden="true">
      <path d="M0 0.5l10 5.5-10 5.5z" />
    </svg>
  ),
  crash: (
    <svg width="11" height="14" viewBox="0 0 12 14" aria-hidden="true">
      <path d="M7 0L1 8h4l-1 6 7-9H6z" />
    </svg>
  ),
};
