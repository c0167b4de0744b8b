import { describe } from "vitest";
import { labSuite } from "../lab.suite.ts";
import { loadWhole } from "../record.ts";

const whole = await loadWhole("00-quick-win");

describe("00-quick-win", () => {
  labSuite(whole);
});
