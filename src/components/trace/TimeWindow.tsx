// From one instant to another, both by the reader's clock; an empty field sets no bound.
import type { JSX } from "preact";
import { TextField } from "./fields.tsx";
import { fieldOf, instantOfField } from "./model/ago.ts";

type Props = {
  readonly id: string;
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly what: string;
  readonly onChange: (change: { readonly since: number | undefined; readonly until: number | undefined }) => void;
};

export function TimeWindow({ id, since, until, what, onChange }: Props): JSX.Element {
  const wrong = since !== undefined && until !== undefined && since >= until ? "This is not after the other one." : undefined;
  return (
    <div class="tr-window">
      <TextField
        id={`${id}-since`}
        type="datetime-local"
        label={`${what} at or after`}
        value={fieldOf(since)}
        onValue={(field) => onChange({ since: instantOfField(field), until })}
      />
      <TextField
        id={`${id}-until`}
        type="datetime-local"
        label={`${what} before`}
        value={fieldOf(until)}
        problem={wrong}
        onValue={(field) => onChange({ since, until: instantOfField(field) })}
      />
    </div>
  );
}
