import {
  afterEach,
  beforeEach,
  expect,
  test,
  vi,
} from "vitest";
import { mailbox, tickets } from "./services.ts";
import { start } from "./start.ts";

let engine: Awaited<ReturnType<typeof start>>;

beforeEach(async () => {
  vi.spyOn(mailbox, "send").mockResolvedValue();
  vi.spyOn(tickets, "open").mockResolvedValue("T-1");
  engine = await start();
  await engine.send({
    name: "trial/started",
    data: { user: "ada" },
  });
});
afterEach(() => engine.stop());

test("reminds after a week, not before", async () => {
  await engine.advance("6d23h");
  expect(mailbox.send).toHaveBeenCalledTimes(1);
  await engine.advance("1h");
  expect(mailbox.send).toHaveBeenLastCalledWith(
    "ada",
    "A week is left",
  );
});

test("opens a ticket after two weeks of silence", async () => {
  await engine.advance("14d");
  const run = await engine.run();
  expect(run.status).toBe("completed");
  expect(run.output).toBe("no answer");
  expect(tickets.open).toHaveBeenCalledTimes(1);
});

test("ends with the answer that comes on day 9", async () => {
  await engine.advance("9d");
  await engine.send({
    name: "trial/answered",
    data: { user: "ada", text: "yes, please" },
  });
  await engine.settle();
  expect((await engine.run()).output).toBe("yes, please");
});

test("ends when the user buys", async () => {
  await engine.advance("2d");
  await engine.send({
    name: "trial/bought",
    data: { user: "ada" },
  });
  await engine.advance("30d");
  expect((await engine.run()).status).toBe("cancelled");
  expect(mailbox.send).toHaveBeenCalledTimes(1);
});

test("tries a mail that failed again", async () => {
  vi.spyOn(console, "error").mockReturnValue();
  vi.mocked(mailbox.send).mockRejectedValueOnce(
    new Error("mail server is down"),
  );
  await engine.settle();
  const [welcome] = (await engine.run()).steps;
  expect(welcome?.status).toBe("retrying");
  await engine.advance("1m");
  expect(mailbox.send).toHaveBeenCalledTimes(2);
});
