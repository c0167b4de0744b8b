import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sayInstant } from "./instant.ts";

describe("an instant", () => {
  it("is said as the platform's own calendar says it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        (at) => sayInstant(at) === new Date(at).toISOString().slice(0, 19).replace("T", " "),
      ),
    );
  });

  it("ends February with the 29th in leap years alone", () => {
    expect([sayInstant(1_709_164_800_000), sayInstant(1_677_628_800_000)]).toEqual(["2024-02-29 00:00:00", "2023-03-01 00:00:00"]);
  });
});
