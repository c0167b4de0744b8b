import { describe, expect, it } from "vitest";
import { fetches, Given, hash, infers, planned, sleeps, typesOf } from "../../conformance/model/given.ts";

function running(retries = 3): Given {
  const given = new Given({ id: "f", on: "a", retries });
  given.event("a");
  return given;
}
const ok = (body: string, more = {}) => ({ status: 200, headers: { "content-type": "text/plain" }, body, ...more });
const asked = (given: Given) => given.commands.findLast((command) => command.type === "fetch");

describe("a fetch", () => {
  it("is sent as it was written, and the answer is the step's result, whatever its status (protocol.md 2.6)", () => {
    const given = running();
    expect(typesOf(given.ops([fetches("get")]))).toEqual(["call.answered", "gateway.started"]);
    expect(asked(given)?.request).toEqual({
      method: "POST",
      url: "https://other.test/a?key=KEY-IN-URL",
      headers: { authorization: "Bearer KEY-IN-HEADER" },
      body: "hi",
    });
    expect(typesOf(given.fetched(ok("teapot", { status: 418 })))).toEqual(["gateway.ended", "call.sent"]);
    expect(given.sent().steps).toEqual({
      [hash("get")]: {
        data: { url: "https://other.test/a?key=[redacted]", status_code: 418, headers: { "content-type": "text/plain" }, body: "teapot" },
      },
    });
  });

  it("that nobody answers is asked for again by another discovery, and fails for good with the attempts", () => {
    const given = running(1);
    given.ops([fetches("get")]);
    expect(typesOf(given.fetched({ unreachable: "nobody answers" }))).toEqual(["step.failed", "step.retry.scheduled"]);
    given.wait(60_000);
    expect(given.last("call.sent")).toMatchObject({ target: "step", attempt: 1, because: "retry" });
    given.ops([fetches("get")]);
    expect(typesOf(given.fetched({ unreachable: "nobody answers" }))).toEqual(["step.failed", "call.sent"]);
    expect(given.sent()).toMatchObject({
      ctx: { attempt: 0 },
      steps: { [hash("get")]: { error: { message: "Unable to reach https://other.test/a" } } },
    });
  });

  it("in a place without a way out fails at once and says so", () => {
    const given = running();
    given.ops([fetches("get")]);
    given.fetched({ unreachable: "no way out" });
    expect(given.last("step.failed")).toMatchObject({ retriable: false, error: { message: expect.stringContaining("no way out") } });
  });

  it("whose answer is larger than 4 MB ends the run", () => {
    const given = running();
    given.ops([fetches("get")]);
    given.fetched(ok("x".repeat(4 * 1024 * 1024)));
    expect(given.last("run.failed")).toMatchObject({ code: "output-too-large" });
  });

  it("that is answered after the run's end adds nothing", () => {
    const given = running();
    given.ops([fetches("get"), planned("other")]);
    given.throws({ name: "Error", message: "over" }, { "x-inngest-no-retry": "true" });
    expect(given.fetched(ok("late"))).toMatchObject([{ type: "call.ignored", why: "run-ended" }]);
  });

  it("to something that is no web address breaks the reply, and the address is not told", () => {
    const given = running();
    given.ops([fetches("get", { url: "file:///KEY-IN-URL" })]);
    expect(given.last("protocol.violated").what).toBe("body[0].opts.url: an http or https URL is needed");
  });
});

describe("an inference", () => {
  it("goes to the provider with the key where its format wants it", () => {
    const given = running();
    const headersFor = (format: string) => {
      given.event("a");
      given.ops([infers("ai", { format })]);
      return asked(given)?.request.headers;
    };
    expect(headersFor("openai-chat")).toMatchObject({ authorization: "Bearer KEY-OF-AI" });
    expect(headersFor("anthropic")).toMatchObject({ "x-api-key": "KEY-OF-AI" });
    expect(headersFor("azure-openai")).toMatchObject({ "api-key": "KEY-OF-AI" });
    expect(headersFor("gemini")).toEqual({ "content-type": "application/json" });
    expect(asked(given)?.request).toMatchObject({ method: "POST", body: '{"model":"m"}' });
  });

  it("gives the provider's JSON", () => {
    const given = running();
    given.ops([infers("ai")]);
    given.fetched(ok('{"choices":[]}'));
    expect(given.sent().steps).toEqual({ [hash("ai")]: { data: { choices: [] } } });
  });

  it("that the provider refuses fails for good, in its words and without the key", () => {
    const given = running();
    given.ops([infers("ai")]);
    given.fetched(ok('{"error":{"message":"Incorrect API key: KEY-OF-AI"}}', { status: 401 }));
    expect(given.last("step.failed")).toMatchObject({
      retriable: false,
      error: { message: "https://ai.test/v1 answered with HTTP 401: Incorrect API key: [redacted]" },
    });
  });

  it("is tried again when the provider is busy, broken, or talks nonsense", () => {
    const retried = (response: ReturnType<typeof ok>): boolean => {
      const given = running();
      given.ops([infers("ai")]);
      return typesOf(given.fetched(response)).includes("step.retry.scheduled");
    };
    expect([retried(ok("", { status: 429 })), retried(ok("", { status: 503 })), retried(ok("<html>"))]).toEqual([true, true, true]);
  });
});

describe("a request pending when the engine dies", () => {
  it("is not restored: the run is entered again and the SDK reports it anew (L11)", () => {
    const given = running();
    given.ops([fetches("get"), sleeps("long", "3d")]);
    expect(typesOf(given.restart())).toEqual(["engine.restarted", "call.sent"]);
    expect(given.last("call.sent")).toMatchObject({ target: "step", attempt: 0, because: "engine-restart" });
    const before = asked(given)?.requestId;
    given.ops([fetches("get"), sleeps("long", "3d")]);
    expect(asked(given)?.requestId).not.toBe(before);
    given.fetched(ok("second"));
    given.wait(3 * 86_400_000);
    expect(Object.keys(given.sent().steps)).toEqual([hash("get"), hash("long")]);
  });
});
