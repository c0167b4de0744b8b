// What the lessons say of Python, with the real package for Python behind the engine, over HTTP and with time turned by hand.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../log/json.ts";
import { pythonWith, servePython } from "./python-app.ts";
import type { PythonApp } from "./python-app.ts";
import { openTurnedPlace } from "./turned-place.ts";
import type { TurnedPlace } from "./turned-place.ts";

const python = pythonWith();
if ("missing" in python) console.log(`not run: the lessons' files in Python, since ${python.missing}`);

const FILES = ["00-quick-win/python/greet_customer.py", "06-step-run/python/answer_email.py", "15-human-gate/python/refund_gate.py"];

describe.skipIf("missing" in python)("the lessons' files in Python", () => {
  let place: TurnedPlace;
  let app: PythonApp;
  beforeAll(async () => {
    place = await openTurnedPlace();
    const files = FILES.map((file) => join(import.meta.dirname, "../labs", file));
    app = await servePython("at" in python ? python.at : "", files, place.url);
    await place.add(app.endpoint);
  });
  afterAll(async () => {
    await app.stop();
    await place.close();
  });

  let requests = 0;
  /** Asks for a refund; resolves with the request's id. */
  async function refund(more: JsonObject = {}): Promise<string> {
    const requestId = `r-${(requests += 1)}`;
    await place.send("refund/requested", { requestId, orderId: "A-1", customerId: "c-1", amountCents: 12_000, ...more });
    return requestId;
  }
  /** What the world was asked to do about a request, rows and refunds. */
  const left = (requestId: string): readonly string[] =>
    app.lines.flatMap((line) => {
      if (!line.includes(`"${requestId}"`)) return [];
      const [what = "", , action = ""] = JSON.parse(line.replace("world ", "")) as readonly string[];
      return what === "db.audit" ? [action] : what === "payments.refund" ? ["paid"] : [];
    });

  it("print line one four times where TypeScript with checkpointing prints it twice: a call ends after every step", async () => {
    await place.send("demo/greet", { name: "Mira" });
    await place.wake();
    const [run] = await place.of("run.completed");
    expect(app.lines.filter((line) => line === "starting")).toHaveLength(4);
    expect(run?.output).toEqual({ hello: { text: "Welcome, Mira." }, bye: { text: "Goodbye, Mira." } });
  });

  it("enter a function of five steps six times, and give draft and message a key that follows from the event", async () => {
    await place.send("email/received", { from: "c-1", thread: "t-1" });
    const [event] = (await place.of("event.received")).filter(({ name }) => name === "email/received");
    expect(app.lines.filter((line) => line === "line 1")).toHaveLength(6);
    expect(app.lines.filter((line) => line.includes(`"draft-${event?.eventId}"`) || line.includes('"review-drafts-1"'))).toHaveLength(2);
  });

  it("raise a NonRetriableError of a step as it is, and do not record it: the next entry executes the step again", async () => {
    await place.send("demo/catches", {});
    const run = (await place.of("run.completed")).at(-1);
    expect(run?.output).toBe("after");
    expect(app.lines.filter((line) => line.includes("refused")).length).toBeGreaterThan(1);
  });

  it.each([
    ["approved", { approved: true }, ["paid", "refund_issued"]],
    ['told "no"', { approved: "no" }, ["refund_rejected"]],
    ["told nothing", {}, ["refund_rejected"]],
  ])("end the gate with one row when it is %s", async (_, told, due) => {
    const requestId = await refund();
    await place.send("refund/decided", { requestId, ...told });
    expect(left(requestId)).toEqual(due);
  });

  it("end the gate with one row after four hours of silence", async () => {
    const requestId = await refund();
    await place.wake();
    expect(left(requestId)).toEqual(["refund_timed_out"]);
  });

  it.each([
    ["agent.investigate", 12_000, "refund_not_investigated"],
    ["chat.notify", 12_000, "refund_notice_failed"],
    ["payments.refund", 4000, "refund_unconfirmed"],
  ])("end the gate with one row when %s fails for good, caught as StepError", async (down, amountCents, action) => {
    const requestId = await refund({ down, amountCents });
    // A failed notice is found when the wait beside it has ended: parallel steps are entered behind together.
    while (await place.wake());
    expect(left(requestId)).toEqual([action]);
  });
});
