import { expect, it } from "vitest";
import { allAnswered, askEveryVerb } from "../../../../../sandbox/session/verbs.kit.ts";
import { fakePlace } from "./fake-session.ts";

it("the fake answers every declared verb", async () => {
  const { opened, asked } = fakePlace();
  expect(await askEveryVerb(opened.session, {})).toEqual(allAnswered());
  expect(asked).toContain('sendMany [{"name":"verbs/one","data":{}}]');
});
