// Where the learner types. A plain text area at once, which is all that a coarse pointer gets; Monaco takes its place
// where there is room for it and nobody has begun to type. Tab leaves either.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { LabModel } from "./model/lab-model.ts";
import type { CodeEditor } from "./monaco.ts";
import "./Editor.css";

const ROOMY = "(pointer: fine) and (min-width: 62rem)";

type Props = { readonly code: LabModel["code"]; /** Unique in the page. */ readonly id: string; readonly onApply: () => void };

export function Editor({ code, id, onApply }: Props): JSX.Element {
  const file = code.shown.value;
  const help = `edit-help-${id}`;
  const box = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const rich = useSignal<CodeEditor | undefined>(undefined);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  useEffect(() => enriched({ code, onApply }, host.current, (editor) => (rich.value = editor)), []);
  useEffect(() => rich.value?.show(file), [file, rich.value]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onApply();
  };
  return (
    <div class="lab-editor" onKeyDown={onKey}>
      <div ref={host} class="lab-monaco" hidden={rich.value === undefined} />
      {rich.value === undefined ? (
        <textarea
          ref={box}
          aria-label={`Edit ${file}`}
          aria-describedby={help}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          wrap="off"
          rows={Math.max(12, code.text.value.split("\n").length)}
          value={code.text.value}
          onInput={(event) => code.type(file, event.currentTarget.value)}
        />
      ) : null}
      <p id={help} class="lab-beside">
        Tab leaves the editor. Ctrl Enter applies the edit.
      </p>
    </div>
  );
}

/** Loads Monaco where it helps. Whatever goes wrong, the text area stays and works. Returns what ends it. */
function enriched(
  { code, onApply }: Pick<Props, "code" | "onApply">,
  host: HTMLElement | null,
  onReady: (editor: CodeEditor | undefined) => void,
): () => void {
  let editor: CodeEditor | undefined;
  let left = false;
  const load = async (): Promise<void> => {
    const { createEditor } = await import("./monaco.ts");
    const untouched =
      code.draft.peek() !== undefined && Object.entries(code.draft.peek() ?? {}).every(([file, text]) => code.files.peek()[file] === text);
    if (left || host === null || !untouched) return;
    host.hidden = false;
    editor = createEditor(host, {
      files: code.files.peek(),
      shown: code.shown.peek(),
      label: "Edit code. Tab leaves the editor.",
      dark: document.documentElement.dataset["theme"] === "dark",
      onType: code.type,
      onApply,
    });
    onReady(editor);
    editor.focus();
  };
  if (matchMedia(ROOMY).matches) load().catch(() => onReady(undefined));
  return () => {
    left = true;
    editor?.dispose();
  };
}
