// The learner's files: highlighted until `Edit code`, a diff while a change is proposed, then the editor.
import type { JSX } from "preact";
import { Editor } from "./Editor.tsx";
import { highlighted, lineOfStep, stepOnLine } from "./model/highlight.ts";
import type { LabModel } from "./model/lab-model.ts";
import { Press } from "./Press.tsx";
import { Tabs } from "./Tabs.tsx";
import { Tokens } from "./Tokens.tsx";

export function Code({ lab }: { readonly lab: LabModel }): JSX.Element {
  const { code } = lab;
  const id = `code-${lab.lab.id}`;
  const editing = code.draft.value !== undefined;
  const offers = (control: "Edit code" | "Change") => lab.act.value?.controls.includes(control) === true;
  const proposal = code.proposal.value;
  return (
    <div class="lab-code" data-part="code">
      <div class="lab-files">
        <Tabs
          label="Files"
          controls={id}
          selected={code.shown.value}
          onSelect={(file) => (code.shown.value = file)}
          items={code.names.value.map((file) => ({ id: file, label: file }))}
          disabled={!lab.awake.value}
        />
        <div class="lab-edits">
          {offers("Change") && lab.changes.value.length > 0 ? <Change lab={lab} /> : null}
          {editing || proposal !== undefined ? <Press lab={lab} name="Apply edit" onPress={lab.press.applyEdit} /> : null}
          {editing || proposal !== undefined ? (
            <button type="button" data-quiet="" onClick={() => code.propose(undefined)}>
              Cancel
            </button>
          ) : null}
          {offers("Edit code") && !editing && proposal === undefined ? <Press lab={lab} name="Edit code" onPress={code.edit} /> : null}
        </div>
      </div>
      <div id={id} role="tabpanel" aria-label={code.shown.value} class="lab-source">
        <Trouble lab={lab} />
        {proposal !== undefined ? (
          <Diff label={proposal.label} diff={proposal.diff} />
        ) : editing ? (
          <Editor lab={lab} />
        ) : (
          <Source lab={lab} />
        )}
      </div>
    </div>
  );
}

function Trouble({ lab }: { readonly lab: LabModel }): JSX.Element | null {
  const error = lab.code.error.value;
  if (error === undefined) return null;
  return (
    <p class="lab-trouble" role="alert">
      {error.place === undefined || error.message.includes(`${error.place.file}:${error.place.line}`) ? null : (
        <code>
          {error.place.file}:{error.place.line}{" "}
        </code>
      )}
      {error.message}
    </p>
  );
}

/** Prepared changes: a few lines each, without saying which one is right. */
function Change({ lab }: { readonly lab: LabModel }): JSX.Element {
  const proposal = lab.code.proposal.value;
  return (
    <label class="lab-select">
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

function Source({ lab }: { readonly lab: LabModel }): JSX.Element {
  const { code } = lab;
  const text = code.text.value;
  const file = code.shown.value;
  const lit = lab.lit.value?.stepId ?? lab.newest.value?.step;
  const hot = lit === undefined ? undefined : lineOfStep(code.files.value, lit);
  const wrong = code.error.value?.place;
  const focus = file === code.names.value[0] ? lab.act.value?.focus : undefined;
  const steps = lab.views.stepNames.value;
  const light = (line: number) => {
    const stepId = stepOnLine(text, line, steps);
    lab.lit.value = stepId === undefined ? undefined : { stepId };
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
          {highlighted(text).map((tokens, index) => (
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

function Diff({ label, diff }: { readonly label: string; readonly diff: string }): JSX.Element {
  const kind = (line: string) =>
    line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : line.startsWith("@") ? "gap" : "same";
  return (
    <pre class="lab-diff" tabIndex={0} aria-label={`Difference: ${label}`}>
      <code>
        {diff
          .replace(/\n$/, "")
          .split("\n")
          .map((line, index) => (
            <span key={index} class="lab-line" data-kind={kind(line)}>
              {line.startsWith("@") ? "⋯" : line}
              {"\n"}
            </span>
          ))}
      </code>
    </pre>
  );
}
