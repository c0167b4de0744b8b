// The next press where it has no place of its own among the controls: the next act, reading on, an edit to apply.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import { Press } from "./Press.tsx";

type Props = { readonly lab: LabModel; readonly at: "verdict" | "bar" };

export function WayOn({ lab, at }: Props): JSX.Element | null {
  const way = wayOf(lab);
  if (way === null) return null;
  return (
    <span class="lab-way" data-at={at}>
      {way}
    </span>
  );
}

function wayOf(lab: LabModel): JSX.Element | null {
  const { press, filled } = lab;
  switch (filled.value) {
    case "Next act":
      return <Press lab={lab} name="Next act" onPress={() => press.enterAct(lab.actIndex.value + 1)} />;
    default:
      return null;
  }
}
