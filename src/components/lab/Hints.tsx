// Hints on request, beside the goal that they are about. Each stays while the next comes; the last one leads on.
import type { JSX } from "preact";
import { hintsOf, type Hint } from "./model/hints.ts";
import type { LabModel } from "./model/lab-model.ts";
import { Press, type PressLab } from "./Press.tsx";
import "./Hints.css";

type HintLab = PressLab & Pick<LabModel, "act" | "code" | "goalsOfAct" | "hint" | "keep" | "look">;
type Props = { readonly lab: HintLab };

export function Hints({ lab }: Props): JSX.Element | null {
  const hints = hintsOf(lab.act.value, lab.goalsOfAct.value);
  if (hints.length === 0) return null;
  const told = Math.min(lab.hint.value, hints.length);
  return (
    <div class="lab-help">
      <Press lab={lab} name="Hint" onPress={lab.keep.hint} can={told < hints.length} hint={`${told} of ${hints.length}`} quiet anyone />
      <div role="status" aria-label="Hint text">
        <ol>
          {hints.slice(0, told).map((hint, index) => (
            <li key={index}>
              {hint.text} <Leads lab={lab} to={hint.leads} />
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function Leads({ lab, to }: Props & { readonly to: Hint["leads"] }): JSX.Element | null {
  if (to === "solution") {
    const show = (): unknown => lab.code.leave(() => lab.keep.showSolution().then(() => lab.look("code")));
    return <Press lab={lab} name="Show solution" onPress={show} anyone />;
  }
  if (to === undefined) return null;
  return (
    <button type="button" onClick={(event) => toChanges(event.currentTarget)}>
      Go to Change
    </button>
  );
}

/** Focus brings the select into sight. */
function toChanges(from: Element): void {
  const selects = from.closest("[data-lab]")?.querySelectorAll<HTMLSelectElement>('select[aria-label="Change"]') ?? [];
  [...selects].find((each) => each.checkVisibility())?.focus();
}
