// The small words of the protocol: durations, dates, backoff, ids.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";
import { fromBase64, toBase64, utf8, utf8Length } from "./bytes.ts";
import { formatIso, parseDate } from "./date.ts";
import { dueAt, parseDue, parseDuration } from "./duration.ts";
import { sha1, uuidOf } from "./sha1.ts";
import { ulid, ulidOf, ulidTime } from "./ulid.ts";

const HOUR = 3_600_000;

describe("a duration", () => {
  it("adds up its parts", () => expect(parseDuration("1h30m")).toBe(1.5 * HOUR));
  it("may have a fraction", () => expect(parseDuration("1.5h")).toBe(1.5 * HOUR));
  it("knows weeks, days and milliseconds", () =>
    expect([parseDuration("1w"), parseDuration("3d"), parseDuration("500ms")]).toEqual([168 * HOUR, 72 * HOUR, 500]));
  it("is 0 when it is empty, as the TypeScript SDK writes zero", () => expect(parseDuration("")).toBe(0));
  it("is refused when any part is no duration", () =>
    expect([parseDuration("3 days"), parseDuration("h"), parseDuration("1h!")]).toEqual([undefined, undefined, undefined]));
});

describe("a due time", () => {
  it("written as a date falls at that instant", () =>
    expect(parseDue("2026-11-20T10:00:00.000Z")).toEqual({ type: "at", at: Date.UTC(2026, 10, 20, 10) }));
  it("written as a duration or a number falls that long from now", () => {
    expect(dueAt({ type: "after", ms: 500 }, 1000)).toBe(1500);
    expect(parseDue(250)).toEqual({ type: "after", ms: 250 });
  });
  it("in the past falls now", () => expect(dueAt({ type: "at", at: 5 }, 1000)).toBe(1000));
  it("that is neither is refused", () => expect(parseDue("whenever it suits")).toBeUndefined());
});

describe("a date", () => {
  it("is read with an offset", () => expect(parseDate("2026-11-20T10:00:00+02:00")).toBe(Date.UTC(2026, 10, 20, 8)));
  it("alone is midnight in UTC", () => expect(parseDate("2024-02-29")).toBe(Date.UTC(2024, 1, 29)));
  it("is read with nanoseconds, to the millisecond", () =>
    expect(parseDate("2026-11-20T13:57:09.921274932Z")).toBe(Date.UTC(2026, 10, 20, 13, 57, 9, 921)));
  it("is read as HTTP writes it", () => expect(parseDate("Fri, 20 Nov 2026 10:00:00 GMT")).toBe(Date.UTC(2026, 10, 20, 10)));
  it("that the calendar does not have is refused", () =>
    expect([parseDate("2026-02-30"), parseDate("2026-13-01"), parseDate("20 Foo 2026 10:00:00 GMT")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]));
  it("is written as ISO and read back the same, before 1970 too", () => {
    const instants = [0, Date.UTC(2026, 10, 20, 13, 57, 9, 921), Date.UTC(1969, 6, 20, 20, 17), Date.UTC(2000, 1, 29)];
    expect(instants.map(formatIso)).toEqual(instants.map((at) => new Date(at).toISOString()));
    expect(instants.map((at) => parseDate(formatIso(at)))).toEqual(instants);
  });
});

describe("backoff", () => {
  it("follows the table by the attempt that failed", () =>
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 19].map((attempt) => backoffMs(attempt, 0) / 1000)).toEqual([
      15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200, 7200,
    ]));
  it("adds less than 30 s of chance", () => expect(backoffMs(0, 0.999999)).toBe(44_999));
});

describe("SHA-1", () => {
  it("gives the ids that the SDKs give", () => {
    expect(sha1("s")).toBe("a0f1490a20d0211c997b44bc357e1972deab8ae3");
    expect(sha1("s:1")).toBe("a9a8751faffa44a6d1d6361d63302f37b4853281");
    expect(sha1("complete")).toBe("0737c22d3bfae812339732d14d8c7dbd6dc4e09c");
  });
  it("reads text as UTF-8, over a block too", () => expect(sha1("é漢😀".repeat(20))).toBe("c7b4ef9408a4d4589aa5bcc74b5c0b429eeb068a"));
});

describe("SHA-1 and base64", () => {
  it("are Node's, for any text and bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(sha1(text)).toBe(createHash("sha1").update(text, "utf8").digest("hex"));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(toBase64([...bytes])).toBe(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(Buffer.from(bytes).toString("base64"))).toEqual([...bytes]);
      }),
    );
  });
});

describe("bytes", () => {
  it("are counted as they are made", () => {
    const text = "aé漢😀";
    expect(utf8(text)).toHaveLength(10);
    expect(utf8Length(text)).toBe(10);
  });
  it("come back from base64", () => expect(fromBase64(toBase64([0, 255, 16, 7]))).toEqual([0, 255, 16, 7]));
  it("are not read from what is no base64", () =>
    expect(["a*b", "YQ", "YR==", "YQ=="].map(fromBase64)).toEqual([undefined, undefined, undefined, [97]]));
  it("of a name make one UUID", () => {
    expect(uuidOf("a")).toBe(uuidOf("a"));
    expect(uuidOf("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("a ULID", () => {
  it("keeps its instant", () => expect(ulidTime(ulid(1_795_182_027_843, () => 0.5))).toBe(1_795_182_027_843));
  it("sorts by time", () => expect(ulidOf(1000, [255, 255]) < ulidOf(1001, [])).toBe(true));
  it("is 26 characters of its alphabet", () => expect(ulid(1, () => 0.999)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)); // cspell:disable-line
});
