// Prepared changes: a few lines each, without saying which one is right.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";

type ChangeLab = Pick<LabModel, "awake" | "changes" | "code" | "keep" | "look">;

export function Change({ lab, filled = false }: { readonly lab: ChangeLab; readonly filled?: boolean }): JSX.Element {
  const proposal = lab.code.proposal.value;
  return (
    <label class="lab-select" data-filled={filled ? "" : undefined}>
      Change
      <select
        aria-label="Change"
        disabled={!lab.awake.value}
        value={proposal?.by === "change" ? proposal.id : ""}
        onChange={(event) => void lab.keep.propose(event.currentTarget.value).then(() => lab.look("code"))}
      >
        <option value="">choose…</option>
        {lab.changes.value.map((change) => (
          <option key={change.id} value={change.id}>
            {change.label}
          </option>
        ))}
      </select>
    </label>
  );
}
