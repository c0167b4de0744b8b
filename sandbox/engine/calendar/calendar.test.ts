import { describe, expect, it } from "vitest";
import { formatIso } from "../../protocol/date.ts";
import { nextTick, parseCron } from "./calendar.ts";

const ticks = (cron: string, from: string, count: number): readonly string[] => {
  const found: string[] = [];
  let at = Date.parse(from);
  while (found.length < count) {
    at = nextTick(cron, at) ?? Number.NaN;
    found.push(formatIso(at).replace(":00.000Z", "Z"));
  }
  return found;
};
const problem = (cron: string): string => {
  const parsed = parseCron(cron);
  return parsed.ok ? "" : parsed.message;
};

describe("a cron", () => {
  it("ticks in UTC when it names no zone, and never at the instant that is asked about", () => {
    expect(ticks("0 9 * * *", "2026-11-20T09:00:00Z", 2)).toEqual(["2026-11-21T09:00Z", "2026-11-22T09:00Z"]);
  });
  it("ticks in the zone that TZ= or CRON_TZ= names", () => {
    expect(ticks("TZ=Europe/Paris 0 9 * * 1", "2026-11-20T00:00:00Z", 1)).toEqual(["2026-11-23T08:00Z"]);
    expect(ticks("CRON_TZ=Asia/Tokyo 0 9 * * *", "2026-11-20T00:00:00Z", 1)).toEqual(["2026-11-21T00:00Z"]);
  });
  it("that restricts both the day of the month and that of the week ticks on either", () =>
    expect(ticks("0 0 1 * MON", "2026-10-31T00:00:00Z", 3)).toEqual(["2026-11-01T00:00Z", "2026-11-02T00:00Z", "2026-11-09T00:00Z"]));
  it("takes steps, lists, ranges, names and question marks", () =>
    expect(ticks("5/20 9-10 ? NOV,DEC *", "2026-11-20T09:30:00Z", 3)).toEqual([
      "2026-11-20T09:45Z",
      "2026-11-20T10:05Z",
      "2026-11-20T10:25Z",
    ]));
  it("of a date that never comes never ticks", () => expect(nextTick("0 0 30 2 *", 0)).toBeUndefined());
});

describe("when clocks go forward", () => {
  it("a time that is left out ticks once, right after the gap", () =>
    expect(ticks("TZ=Europe/Paris 30 2 * * *", "2026-03-28T12:00:00Z", 2)).toEqual(["2026-03-29T01:00Z", "2026-03-30T00:30Z"]));
  it("a cron of every half hour goes on by elapsed time", () =>
    expect(ticks("TZ=Europe/Paris */30 * * * *", "2026-03-29T00:20:00Z", 3)).toEqual([
      "2026-03-29T00:30Z",
      "2026-03-29T01:00Z",
      "2026-03-29T01:30Z",
    ]));
});

describe("when clocks go back", () => {
  it("a time that comes twice ticks once", () =>
    expect(ticks("TZ=Europe/Paris 30 2 * * *", "2026-10-24T12:00:00Z", 2)).toEqual(["2026-10-25T00:30Z", "2026-10-26T01:30Z"]));
  it("a cron of every hour ticks in both of the hours", () =>
    expect(ticks("TZ=Europe/Paris 0 * * * *", "2026-10-24T23:40:00Z", 3)).toEqual([
      "2026-10-25T00:00Z",
      "2026-10-25T01:00Z",
      "2026-10-25T02:00Z",
    ]));
});

describe("what is no cron", () => {
  it("is refused, and it is said why (protocol.md 1.7)", () => {
    expect(problem("@hourly")).toMatch(/five fields/);
    expect(problem("0 0 9 * * *")).toMatch(/has 6$/);
    expect(problem("61 * * * *")).toMatch(/minute/);
    expect(problem("0 9 L * *")).toMatch(/"L" is no field/);
    expect(problem("TZ=Nowhere/City 0 9 * * *")).toMatch(/Nowhere\/City/);
  });
});
