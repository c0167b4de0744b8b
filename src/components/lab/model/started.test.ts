import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { LabState } from "./lab-state.ts";
import { started } from "./situation.ts";

it("a press on a host that is starting waits until it is up", async () => {
  const view = signal({ host: "starting" });
  let isUp = false;
  const pressed = started({ place: { place: view } as unknown as LabState["place"] }).then(() => isUp);
  await Promise.resolve();
  isUp = true;
  view.value = { host: "up" };
  expect(await pressed).toBe(true);
});
