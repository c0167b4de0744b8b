// Looks back along the log: the figure above it is drawn up to the chosen fact.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import "./Scrub.css";

type Props = { readonly lab: Pick<LabModel, "scrub">; readonly first: number; readonly last: number };

export function Scrub({ lab, first, last }: Props): JSX.Element {
  const value = lab.scrub.value ?? last;
  const set = (event: JSX.TargetedInputEvent<HTMLInputElement>): void => {
    const next = Number(event.currentTarget.value);
    lab.scrub.value = next >= last ? undefined : next;
  };
  return (
    <label class="lab-scrub">
      <span>Look back</span>
      <input type="range" min={first} max={last} value={value} onInput={set} aria-valuetext={`up to fact ${value} of ${last}`} />
    </label>
  );
}
