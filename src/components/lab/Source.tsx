// A file as it is in service: the newest step's line is lit, on a phone only the lines that matter are shown.
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { CodeColors } from "./model/code-colors.ts";
import type { LabModel } from "./model/lab-model.ts";
import { lineOfStep, stepOnLine } from "./model/step-lines.ts";
import { Tokens } from "./Tokens.tsx";
import "./Source.css";

type Props = { readonly lab: Pick<LabModel, "act" | "code" | "lit" | "newest" | "views" | "whole">; readonly colors: CodeColors };

export function Source({ lab, colors }: Props): JSX.Element {
  const { code } = lab;
  const text = code.text.value;
  const file = code.shown.value;
  const lines = useComputed(() => colors.linesOf(code.text.value));
  useEffect(() => void colors.want(text), [text]);
  const stepId = lab.lit.value?.stepId ?? lab.newest.value?.step;
  const hot = stepId === undefined ? undefined : lineOfStep(code.files.value, stepId);
  const wrong = code.error.value?.place;
  const focus = file === code.names.value[0] ? lab.act.value?.focus : undefined;
  const steps = lab.views.stepNames.value;
  const light = (line: number) => {
    const onLine = stepOnLine(text, line, steps);
    lab.lit.value = onLine === undefined ? undefined : { stepId: onLine };
  };
  return (
    <>
      <pre
        tabIndex={0}
        aria-label={`${file}, code`}
        data-whole={lab.whole.value || focus === undefined ? "" : undefined}
        onPointerLeave={() => (lab.lit.value = undefined)}
      >
        <code>
          {lines.value.map((tokens, index) => (
            <span
              key={index}
              class="lab-line"
              data-hot={hot?.file === file && hot.line === index + 1 ? "" : undefined}
              data-wrong={wrong?.file === file && wrong.line === index + 1 ? "" : undefined}
              data-out={focus !== undefined && (index + 1 < focus[0] || index + 1 > focus[1]) ? "" : undefined}
              onPointerEnter={() => light(index + 1)}
            >
              <span class="lab-no" aria-hidden="true">
                {index + 1}
              </span>
              <Tokens of={tokens} />
            </span>
          ))}
        </code>
      </pre>
      {focus === undefined ? null : (
        <button
          type="button"
          class="lab-unfold lab-text"
          aria-pressed={lab.whole.value}
          onClick={() => (lab.whole.value = !lab.whole.value)}
        >
          {lab.whole.value ? "Only the lines that matter" : "Whole file"}
        </button>
      )}
    </>
  );
}
