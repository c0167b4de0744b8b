import { describe, expect, it } from "vitest";
import type { Opened } from "../../../../sandbox/session/open.ts";
import { BOOT_STEPS, type PlaceName, type PlaceState } from "../../../../sandbox/session/place-switch.ts";
import { createPlaceModel } from "./place-model.ts";
import type { LabPorts } from "./ports.ts";
import { fakePlace } from "./testing/fake-session.ts";
import { createWhereModel, type WherePorts } from "./where-model.ts";
import { FALLBACK_WORDS, fallbackLine, STEP_WORDS } from "./where-words.ts";

type Page = { chosen?: PlaceName; fit?: "isolated" | "reload" | "cannot"; resumes?: boolean; tapFirst?: boolean; keeps?: boolean };

function lab({ chosen = "worker", fit = "isolated", resumes = false, tapFirst = false, keeps = true }: Page = {}) {
  const did: string[] = [];
  const alarms: (() => void)[] = [];
  let tell: (state: PlaceState) => void = () => undefined;
  const where: WherePorts = {
    chosen: () => chosen,
    choose: (place) => void (chosen = place),
    isolate: async () => fit,
    release: () => void did.push("release"),
    reload: (id) => void did.push(`reload ${id}`),
    resumes: () => resumes,
    tapFirst,
  };
  const fake = fakePlace();
  const door: Opened = {
    ...fake.opened,
    places: {
      state: () => ({ place: "worker" }),
      onState(listener) {
        tell = listener;
        return () => undefined;
      },
      choose: async (place) => void did.push(`to ${place}`),
      stay: () => void did.push("stay"),
    },
  };
  const ports = { where, after: (_ms: number, ring: () => void) => (alarms.push(ring), () => undefined) } as unknown as LabPorts;
  const place = createPlaceModel(
    async () => door,
    () => () => undefined,
  );
  place.keeps.value = keeps;
  const model = createWhereModel("greet", place, ports);
  model.follow(door, () => void did.push("read anew"));
  return {
    model,
    did,
    door,
    open: async () => door,
    tell: (state: PlaceState) => tell(state),
    second: () => alarms.pop()?.(),
    chosen: () => chosen,
  };
}

describe("the switch between places", () => {
  it("remembers what was chosen, and moves the lab", async () => {
    const { model, did, open, chosen } = lab();
    await model.choose("webcontainer", open);
    expect({ did, chosen: chosen() }).toEqual({ did: ["to webcontainer"], chosen: "webcontainer" });
    await model.choose("worker", open);
    expect({ did, chosen: chosen() }).toEqual({ did: ["to webcontainer", "release", "stay", "to worker"], chosen: "worker" });
  });

  it("loads the page again where only a service worker can make it fit, and only when the lab is kept", async () => {
    const kept = lab({ fit: "reload" });
    await kept.model.choose("webcontainer", kept.open);
    expect(kept.did).toEqual(["reload greet"]);
    const lost = lab({ fit: "reload", keeps: false });
    await lost.model.choose("webcontainer", lost.open);
    expect(lost.did).toEqual(["to webcontainer"]);
  });

  it("goes on by itself after that, but waits for a touch on a device that wants one", () => {
    const desk = lab({ chosen: "webcontainer", resumes: true });
    expect([desk.model.wake(), desk.model.waitsForTap.value]).toEqual([true, false]);
    const phone = lab({ chosen: "webcontainer", resumes: true, tapFirst: true });
    expect([phone.model.wake(), phone.model.waitsForTap.value, phone.model.shows.value]).toEqual([false, true, "webcontainer"]);
  });

  it("tries what was chosen before once, at the first press, and never in a tab that looks on", async () => {
    const { model, did, door } = lab({ chosen: "webcontainer" });
    model.wake();
    model.pressed({ ...door, role: () => "observer" });
    expect(did).toEqual([]);
    model.pressed(door);
    model.pressed(door);
    await Promise.resolve();
    expect(did).toEqual(["to webcontainer"]);
  });

  it("shows where the lab is or is going, counts the seconds of each step, and has the log read anew when it is there", () => {
    const { model, did, tell, second } = lab();
    tell({ place: "worker", boot: { step: "reach" } });
    second();
    second();
    expect([model.shows.value, model.seconds.value]).toEqual(["webcontainer", 2]);
    tell({ place: "worker", boot: { step: "boot" } });
    expect(model.seconds.value).toBe(0);
    tell({ place: "webcontainer" });
    expect([model.shows.value, did]).toEqual(["webcontainer", ["read anew"]]);
    tell({ place: "worker", fellBack: { reason: "ended" } });
    expect(model.shows.value).toBe("worker");
  });

  it("takes a choice back that has failed: no page tries it again by itself", () => {
    const { model, did, tell, chosen } = lab({ chosen: "webcontainer" });
    model.wake();
    tell({ place: "worker", boot: { step: "reach" } });
    tell({ place: "worker", fellBack: { reason: "timed-out" } });
    expect([chosen(), model.chosen.value, did]).toEqual(["worker", "worker", ["release"]]);
  });

  it("forgets choice and complaint with Stay embedded", () => {
    const { model, did, door, tell, chosen } = lab({ chosen: "webcontainer" });
    tell({ place: "worker", fellBack: { reason: "offline" } });
    model.stay(door);
    expect([chosen(), model.state.value, did.at(-1)]).toEqual(["worker", { place: "worker" }, "stay"]);
  });
});

describe("what is said of a move", () => {
  it("names every step, and for every reason what happened, that nothing is lost, and what to change", () => {
    expect(Object.keys(STEP_WORDS)).toEqual([...BOOT_STEPS]);
    for (const [reason, { said, change }] of Object.entries(FALLBACK_WORDS)) {
      expect(fallbackLine(reason as keyof typeof FALLBACK_WORDS)).toBe(`${said} The lab goes on embedded, with its log, clock and files.`);
      expect(change).toMatch(/^[A-Z].*\.$/);
    }
  });
});
