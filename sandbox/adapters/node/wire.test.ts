import { describe, expect, it } from "vitest";
import { createWireBuffer, type WireNote } from "./wire.ts";

const note = (body: string, runId?: string): WireNote => ({
  t: 1,
  direction: "engine-to-app",
  request: { method: "POST", path: "/api/inngest?fnId=a-b&stepId=step", headers: { authorization: "Bearer KEY" }, body },
  ...(runId === undefined ? {} : { runId }),
});

describe("the wire's buffer", () => {
  it("tells calls with their replies, of one run or of all", () => {
    const wire = createWireBuffer();
    wire.begin(note("one", "A"))({ status: 206, body: "[]" });
    wire.begin(note("two", "B"));
    expect(wire.entries("A")).toMatchObject([{ n: 1, requestBody: "one", status: 206, responseBody: "[]" }]);
    expect(wire.entries().map(({ n }) => n)).toEqual([1, 2]);
  });

  it("shows no key: neither headers, nor what is named like one, nor what a later request has shown to be one", () => {
    const wire = createWireBuffer();
    wire.begin(note('{"echo":"SECRET-OF-THE-MODEL"}'))({ status: 200, body: '{"token":"TOKEN-IN-REPLY"}' });
    const op = { id: "x", op: "AIGateway", opts: { url: "https://api.test/", auth_key: "SECRET-OF-THE-MODEL", body: {} } };
    wire.begin(note("{}"))({ status: 206, body: JSON.stringify([op]) });
    expect(JSON.stringify(wire.entries())).not.toMatch(/SECRET-OF|TOKEN-IN|Bearer KEY/);
  });

  it("keeps no key of a body that is too long to be kept whole", () => {
    const wire = createWireBuffer();
    wire.begin(note(`{"data":"${"x".repeat(50_000)}","api_key":"SECRET-AT-THE-END"}`));
    const [entry] = wire.entries();
    expect(entry?.requestBody.length).toBeLessThan(5000);
    expect(JSON.stringify(entry)).not.toContain("SECRET-AT-THE-END");
  });

  it("forgets the oldest beyond its bounds", () => {
    const wire = createWireBuffer({ entries: 3, characters: 1000 });
    const late = wire.begin(note("first"));
    for (let i = 0; i < 500; i += 1) wire.begin(note(`${i}`));
    late({ status: 200, body: "too late" });
    expect(wire.entries().map(({ requestBody }) => requestBody)).toEqual(["497", "498", "499"]);
    wire.begin(note("y".repeat(2000)));
    expect(wire.entries()).toHaveLength(1);
  });
});
