// What a test may rely on: the reader's own client and functions, time that moves only when told to, and globals that come back.
import { Inngest } from "inngest";
import { createDefer } from "inngest/experimental";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ClientOutOfReach } from "./in-process-app.ts";
import { createEngine, type TestEngine, type TestEngineOptions } from "./test-engine.ts";

const realDate = Date;
const realFetch = globalThis.fetch;
const opened: TestEngine[] = [];

async function open(options: TestEngineOptions): Promise<TestEngine> {
  const engine = await createEngine(options);
  opened.push(engine);
  return engine;
}

/** One function for the event `go`, of a client of its own. */
function appWith(handler: Parameters<Inngest["createFunction"]>[1], options: object = {}) {
  const client = new Inngest({ id: "app" });
  return { client, functions: [client.createFunction({ id: "main", triggers: [{ event: "go" }], ...options }, handler)] };
}

afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.stop();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("time", () => {
  it("moves only when it is told to, and a sleep ends at its instant (L6)", async () => {
    const engine = await open(appWith(async ({ step }) => step.sleep("nap", "3d")));
    await engine.send({ name: "go" });
    await engine.advance("2d23h59m59s");
    expect((await engine.run()).steps).toMatchObject([{ id: "nap", status: "sleeping", until: Date.parse("2026-01-04T00:00:00Z") }]);
    await engine.advance("1s");
    expect(await engine.run()).toMatchObject({ status: "completed", endedAt: Date.parse("2026-01-04T00:00:00Z") });
  });

  it("goes from one due time to the next, and each step sees its own", async () => {
    const seen: string[] = [];
    const engine = await open(
      appWith(async ({ step }) => {
        for (const day of ["1", "2", "3"]) {
          await step.sleep(`until ${day}`, "1d");
          await step.run(`on ${day}`, () => void seen.push(new Date().toISOString()));
        }
      }),
    );
    await engine.send({ name: "go" });
    await engine.advance("10d");
    expect(seen).toEqual(["2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z", "2026-01-04T00:00:00.000Z"]);
    expect(engine.now().toISOString()).toBe("2026-01-11T00:00:00.000Z");
  });

  it("comes to what a run has deferred once it has ended; a defer is no step of the run", async () => {
    const client = new Inngest({ id: "app" });
    const later = createDefer(client, { id: "later" }, ({ event, sessions }) => ({ ...event.data, ...sessions }));
    const main = client.createFunction({ id: "main", triggers: [{ event: "go" }] }, async ({ defer, step }) => {
      defer("mail", { function: later, data: { to: "ada" } });
      await step.sleep("nap", "1d");
    });
    const engine = await open({ client, functions: [main, later] });
    await engine.send({ name: "go", meta: { sessions: { chat: 7 } } });
    await engine.settle();
    expect((await engine.run()).steps.map(({ id }) => id)).toEqual(["nap"]);
    await engine.advance("1d");
    expect(await engine.runs({ fn: "later" })).toMatchObject([{ status: "completed", output: { to: "ada", chat: "7" } }]);
  });

  it("goes on to what is due next, until nothing is", async () => {
    const engine = await open(appWith(async ({ step }) => step.sleep("nap", "90d")));
    await engine.send({ name: "go" });
    expect([await engine.next(), (await engine.run()).status, await engine.next()]).toEqual([true, "completed", false]);
  });

  it("starts where it is told to, and does not go back", async () => {
    const engine = await open({ ...appWith(async () => {}), start: "2026-03-29T00:30:00+01:00" });
    expect(engine.now().toISOString()).toBe("2026-03-28T23:30:00.000Z");
    await expect(engine.advanceTo("2026-03-28")).rejects.toMatchObject({ code: "not-a-time" });
    await expect(engine.advance("3 days")).rejects.toThrow('"3 days" is no duration');
  });

  it("fires a cron at its time in its zone", async () => {
    const engine = await open(appWith(async ({ event }) => event.name, { triggers: [{ cron: "TZ=Europe/Paris 0 9 * * *" }] }));
    await engine.advance("3d");
    expect((await engine.runs()).map(({ startedAt }) => new Date(startedAt ?? 0).toISOString())).toEqual([
      "2026-01-01T08:00:00.000Z",
      "2026-01-02T08:00:00.000Z",
      "2026-01-03T08:00:00.000Z",
    ]);
  });

  it("is what Date reads, in functions and in the test, until the engine stops", async () => {
    const engine = await open(appWith(async ({ step }) => step.run("when", () => Date.now())));
    expect(new Date().toISOString()).toBe("2026-01-01T00:00:00.000Z");
    await engine.send({ name: "go" });
    await engine.settle();
    expect((await engine.run()).output).toBe(Date.parse("2026-01-01T00:00:00Z"));
    await engine.stop();
    expect([Date === realDate, globalThis.fetch === realFetch]).toEqual([true, true]);
  });

  it("leaves Date alone when it is told to", async () => {
    await open({ ...appWith(async () => {}), virtualDate: false });
    expect(Date).toBe(realDate);
  });
});

