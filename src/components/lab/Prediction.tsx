// Said, saw, log: one question before the act's first run, one tap after it, then the three side by side. Never graded.
// Folded or open, the question keeps its height: nothing below it moves.
import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { LabModel } from "./model/lab-model.ts";
import { CONFIDENCES } from "./model/prediction-model.ts";
import { Press, type PressLab } from "./Press.tsx";
import "./Prediction.css";

type AskLab = PressLab & Pick<LabModel, "awake" | "lab" | "place" | "prediction">;
type Question = NonNullable<LabModel["prediction"]["question"]["value"]>;
type AskProps = { readonly lab: AskLab; readonly question: Question };

export function Prediction({ lab }: { readonly lab: AskLab & Pick<LabModel, "act" | "shared"> }): JSX.Element | null {
  const { prediction } = lab;
  const question = prediction.question.value ?? (lab.awake.value ? undefined : lab.act.value?.prediction);
  if (question === undefined || lab.shared.value !== undefined) return null;
  const stage = lab.awake.value ? prediction.stage.value : "open";
  return (
    <div class="lab-predict" data-stage={stage}>
      <p class="lab-question" id={`${lab.lab.id}-${question.id}-q`}>
        {question.question}
      </p>
      <Ask lab={lab} question={question} />
      {stage === "open" ? null : <Folded lab={lab} at="place" />}
    </div>
  );
}

/** The question before the run. It stays in the page unseen once it has been left, so that what follows has its height. */
function Ask({ lab, question }: AskProps): JSX.Element {
  const { prediction } = lab;
  const name = `${lab.lab.id}-${question.id}`;
  return (
    <div class="lab-ask">
      <div role="group" aria-label="Prediction" aria-describedby={`${name}-q`} class="lab-options">
        {question.options.map((option) => (
          <Radio
            key={option.id}
            lab={lab}
            name={name}
            value={option.id}
            label={option.label}
            checked={prediction.said.value === option.id}
            onChoose={() => prediction.say(option.id)}
          />
        ))}
      </div>
      <div class="lab-sure">
        <div role="group" aria-label="Confidence">
          <span aria-hidden="true">How sure?</span>
          {CONFIDENCES.map(({ level, label }) => (
            <Radio
              key={level}
              lab={lab}
              name={`${name}-sure`}
              value={level}
              label={label}
              checked={prediction.confidence.value === level}
              onChoose={() => prediction.trust(level)}
            />
          ))}
        </div>
        {prediction.said.value === undefined ? (
          <Press lab={lab} name="Skip" onPress={prediction.leave} quiet />
        ) : (
          <span role="status">Noted. It may be changed until you press Run.</span>
        )}
      </div>
    </div>
  );
}

type RadioProps = {
  readonly lab: AskLab;
  readonly name: string;
  readonly value: string | number;
  readonly label: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
};

function Radio({ lab, name, value, label, checked, onChoose }: RadioProps): JSX.Element {
  const off = !lab.awake.value || lab.place.role.value === "observer";
  return (
    <label>
      <input type="radio" name={name} value={value} disabled={off} checked={checked} onChange={onChoose} />
      {label}
    </label>
  );
}

type FoldedProps = {
  readonly lab: Pick<LabModel, "prediction">;
  /** In the question's place, and on a phone in the bar, where the eye is after a press. */
  readonly at: "place" | "bar";
};

/** What has become of the question: what was said, the tap that is asked for after the run, or all three side by side. */
export function Folded({ lab, at }: FoldedProps): JSX.Element | null {
  const { prediction } = lab;
  const question = prediction.question.value;
  if (question === undefined) return null;
  const { value: stage } = prediction.stage;
  if (at === "bar" && stage !== "asking" && stage !== "told") return null;
  switch (stage) {
    case "said":
      return (
        <p class="lab-folded">
          You said <b>{saidOf(prediction)}</b>. {prediction.waits.value ?? "The log answers when the run has ended."}
        </p>
      );
    case "skipped":
      return (
        <p class="lab-folded">You passed over this question. {prediction.waits.value ?? "The log answers it when a run has ended."}</p>
      );
    case "asking":
      return <LookedAt prediction={prediction} question={question} at={at} />;
    case "told":
      return <Told prediction={prediction} at={at} />;
    default:
      return null;
  }
}

type PartProps = { readonly prediction: LabModel["prediction"]; readonly question: Question; readonly at: "place" | "bar" };

/** One tap after the run. */
function LookedAt({ prediction, question, at }: PartProps): JSX.Element {
  const box = useInSight<HTMLDivElement>();
  return (
    <div class="lab-folded lab-looked" ref={box} data-at={at} role="group" aria-label={question.ask}>
      <span>
        {prediction.said.value === undefined ? null : (
          <>
            You said <b>{saidOf(prediction)}</b>.{" "}
          </>
        )}
        {question.ask}
      </span>
      {question.options.map((option) => (
        <button key={option.id} type="button" onClick={() => prediction.look(option.id)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}

function Told({ prediction, at }: Omit<PartProps, "question">): JSX.Element {
  const { said, saw, labelOf } = prediction;
  const log = prediction.log.value;
  const box = useInSight<HTMLDListElement>();
  return (
    <dl class="lab-folded lab-told" ref={box} data-at={at}>
      {said.value === undefined ? null : (
        <div>
          <dt>You said</dt>
          <dd>{saidOf(prediction)}</dd>
        </div>
      )}
      {saw.value === undefined ? null : (
        <div>
          <dt>You saw</dt>
          <dd>{labelOf(saw.value)}</dd>
        </div>
      )}
      <div>
        <dt>The log says</dt>
        <dd>
          <b>{log?.label}.</b> {log?.why}
        </dd>
      </div>
    </dl>
  );
}

/** Where a bar is too small for all that it tells, the part that has just come is scrolled to, inside the bar. */
function useInSight<T extends HTMLElement>(): RefObject<T> {
  const box = useRef<T>(null);
  useLayoutEffect(() => {
    const bar = box.current?.closest<HTMLElement>(".lab-tells");
    if (bar == null || box.current === null || box.current.offsetParent === null) return;
    const { top, bottom } = box.current.getBoundingClientRect();
    const frame = bar.getBoundingClientRect();
    if (bottom > frame.bottom) bar.scrollTop += Math.min(top - frame.top, bottom - frame.bottom);
  }, []);
  return box;
}

/** The option that was chosen, and how sure the learner was. */
function saidOf({ said, confidence, labelOf }: LabModel["prediction"]): string {
  const sure = CONFIDENCES.find((each) => each.level === confidence.value)?.label.toLowerCase();
  return `${labelOf(said.value)}${sure === undefined ? "" : ` (${sure})`}`;
}
