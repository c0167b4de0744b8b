// Where the learner types. A plain text area at once, which is all that a coarse pointer gets, and on a phone the whole screen; Monaco
// takes its place where there is room for it and nobody has begun to type. Tab leaves either.
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX, Ref } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Act } from "../../../sandbox/labs/kit/definition.ts";
import { firstLine } from "./model/first-line.ts";
import type { LabModel } from "./model/lab-model.ts";
import type { CodeEditor } from "./monaco.ts";
import "./Editor.css";

const ROOMY = "(pointer: fine) and (min-width: 62rem)";
const PHONE = "(max-width: 50rem)";

type Props = {
  readonly code: LabModel["code"];
  /** Unique in the page. */
  readonly id: string;
  readonly focus: Act["focus"];
  readonly onApply: () => void;
  /** What is wrong with the edit. */
  readonly children: ComponentChildren;
};

export function Editor({ code, id, focus, onApply, children }: Props): JSX.Element {
  const file = code.shown.value;
  const help = `edit-help-${id}`;
  const box = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const rich = useSignal<CodeEditor | undefined>(undefined);
  const dialog = useFrame(code);
  const opensAt = (): number => lineOf(code, focus);
  useEffect(() => reveal(box.current, opensAt()), [file]);
  useEffect(() => enriched({ code, id, onApply, opensAt }, host.current, (editor) => (rich.value = editor)), []);
  useEffect(() => rich.value?.show(file), [file, rich.value]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onApply();
  };
  return (
    <dialog class="lab-editor" aria-label="Editor" ref={dialog} onKeyDown={onKey}>
      <Head code={code} onApply={onApply} />
      {children}
      <Leaving code={code} />
      <div ref={host} class="lab-monaco" hidden={rich.value === undefined} />
      {rich.value === undefined ? (
        <textarea
          ref={box}
          aria-label={`Edit ${file}`}
          aria-describedby={help}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          rows={Math.max(12, code.text.value.split("\n").length)}
          value={code.text.value}
          onInput={(event) => code.type(file, event.currentTarget.value)}
        />
      ) : null}
      <p id={help} class="lab-beside">
        Tab leaves the editor. Ctrl Enter applies the edit.
      </p>
    </dialog>
  );
}

/** On a phone the editor has the screen to itself; elsewhere it stands where the file stood. */
function useFrame(code: Props["code"]): Ref<HTMLDialogElement> & { readonly current: HTMLDialogElement | null } {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const frame = dialog.current;
    if (frame === null) return;
    const open = (): void => (matchMedia(PHONE).matches ? frame.showModal() : frame.show());
    const leave = (event?: Event): void => {
      event?.preventDefault();
      code.leave(() => code.propose(undefined));
    };
    // A phone's own way back may close the dialog without asking first.
    const closed = (): void => {
      if (code.draft.peek() === undefined) return;
      open();
      leave();
    };
    open();
    frame.addEventListener("cancel", leave);
    frame.addEventListener("close", closed);
    return () => {
      frame.removeEventListener("cancel", leave);
      frame.removeEventListener("close", closed);
    };
  }, []);
  return dialog;
}

/** Phone only: which file, and the two ways out, always in sight. */
function Head({ code, onApply }: Pick<Props, "code" | "onApply">): JSX.Element {
  return (
    <div class="lab-editor-head">
      <select aria-label="File" value={code.shown.value} onChange={(event) => (code.shown.value = event.currentTarget.value)}>
        {code.names.value.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" data-quiet="" onClick={() => code.leave(() => code.propose(undefined))}>
        Cancel
      </button>
      <button type="button" data-filled="" onClick={onApply}>
        Apply edit
      </button>
    </div>
  );
}

/** Asked where an edit would be lost that nobody has applied. */
function Leaving({ code }: Pick<Props, "code">): JSX.Element | null {
  const stay = useRef<HTMLButtonElement>(null);
  const on = code.leaving.value;
  useEffect(() => stay.current?.focus(), [on]);
  if (on === undefined) return null;
  const discard = (): void => {
    code.propose(undefined);
    on();
  };
  return (
    <div class="lab-leaving" role="alertdialog" aria-label="Unapplied edit" aria-describedby="lab-leaving">
      <p id="lab-leaving">Your edit is not applied yet.</p>
      <button type="button" ref={stay} onClick={() => (code.leaving.value = undefined)}>
        Keep editing
      </button>
      <button type="button" data-danger="" onClick={discard}>
        Discard edit
      </button>
    </div>
  );
}

function lineOf(code: Props["code"], focus: Act["focus"]): number {
  const file = code.shown.peek();
  const wrong = code.error.peek()?.place;
  return firstLine({
    text: code.text.peek(),
    given: code.starter.peek()[file],
    ...(wrong?.file === file && { error: wrong }),
    ...(focus !== undefined && file === code.names.peek()[0] && { focus }),
  });
}

/** Puts the cursor at the beginning of a line, with some lines above it in sight. */
function reveal(box: HTMLTextAreaElement | null, line: number): void {
  if (box === null) return;
  const before = box.value
    .split("\n")
    .slice(0, line - 1)
    .join("\n").length;
  const at = line === 1 ? 0 : before + 1;
  box.focus({ preventScroll: true });
  box.setSelectionRange(at, at);
  const height = Number.parseFloat(getComputedStyle(box).lineHeight);
  box.scrollTop = Math.max(0, (line - 4) * height);
}

type Enriched = Pick<Props, "code" | "id" | "onApply"> & { readonly opensAt: () => number };

/** Loads Monaco where it helps. Whatever goes wrong, the text area stays and works. Returns what ends it. */
function enriched(
  { code, id, onApply, opensAt }: Enriched,
  host: HTMLElement | null,
  onReady: (editor: CodeEditor | undefined) => void,
): () => void {
  let editor: CodeEditor | undefined;
  let left = false;
  const load = async (): Promise<void> => {
    const { createEditor } = await import("./monaco.ts");
    if (left || host === null || code.draft.peek() === undefined || code.dirty.peek()) return;
    host.hidden = false;
    editor = createEditor(host, {
      lab: id,
      files: code.files.peek(),
      shown: code.shown.peek(),
      line: opensAt(),
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
