import { describe, expect, it } from "vitest";
import { createTraceApi, TraceProblem } from "./api.ts";
import { fakePorts } from "./testing/fake-ports.ts";

const answering = (status: number, body: unknown) => {
  const page = fakePorts(() => ({ status, body }));
  return { page, api: createTraceApi(page.ports.fetch) };
};
const problemOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("what fails", () => {
  it("is said in the server's words, in either of their forms", async () => {
    const one = await problemOf(answering(404, { error: "No run x. Look at /trace/runs.", status: 404 }).api.run("x"));
    expect(one).toMatchObject({ code: "trace-problem", status: 404, message: "No run x. Look at /trace/runs." });
    const two = await problemOf(
      answering(409, { errors: [{ code: "run_already_ended", message: "The run has already ended" }] }).api.cancel("x"),
    );
    expect(two).toMatchObject({ status: 409, message: "The run has already ended" });
  });

  it("says what to do where no answer comes, and where it is not ours", async () => {
    const none = await problemOf(answering(0, "").api.about());
    expect(none).toBeInstanceOf(TraceProblem);
    expect((none as TraceProblem).message).toContain("start it again");
    expect(((await problemOf(answering(200, "<html>").api.about())) as TraceProblem).message).toContain("another program");
    expect(((await problemOf(answering(502, "<html>".repeat(100)).api.about())) as TraceProblem).message).toContain("502");
  });
});

describe("what is asked", () => {
  it("names only what is set, and escapes what is named", async () => {
    const { page, api } = answering(200, { rows: [], total: 0 });
    await api.runs({ status: ["failed", "running"], text: "a&b", eventId: "e1" });
    await api.runs({});
    await api.pause("shop/a", true);
    await api.rerun("r", { stepId: "s", input: [1] }).catch(() => undefined);
    expect(page.asked[0]).toContain("text=a%26b");
    expect(page.asked.map(decodeURIComponent)).toEqual([
      "GET /trace/runs?status=failed,running&text=a&b&event=e1",
      "GET /trace/runs",
      "POST /trace/functions/shop/a/pause {}",
      'POST /v2/runs/r/rerun {"fromStep":{"stepId":"s","input":[1]}}',
    ]);
  });
});
