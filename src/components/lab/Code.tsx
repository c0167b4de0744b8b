// The learner's files: highlighted until `Edit code`, a diff while a change is proposed, then the editor.
import type { ComponentProps, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Change } from "./Change.tsx";
import type { CodeColors } from "./model/code-colors.ts";
import type { CodeError } from "./model/code-model.ts";
import type { LabModel } from "./model/lab-model.ts";
import { Diff, Editor } from "./parts.ts";
import { Press, type PressLab } from "./Press.tsx";
import { Source } from "./Source.tsx";
import { Tabs } from "./Tabs.tsx";
import "./Code.css";

type RestoreLab = PressLab & Pick<LabModel, "code" | "undo"> & { readonly press: Pick<LabModel["press"], "restoreFile" | "undo"> };
type CodeLab = RestoreLab &
  ComponentProps<typeof Change>["lab"] &
  ComponentProps<typeof Source>["lab"] & { readonly lab: LabModel["lab"]; readonly press: Pick<LabModel["press"], "applyEdit"> };
type Props = { readonly lab: CodeLab; readonly colors: CodeColors };

export function Code({ lab, colors }: Props): JSX.Element {
  const { code } = lab;
  const id = `code-${lab.lab.id}`;
  const editing = code.draft.value !== undefined;
  const offers = (control: "Edit code" | "Change") => lab.act.value?.controls.includes(control) === true;
  const proposal = code.proposal.value;
  useEffect(() => void (editing && colors.loadTyped()), [editing]);
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
          {editing || proposal !== undefined ? <Press lab={lab} name="Apply edit" onPress={lab.press.applyEdit} fills={false} /> : null}
          {editing || proposal !== undefined ? (
            <button type="button" data-quiet="" onClick={() => code.leave(() => code.propose(undefined))}>
              Cancel
            </button>
          ) : null}
          {proposal === undefined ? <Restore lab={lab} /> : null}
          {offers("Edit code") && !editing && proposal === undefined ? (
            <Press lab={lab} name="Edit code" onPress={code.edit} fills={false} />
          ) : null}
        </div>
      </div>
      <div id={id} role="tabpanel" aria-label={code.shown.value} class="lab-source">
        {editing ? null : <Trouble error={code.error.value} />}
        {proposal !== undefined ? (
          <Diff label={proposal.label} diff={proposal.diff} colors={colors} />
        ) : editing ? (
          <Editor code={code} id={lab.lab.id} focus={lab.act.value?.focus} onApply={() => void lab.press.applyEdit()}>
            <Trouble error={code.error.value} />
          </Editor>
        ) : (
          <Source lab={lab} colors={colors} />
        )}
      </div>
    </div>
  );
}

/** One file back to how the lab gives it, and the way back from there. */
function Restore({ lab }: { readonly lab: RestoreLab }): JSX.Element | null {
  if (lab.undo.value?.of === "file") return <Press lab={lab} name="Undo restore" onPress={lab.press.undo} quiet />;
  return lab.code.differs.value ? <Press lab={lab} name="Restore this file" onPress={lab.press.restoreFile} quiet /> : null;
}

function Trouble({ error }: { readonly error: CodeError | undefined }): JSX.Element | null {
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
