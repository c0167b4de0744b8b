// The learner's files: the act's starter with kept edits, what is shown, what is being typed, and what a diff proposes.
import { computed, signal } from "@preact/signals";
import type { CodePlace } from "../../../../sandbox/log/facts.ts";
import type { Files } from "../../../../sandbox/session/lab-session.ts";
import type { KeyValue } from "./asleep.ts";
import { keepEdits, sameFiles, withEdits } from "./edits.ts";

/** Files that a diff would put into service, and who proposes them. */
export type Proposal = {
  readonly by: "change" | "solution";
  readonly id: string;
  readonly label: string;
  readonly diff: string;
  readonly files: Files;
};
export type CodeModel = ReturnType<typeof createCodeModel>;
export type CodeError = { readonly message: string; readonly place?: CodePlace };

export function createCodeModel(lab: string, order: readonly string[], first: Files, storage: KeyValue | undefined) {
  const starter = signal(first);
  const files = signal(first);
  const shown = signal(order[0] ?? "");
  const draft = signal<Files | undefined>(undefined);
  const proposal = signal<Proposal | undefined>(undefined);
  const error = signal<CodeError | undefined>(undefined);
  const names = computed(() => {
    const all = Object.keys(files.value);
    return [...order.filter((name) => all.includes(name)), ...all.filter((name) => !order.includes(name)).sort()];
  });
  const edited = computed(() => !sameFiles(files.value, starter.value));
  const dirty = computed(() => draft.value !== undefined && !sameFiles(draft.value, files.value));
  /** What the reader wanted to do when a typed edit stood in the way. */
  const leaving = signal<(() => unknown) | undefined>(undefined);
  const text = computed(() => (draft.value ?? files.value)[shown.value] ?? "");

  const set = (next: Files): void => {
    files.value = next;
    keepEdits(storage, lab, starter.peek(), next);
  };
  /** Brings files back as they are now; in an act with another starter they are only kept. */
  const takesBack = (kept: Files, typed?: Files): (() => void) => {
    const from = starter.peek();
    return () => {
      if (starter.peek() !== from) return keepEdits(storage, lab, from, kept);
      set(kept);
      draft.value = typed;
    };
  };

  return {
    starter,
    files,
    shown,
    draft,
    proposal,
    error,
    names,
    edited,
    text,
    dirty,
    leaving,
    /** The shown file is another than the lab gives: it can be restored. */
    differs: computed(() => shown.value in starter.value && text.value !== starter.value[shown.value]),
    /** Goes on at once, or asks first where an edit would be lost that nobody has applied. */
    leave(on: () => unknown): unknown {
      if (!dirty.peek()) return on();
      leaving.value = on;
      return undefined;
    },
    /** The shown file as the lab gives it; what was typed in others stays. Returns what takes that back. */
    restore(): () => void {
      const [file, typed, kept] = [shown.peek(), draft.peek(), files.peek()];
      const given = { [file]: starter.peek()[file] ?? "" };
      error.value = undefined;
      if (typed === undefined) set({ ...kept, ...given });
      else draft.value = { ...typed, ...given };
      return takesBack(kept, typed);
    },
    /** Takes an act's starter, with what the learner has made of it before. True when an edit was brought back. */
    startFrom(next: Files): boolean {
      leaving.value = undefined;
      starter.value = next;
      files.value = withEdits(storage, lab, next);
      draft.value = undefined;
      proposal.value = undefined;
      error.value = undefined;
      if (!(shown.peek() in next)) shown.value = order[0] ?? Object.keys(next)[0] ?? "";
      return edited.peek();
    },
    edit() {
      proposal.value = undefined;
      draft.value = files.peek();
    },
    type(file: string, next: string) {
      draft.value = { ...(draft.peek() ?? files.peek()), [file]: next };
    },
    propose(next: Proposal | undefined) {
      leaving.value = undefined;
      draft.value = undefined;
      proposal.value = next;
    },
    /** An edit or a change is on show that is not in service. */
    unapplied(): boolean {
      const shows = proposal.peek()?.files ?? draft.peek();
      return shows !== undefined && !sameFiles(shows, files.peek());
    },
    /** What `Apply edit` would put into service. */
    pending(): { readonly files: Files; readonly by: "learner" | "change" | "solution"; readonly id?: string } {
      const proposed = proposal.peek();
      if (proposed !== undefined) return { files: proposed.files, by: proposed.by, id: proposed.id };
      return { files: draft.peek() ?? files.peek(), by: "learner" };
    },
    accepted(next: Files) {
      leaving.value = undefined;
      set(next);
      draft.value = undefined;
      proposal.value = undefined;
      error.value = undefined;
    },
    /** Every file as the lab gives it. Returns what takes that back. */
    forget(): () => void {
      const back = takesBack(files.peek());
      set(starter.peek());
      leaving.value = undefined;
      draft.value = undefined;
      proposal.value = undefined;
      error.value = undefined;
      return back;
    },
  };
}
