// Said, saw, log: one question before the act's first run, one tap after it, then the three side by side. Never graded.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import { CONFIDENCES } from "./model/prediction-model.ts";
import { Press, type PressLab } from "./Press.tsx";
import "./Prediction.css";

type AskLab = PressLab & Pick<LabModel, "awake" | "lab" | "place" | "prediction">;

export function Prediction({ lab }: { readonly lab: AskLab & Pick<LabModel, "act" | "shared"> }): JSX.Element | null {
  const { prediction } = lab;
  const question = prediction.question.value ?? (lab.awake.value ? undefined : lab.act.value?.prediction);
  if (question === undefined || lab.shared.value !== undefined) return null;
  const stage = lab.awake.value ? prediction.stage.value : "open";
  if (stage === "open") return <Ask lab={lab} question={question} />;
  return null;
}

/** One tap after the run, in the controls, where the eye is. */
export function LookedAt({ lab }: { readonly lab: Pick<LabModel, "awake" | "prediction"> }): JSX.Element | null {
  const { prediction } = lab;
  const question = prediction.question.value;
  if (question === undefined || !lab.awake.value || prediction.stage.value !== "asking") return null;
  return (
    <div class="lab-looked" role="group" aria-label={question.ask}>
      <span class="lab-question">{question.ask}</span>
      {question.options.map((option) => (
        <button key={option.id} type="button" onClick={() => prediction.look(option.id)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}

type Question = NonNullable<LabModel["prediction"]["question"]["value"]>;

function Ask({ lab, question }: { readonly lab: AskLab; readonly question: Question }): JSX.Element {
  const { prediction } = lab;
  const name = `${lab.lab.id}-${question.id}`;
  const observer = lab.place.role.value === "observer";
  return (
    <div class="lab-predict">
      <div role="group" aria-label="Prediction" aria-describedby={`${name}-q`}>
        <p class="lab-question" id={`${name}-q`}>
          {question.question}
        </p>
        <div class="lab-options">
          {question.options.map((option) => (
            <label key={option.id}>
              <input
                type="radio"
                name={name}
                value={option.id}
                disabled={!lab.awake.value || observer}
                checked={prediction.said.value === option.id}
                onChange={() => prediction.say(option.id)}
              />
              {option.label}
            </label>
          ))}
        </div>
      </div>
      <div class="lab-sure">
        <div role="group" aria-label="Confidence">
          <span aria-hidden="true">How sure?</span>
          {CONFIDENCES.map(({ level, label }) => (
            <label key={level}>
              <input
                type="radio"
                name={`${name}-sure`}
                value={level}
                disabled={!lab.awake.value || observer}
                checked={prediction.confidence.value === level}
                onChange={() => prediction.trust(level)}
              />
              {label}
            </label>
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

/** One line beside the goals, once there is something to hold against each other. */
export function Told({ prediction }: Pick<LabModel, "prediction">): JSX.Element | null {
  const question = prediction.question.value;
  if (question === undefined || (prediction.stage.value !== "told" && prediction.stage.value !== "said")) return null;
  const sure = CONFIDENCES.find((each) => each.level === prediction.confidence.value)?.label.toLowerCase();
  return (
    <dl class="lab-told">
      <div>
        <dt>You said</dt>
        <dd>
          {prediction.labelOf(prediction.said.value)}
          {sure === undefined ? "" : ` (${sure})`}
        </dd>
      </div>
      {prediction.stage.value === "told" ? (
        <div>
          <dt>You saw</dt>
          <dd>{prediction.labelOf(prediction.saw.value)}</dd>
        </div>
      ) : null}
      {prediction.stage.value === "told" ? (
        <div>
          <dt>The log says</dt>
          <dd>
            {prediction.labelOf(question.answer)}. {question.because}
          </dd>
        </div>
      ) : null}
    </dl>
  );
}
