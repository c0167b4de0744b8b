// Reset and Restore this file, and the way back from either for as long as the page is open.
import { holdsOf } from "../../../../sandbox/labs/kit/setup.ts";
import type { LabSession } from "../../../../sandbox/session/lab-session.ts";
import type { LabState } from "./lab-state.ts";

type Press = (work: (session: LabSession) => Promise<string>, moves: boolean) => Promise<void>;

/** `renewed`: the log has become another; the lab must be told again which act is open. */
export function createResets(at: LabState, press: Press, renewed: () => void) {
  const { code, place } = at;

  /** Holds belong to the act on show and not to the log. */
  const settle = async (to: LabSession): Promise<void> => {
    renewed();
    await place.reload();
    await to.holds(holdsOf(at.act.peek()));
  };

  return {
    reset: () =>
      press(async (to) => {
        const log = await to.export();
        const [solutionAt, hint, edits] = [at.solutionAt.peek(), at.hint.peek(), code.forget()];
        at.solutionAt.value = {};
        at.hint.value = 0;
        await to.reset(code.files.peek());
        await settle(to);
        at.undo.value = {
          of: "lab",
          back: () =>
            press(async (again) => {
              await again.import(log);
              edits();
              at.solutionAt.value = solutionAt;
              at.hint.value = hint;
              await settle(again);
              return "The log, the database and your edits are back.";
            }, false),
        };
        return "Log, database and your edits are gone. Undo reset brings them back, as long as this page is open.";
      }, false),
    restoreFile: () => {
      const back = code.restore();
      at.undo.value = { of: "file", back };
    },
    undo: () => {
      const undo = at.undo.peek();
      at.undo.value = undefined;
      return undo?.back();
    },
  };
}
