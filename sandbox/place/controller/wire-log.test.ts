import { describe, expect, it } from "vitest";
import { stepsInCheckpoint, stepsInReply } from "./records.ts";
import { createWireLog } from "./wire-log.ts";

const request = (path: string, body = "") => ({ method: "POST" as const, path, headers: {}, body });

describe("the wire's buffer", () => {
  it("keeps the last two hundred, and a reply joins its request", () => {
    const wire = createWireLog();
    Array.from({ length: 205 }, (_, i) => wire.begin(i, "engine-to-app", request(`/${i}`))({ status: 200, headers: {}, body: "ok" }));
    expect(wire.entries()).toHaveLength(200);
    expect(wire.entries()[0]).toMatchObject({ n: 6, path: "/5", status: 200, responseBody: "ok" });
  });

  it("strikes out secrets and the event key, and cuts long bodies", () => {
    const wire = createWireLog();
    wire.begin(
      0,
      "app-to-engine",
      request("/e/my-key?x=1", `{"api_key":"sk-\\"1","Authorization": "Bearer x","text":"${"x".repeat(5000)}"}`),
    );
    const [entry] = wire.entries();
    expect(entry?.path).toBe("/e/…?x=1");
    expect(entry?.requestBody).toContain('{"api_key":"[struck out]","Authorization": "[struck out]","text":"xxx');
    expect(entry?.requestBody).toMatch(/… \(\d+ more characters\)$/);
  });
});

describe("steps that a message would record", () => {
  const op = { op: "StepRun", id: "hash", displayName: "Shown", userland: { id: "load" } };

  it("are a checkpoint's", () => {
    const body = JSON.stringify({ steps: [op, { op: "StepPlanned", id: "x" }] });
    expect(stepsInCheckpoint(request("/v1/checkpoint/R/async", body))).toEqual([{ stepId: "load", hashedId: "hash" }]);
    expect(stepsInCheckpoint(request("/e/key", body))).toEqual([]);
  });

  it("are those of a 206, whether it carries one op or an array", () => {
    expect(stepsInReply({ status: 206, headers: {}, body: JSON.stringify([op]) })).toHaveLength(1);
    expect(stepsInReply({ status: 206, headers: {}, body: JSON.stringify(op) })).toHaveLength(1);
    expect(stepsInReply({ status: 200, headers: {}, body: JSON.stringify([op]) })).toEqual([]);
    expect(stepsInReply({ status: 206, headers: {}, body: "<html>" })).toEqual([]);
  });
});
