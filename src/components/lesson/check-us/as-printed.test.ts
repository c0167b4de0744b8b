// What "Check us" prints, done as it says: kill and restart included. An engine with time turned by hand stands in for the dev server.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openTurnedPlace } from "../../../../sandbox/conformance/turned-place.ts";
import type { TurnedPlace } from "../../../../sandbox/conformance/turned-place.ts";
import { labIn } from "../../../content/course.ts";
import { readLabs } from "../../../content/labs.ts";
import { readPages } from "../../../content/read.ts";
import { mdxToMarkdown } from "../plain/mdx.ts";
import type { Props } from "../plain/mdx.ts";
import { printed } from "./as-printed.kit.ts";
import type { Printed } from "./as-printed.kit.ts";
import type { Shorter } from "./check-files.ts";

const labs = readLabs(process.cwd());
/** What the pages give to their `<CheckUs>`, by lab. */
const asked = new Map<string, Props>();
for (const { body } of readPages(process.cwd()))
  mdxToMarkdown(body, (name, props) => {
    if (name === "CheckUs") asked.set(String(props["lab"]), props);
    return "";
  });

describe("“Check us”, as it is printed", () => {
  let place: TurnedPlace;
  let page: Printed | undefined;
  beforeAll(async () => void (place = await openTurnedPlace()));
  afterEach(() => page?.close());
  afterAll(() => place.close());

  async function open(lab: string): Promise<Printed> {
    page = await printed(labIn({ labs }, lab), place);
    await page.type("fetch");
    const shorter = asked.get(lab)?.["shorter"] as Shorter | undefined;
    if (shorter !== undefined) page.shorten(shorter);
    return page;
  }
  const completed = async (): Promise<number> => (await place.of("run.completed")).length;

  it("lets the quick win sleep through the death of its host, for as long as the page has made it", async () => {
    const check = await open("quick-win");
    const host = await check.serve();
    await check.type("send");
    await place.settle();
    const [sleep] = await place.of("sleep.started");
    expect(sleep && sleep.until - sleep.t).toBeLessThanOrEqual(30_000);
    await host.stop();
    const other = await check.serve();
    await place.wake();
    expect(await completed()).toBe(1);
    expect([...host.lines, ...other.lines].filter((line) => line.includes("model.world"))).toHaveLength(1);
    expect(other.lines.filter((line) => line === "starting")).toHaveLength(1);
  });

  it("prints the message of the step lab a second time, with the same key, when its host is stopped before it has answered", async () => {
    const check = await open("step-run");
    const before = await completed();
    const host = await check.serve("chat.world");
    await check.type("send");
    await host.prints("chat.world");
    await host.stop();
    const other = await check.serve();
    await place.wake();
    expect(await completed()).toBe(before + 1);
    const messages = [...host.lines, ...other.lines].filter((line) => line.includes("chat.world"));
    expect(messages).toHaveLength(2);
    const keys = new Set(messages.map((line) => / key (\S+)/.exec(line)?.[1]));
    expect([...keys]).toEqual([expect.stringMatching(/^review-/)]);
  });

  it("moves the human gate by the printed answer alone, also when its host has died meanwhile", async () => {
    const check = await open("human-gate");
    const before = await completed();
    const host = await check.serve();
    await check.type("send");
    await place.settle();
    await host.stop();
    const other = await check.serve();
    await check.type("decide", ["r-101", "r-102"]);
    await place.settle();
    expect(await completed()).toBe(before);
    await check.type("decide");
    await place.settle();
    expect(await completed()).toBe(before + 1);
    expect(other.lines.filter((line) => line.includes("payments.world/refunds"))).toHaveLength(1);
    expect(other.lines.some((line) => line.includes("refund_issued"))).toBe(true);
  });
});
