import { describe, expect, it } from "vitest";
import { saysApplying, saysHostStarting, saysOpening, saysRestoring } from "./starting.ts";

describe("a place that opens", () => {
  it("tells how much of what runs the code has come, of how much", () => {
    expect(saysOpening({ loaded: 310_000, total: 930_000, engine: true })).toBe("Loading what runs your code: 279 of 930 kB.");
    expect(saysOpening({ loaded: 0, total: 930_000, engine: false })).toMatch(/^Loading .*: 0 of 930 kB\. The engine is on its way/);
  });

  it("tells what is still missing once the texts are here", () => {
    expect(saysOpening({ loaded: 930_000, total: 930_000, engine: false })).toMatch(/^Loading the engine\./);
    expect(saysOpening({ loaded: 930_000, total: 930_000, engine: true })).toBe("Starting the engine in this page.");
  });

  it("says a new sentence at most eleven times, however many pieces come", () => {
    const said = new Set(Array.from({ length: 931 }, (_, kB) => saysOpening({ loaded: kB * 1000, total: 930_000, engine: true })));
    expect(said.size).toBeLessThanOrEqual(11);
  });

  it("tells of a log that is kept that nothing is lost, and what has come", () => {
    expect(saysRestoring(undefined)).toBe("Restoring your run. Nothing of it is lost.");
    expect(saysRestoring({ loaded: 500, total: 1000, engine: true })).toMatch(/^Restoring .* lost\. Loading what runs your code/);
  });

  it("promises no number where nothing was counted", () => {
    expect(saysOpening(undefined)).toBe("Starting the engine in this page.");
    expect(saysOpening({ loaded: 0, total: 0, engine: false })).not.toMatch(/\d/);
  });
});

describe("a host that starts", () => {
  it("says after a while how long it has taken, and that the code is not at fault", () => {
    expect([saysHostStarting(0), saysApplying(0)]).toEqual(["Starting the host.", "Loading the new code into a host."]);
    for (const said of [saysHostStarting(10), saysApplying(10)]) expect(said).toMatch(/: 10 s so far\. .*the code is not at fault/);
  });
});
