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
        onChange={(event) => {
          const { value } = event.currentTarget;
          // Until a typed edit is out of the way, nothing is chosen.
          event.currentTarget.value = "";
          void lab.code.leave(() => lab.keep.propose(value).then(() => lab.look("code")));
        }}
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