describe("a run", () => {
  it("is told with its steps, their attempts and results, in the words of the functions", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    let tries = 0;
    const engine = await open({
      ...appWith(async ({ step }) => {
        const sum = await step.run("sum", () => 1 + 2);
        await step.run("flaky", () => {
          tries += 1;
          if (tries < 3) throw new Error("not yet");
          return tries;
        });
        const paid = await step.waitForEvent("paid", { event: "paid", timeout: "1d" });
        return { sum, paid: paid?.data };
      }),
    });
    const [event] = await engine.send({ name: "go", data: { n: 1 } });
    await engine.advance("10m");
    await engine.send({ name: "paid", data: { by: "ada" } });
    await engine.settle();
    expect(await engine.runs({ event: event ?? "", fn: "main" })).toMatchObject([
      {
        fn: "app-main",
        status: "completed",
        output: { sum: 3, paid: { by: "ada" } },
        steps: [
          { id: "sum", status: "completed", attempts: 1, output: 3 },
          { id: "flaky", status: "completed", attempts: 3, output: 3 },
          { id: "paid", status: "completed", attempts: 0, output: { name: "paid", data: { by: "ada" } } },
        ],
      },
    ]);
  });

  it("that fails keeps its error", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const engine = await open(appWith(async ({ step }) => step.run("bad", () => Promise.reject(new TypeError("no"))), { retries: 0 }));
    await engine.send({ name: "go" });
    await engine.settle();
    expect(await engine.run()).toMatchObject({ status: "failed", error: { message: "no" }, steps: [{ status: "failed", attempts: 1 }] });
  });

  it("is resumed by a signal, ended by a cancellation and repeated by a rerun", async () => {
    const engine = await open(
      appWith(async ({ step }) => (await step.waitForSignal("w", { signal: "sig", timeout: "1d", onConflict: "replace" }))?.data),
    );
    await engine.send({ name: "go" });
    await engine.settle();
    const first = await engine.run();
    expect(await engine.signal("sig", { ok: true })).toBe(first.id);
    await engine.settle();
    const second = await engine.rerun(first.id);
    await engine.settle();
    await engine.cancel(second);
    await engine.settle();
    expect((await engine.runs()).map(({ status, output }) => [status, output])).toEqual([
      ["completed", { ok: true }],
      ["cancelled", undefined],
    ]);
    expect(await engine.signal("sig")).toBeUndefined();
    await expect(engine.cancel("nope")).rejects.toMatchObject({ code: "no-such-run" });
  });

  it("that is asked for without an id must be the only one", async () => {
    const engine = await open(appWith(async () => {}));
    await expect(engine.run()).rejects.toThrow("no event has started any; call settle after send");
    await engine.send([{ name: "go" }, { name: "go" }]);
    await engine.settle();
    await expect(engine.run()).rejects.toMatchObject({ code: "not-one-run" });
  });
});

