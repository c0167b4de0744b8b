import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import { createCodeModel } from "./code-model.ts";
import type { LabState } from "./lab-state.ts";
import { createResets } from "./reset-presses.ts";
import { fakePlace } from "./testing/fake-session.ts";
import { completed } from "./testing/story.ts";

it("Reset lab is undone by bringing the log, the edits and the hints back", async () => {
  const place = fakePlace(completed().facts);
  const code = createCodeModel("lab", ["a.ts"], { "a.ts": "one" }, undefined);
  const at = {
    code,
    place: { reload: () => Promise.resolve() },
    act: signal(undefined),
    solutionAt: signal({ 1: 7 }),
    hint: signal(2),
    undo: signal(undefined),
  } as unknown as LabState;
  const resets = createResets(
    at,
    async (work) => void (await work(place.opened.session)),
    () => undefined,
  );
  code.accepted({ "a.ts": "mine" });

  await resets.reset();
  expect(code.files.value).toEqual({ "a.ts": "one" });
  expect(at.undo.value?.of).toBe("lab");

  await resets.undo();
  expect(place.asked.filter((call) => call.startsWith("import"))).toHaveLength(1);
  expect(code.files.value).toEqual({ "a.ts": "mine" });
  expect(at.solutionAt.value).toEqual({ 1: 7 });
  expect(at.hint.value).toBe(2);
  expect(at.undo.value).toBeUndefined();
});
