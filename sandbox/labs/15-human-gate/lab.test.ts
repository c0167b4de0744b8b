import { describe } from "vitest";
import { labSuite } from "../lab.suite.ts";
import { loadWhole } from "../record.ts";

const whole = await loadWhole("15-human-gate");

describe("15-human-gate", () => {
  labSuite(whole);
});
