// The next thing to do where it has no button of its own in the row: beside the goal what leads away from the controls, and in a
// phone's bar whatever else is next, be it a choice, a switch or a card.
import type { JSX } from "preact";
import { Change } from "./Change.tsx";
import type { LabModel } from "./model/lab-model.ts";
import { Press } from "./Press.tsx";
import { ChoiceOf, Switches } from "./Settings.tsx";

type Props = { readonly lab: LabModel; readonly at: "verdict" | "bar" };

export function WayOn({ lab, at }: Props): JSX.Element | null {
  const way = leadingAway(lab) ?? (at === "bar" ? amongControls(lab) : null);
  if (way === null) return null;
  return (
    <span class="lab-way" data-at={at}>
      {way}
    </span>
  );
}

function leadingAway(lab: LabModel): JSX.Element | null {
  const { press, filled } = lab;
  switch (filled.value) {
    case "Next act":
      return <Press lab={lab} name="Next act" onPress={() => press.enterAct(lab.actIndex.value + 1)} />;
    case "Read on":
      return <Press lab={lab} name="Read on" onPress={press.readOn} anyone />;
    case "Change":
      return <Change lab={lab} filled />;
    case "Edit code":
      return <Press lab={lab} name="Edit code" onPress={edit(lab)} />;
    case "Apply edit":
      return <Press lab={lab} name="Apply edit" onPress={() => press.applyEdit().then(() => lab.look("controls"))} />;
    default:
      return null;
  }
}

function amongControls(lab: LabModel): JSX.Element | null {
  const { filled } = lab;
  switch (filled.value) {
    case "Event":
      return <ChoiceOf lab={lab} name="Event" />;
    case "Webhook":
    case "Post webhook":
      return <ChoiceOf lab={lab} name="Webhook" />;
    case "Crash at":
    case "Arm crash":
      return <ChoiceOf lab={lab} name="Crash at" />;
    case "Checkpointing":
    case "Faults":
      return <Switches lab={lab} only={filled.value} />;
    case "Requests":
      return <Press lab={lab} name="Open card" onPress={() => (lab.cards.value = true)} anyone />;
    default:
      return null;
  }
}

const edit =
  ({ code, look }: LabModel) =>
  (): void => {
    code.edit();
    look("code");
  };