describe("the reader's client", () => {
  it("reaches the engine as it is: what functions and tests send arrives", async () => {
    const client = new Inngest({ id: "app" });
    const functions = [
      client.createFunction({ id: "first", triggers: [{ event: "go" }] }, async ({ step }) => step.sendEvent("tell", { name: "told" })),
      client.createFunction({ id: "second", triggers: [{ event: "told" }] }, async () => "heard"),
    ];
    const engine = await open({ client, functions });
    await client.send({ name: "go" });
    await engine.settle();
    expect((await engine.runs()).map(({ fn, status }) => [fn, status])).toEqual([
      ["app-first", "completed"],
      ["app-second", "completed"],
    ]);
  });

  it("serves one engine after another", async () => {
    const app = appWith(async () => "again");
    const first = await open(app);
    await app.client.send({ name: "go" });
    await first.stop();
    const second = await open(app);
    await app.client.send({ name: "go" });
    await second.settle();
    expect((await second.run()).output).toBe("again");
  });

  it.each([
    ["an address of its own", () => new Inngest({ id: "app", baseUrl: "http://elsewhere.test" }), "it sends to http://elsewhere.test"],
    ["cloud mode", () => new Inngest({ id: "app", isDev: false }), "it is in cloud mode"],
    [
      "a fetch of its own",
      () => new Inngest({ id: "app", fetch: () => Promise.reject(new Error("fetch failed")) }),
      "it has a `fetch` of its own",
    ],
  ])("with %s is refused, with what to do about it", async (_what, make, words) => {
    const refused = createEngine({ client: make(), functions: [] });
    await expect(refused).rejects.toBeInstanceOf(ClientOutOfReach);
    await expect(refused).rejects.toThrow(words);
    expect([Date === realDate, globalThis.fetch === realFetch]).toEqual([true, true]);
  });

  it("with a function that cannot be registered is refused in the engine's words", async () => {
    const refused = createEngine(appWith(async () => {}, { debounce: { period: "8d" } }));
    await expect(refused).rejects.toMatchObject({ code: "not-registered" });
  });
});

describe("with checkpointing off", () => {
  it("each step takes a call of its own (protocol.md 3.4)", async () => {
    const calls = async (checkpointing: boolean): Promise<number> => {
      const app = appWith(async ({ step }) => [await step.run("a", () => 1), await step.run("b", () => 2)]);
      const engine = await open({ ...app, checkpointing });
      await engine.send({ name: "go" });
      await engine.settle();
      await engine.stop();
      return (await engine.facts()).filter(({ type }) => type === "call.sent").length;
    };
    expect([await calls(true), await calls(false)]).toEqual([1, 3]);
  });
});

describe("a request that a step leaves to the engine", () => {
  it("is answered by the test, and by nobody when the test has no answer", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const app = appWith(async ({ step }) => (await step.fetch("https://api.test/rate")).text(), { retries: 0 });
    const engine = await open({ ...app, fetch: async (request) => new Response(`rate of ${request.url}`) });
    await engine.send({ name: "go" });
    await engine.settle();
    expect((await engine.run()).output).toBe("rate of https://api.test/rate");
    await engine.stop();
    const alone = await open(app);
    await alone.send({ name: "go" });
    await alone.settle();
    expect((await alone.run()).status).toBe("failed");
  });
});

describe("two engines at once", () => {
  it("keep apart, when one of them leaves Date alone", async () => {
    const [one, two] = [appWith(async () => "one"), appWith(async () => "two")];
    const first = await open(one);
    const second = await open({ ...two, virtualDate: false });
    await expect(createEngine(one)).rejects.toMatchObject({ code: "date-taken" });
    await Promise.all([first.send({ name: "go" }), second.send({ name: "go" })]);
    await Promise.all([first.settle(), second.settle()]);
    expect([(await first.run()).output, (await second.run()).output]).toEqual(["one", "two"]);
  });
});
