// Something that a person does and that may fail: under way, failed with words, done. What was typed stays either way.
import { batch, signal } from "@preact/signals";

export function createAction<Asked extends readonly unknown[], Done>(act: (...asked: Asked) => Promise<Done>) {
  const pending = signal(false);
  const problem = signal<string | undefined>(undefined);
  const done = signal<Done | undefined>(undefined);
  return {
    pending,
    problem,
    done,
    /** Resolves with what came of it, or with undefined when it failed or is under way already. */
    async press(...asked: Asked): Promise<Done | undefined> {
      if (pending.value) return undefined;
      batch(() => ((pending.value = true), (problem.value = undefined), (done.value = undefined)));
      try {
        done.value = await act(...asked);
        return done.value;
      } catch (error) {
        problem.value = error instanceof Error ? error.message : String(error);
        return undefined;
      } finally {
        pending.value = false;
      }
    },
    clear(): void {
      batch(() => ((problem.value = undefined), (done.value = undefined)));
    },
  };
}
