import { describe } from "vitest";
import { labSuite } from "../lab.suite.ts";
import { loadWhole } from "../record.ts";

const whole = await loadWhole("06-step-run");

describe("06-step-run", () => {
  labSuite(whole);
});
