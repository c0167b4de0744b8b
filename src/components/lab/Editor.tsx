// Where the learner types. A plain text area at once, which is all that a coarse pointer gets;
// Monaco takes its place where there is room for it, and never takes it back while someone types. Tab leaves either.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { LabModel } from "./model/lab-model.ts";

export function Editor({ lab }: { readonly lab: LabModel }): JSX.Element {
  const { code } = lab;
  const file = code.shown.value;
  const help = `edit-help-${lab.lab.id}`;
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), [file]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void lab.press.applyEdit();
  };
  return (
    <div class="lab-editor" onKeyDown={onKey}>
      <textarea
        ref={box} aria-label={`Edit ${file}`} aria-describedby={help} spellcheck={false} autocapitalize="off" autocomplete="off" wrap="off" rows={Math.max(12, code.text.value.split("\n").length)}
        value={code.text.value} onInput={(event) => code.type(file, event.currentTarget.value)}
      />
      <p id={help} class="lab-beside">Tab leaves the editor. Ctrl Enter applies the edit.</p>
    </div>
  );
}
