// Whatever is asked of whatever route: an answer, never a crash, never a 500, and every refusal says what was wrong. Afterwards the
// place works as before. Only a signal without a name has a 500 of the protocol's own (protocol.md 4.7).
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { ask, printable, type Ask } from "./fuzz.kit.ts";
import { APP_URL, closeKits, openKit, type Answer, type Kit } from "./http.kit.ts";

afterEach(closeKits);

const LONG = process.env["LONG"] === "1";
const TIMEOUT = LONG ? 1_200_000 : 60_000;
const runs = (small: number): { numRuns: number } => ({ numRuns: LONG ? small * 25 : small });

type Ids = { readonly runs: readonly string[]; readonly events: readonly string[] };

/** A place with runs of every kind. */
async function busyKit(): Promise<{ kit: Kit; ids: Ids }> {
  const kit = await openKit();
  for (const name of ["order/nap", "order/wait", "order/paid", "order/broken"]) await kit.post("/e/x", { name, data: {} });
  await kit.settle();
  const { rows } = await kit.store.reads.runs({});
  return { kit, ids: { runs: rows.map(({ runId }) => runId), events: rows.flatMap(({ eventIds }) => eventIds) } };
}

function send({ kit, ids }: { kit: Kit; ids: Ids }, { method, at, body: text, headers: given }: Ask): Promise<Answer> {
  const named = (words: string): string =>
    words
      .replaceAll(/~run(\d)/g, (_, n: string) => ids.runs[Number(n)] ?? "")
      .replaceAll(/~event(\d)/g, (_, n: string) => ids.events[Number(n)] ?? "");
  return kit.ask(method, named(at), { headers: given, ...(method === "GET" || method === "HEAD" ? {} : { body: named(text) }) });
}

/** The words in which an answer says what was wrong. */
function words({ body: answer }: Answer): string {
  const { error, errors, message } = (answer ?? {}) as { error?: string; errors?: { message: string }[]; message?: string };
  return error ?? errors?.[0]?.message ?? message ?? "";
}

function expectWell(asked: Ask, answer: Answer): void {
  const { status, headers: given } = answer;
  const isNameless = status === 500 && asked.at.startsWith("/v1/signals");
  if (isNameless) return expect(words(answer)).toBe("A signal needs a name");
  expect(status < 500 || status === 501, `${asked.method} ${asked.at} → ${status} ${answer.text}`).toBe(true);
  if (status < 400 || asked.method === "HEAD" || status === 416) return;
  // 410 and checkpoint refusals are JSON too.
  expect(given.get("content-type") ?? "").toMatch(/json|text\/plain/);
  expect(words(answer).length, `${asked.method} ${asked.at} → ${status} ${answer.text}`).toBeGreaterThan(5);
}

async function expectItWorks({ kit }: { kit: Kit }): Promise<void> {
  // Some request may have registered the app anew, with other functions.
  await kit.engine.sync(APP_URL);
  for (const { id } of await kit.store.reads.functions()) await kit.engine.resumeFunction(id);
  const sent = await kit.post("/e/x", { name: "order/paid", data: { cents: 1 } });
  expect(sent.status).toBe(200);
  await kit.settle();
  const [eventId = ""] = (sent.body as { ids: string[] }).ids;
  expect((await kit.get(`/v2/events/${eventId}/runs`)).body).toMatchObject({ data: [{ status: "COMPLETED" }] });
}

describe("any request to any route", () => {
  it("is answered, refused with words where it is wrong, and breaks nothing", { timeout: TIMEOUT }, async () => {
    const busy = await busyKit();
    await fc.assert(
      fc.asyncProperty(ask, async (asked) => {
        expectWell(asked, await send(busy, asked));
      }),
      runs(600),
    );
    await expectItWorks(busy);
  });

  it("comes many at a time, while functions run, and breaks nothing", { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { minLength: 5, maxLength: 25 }), async (many) => {
        const busy = await busyKit();
        const answers = await Promise.all(many.map((asked) => send(busy, asked)));
        answers.forEach((answer, n) => expectWell(many[n] as Ask, answer));
        await busy.kit.advance(10_000);
        await expectItWorks(busy);
        closeKits();
      }),
      runs(12),
    );
  });
});

describe("any name and any origin of a host", () => {
  const host = fc.oneof(
    printable,
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.constantFrom(
      "localhost.",
      "LOCALHOST",
      "localhost\t",
      "127.0.0.1:1:2",
      "127.1",
      "0x7f.1",
      "localhost%00.evil.test",
      "[::ffff:127.0.0.1]",
    ),
  );
  const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d*)?$/i;

  it("other than this machine's own changes nothing", { timeout: TIMEOUT }, async () => {
    const kit = await openKit();
    await fc.assert(
      fc.asyncProperty(host, fc.boolean(), async (named, asOrigin) => {
        const given = asOrigin ? { origin: `http://${named}` } : { host: named };
        const isOwn = LOCAL.test(named.trim()) || /\.localhost(:\d*)?$/i.test(named.trim());
        const { status } = await kit.post("/e/x", { name: "a/b" }, given);
        if (!isOwn) expect([named, status]).toEqual([named, 403]);
      }),
      runs(300),
    );
  });
});
