import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { LabSetup, Opened } from "../../../../sandbox/session/open.ts";
import { createPlaceModel } from "./place-model.ts";
import { fakePlace } from "./testing/fake-session.ts";

const setup = {} as LabSetup;
const deployed = { seq: 1, t: 0, type: "code.deployed", version: 1, files: {}, by: "lab" } as unknown as Fact;

/** A door whose owner, in another tab, gives no answer about its place. */
function looksOn(first: "own" | "observer") {
  const { opened } = fakePlace([deployed]);
  const silent = Object.assign(new Error("This lab runs in another tab."), { code: "observer" });
  let role = first;
  const door: Opened = {
    ...opened,
    session: { ...opened.session, place: () => (role === "observer" ? Promise.reject(silent) : opened.session.place()) },
    role: () => role,
    onRole: (listener) => {
      deposed = () => listener((role = "observer"));
      return () => undefined;
    },
  };
  let deposed = (): void => undefined;
  return { door, depose: () => deposed() };
}

describe("a tab that looks on", () => {
  it("shows the log of a lab whose owner gives no answer, and has not failed", async () => {
    const { door } = looksOn("observer");
    const place = createPlaceModel(
      async () => door,
      () => () => undefined,
    );
    await place.ensure(() => setup);
    expect(place.facts.value).toEqual([deployed]);
    expect([place.role.value, place.failure.value]).toEqual(["observer", undefined]);
  });

  it("is told so when another tab takes over, and nothing is left unanswered", async () => {
    const { door, depose } = looksOn("own");
    const place = createPlaceModel(
      async () => door,
      () => () => undefined,
    );
    await place.ensure(() => setup);
    depose();
    await new Promise((next) => setImmediate(next));
    expect(place.role.value).toBe("observer");
    expect(place.facts.value).toEqual([deployed]);
  });
});
