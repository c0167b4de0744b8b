// expect: no-focused-tests
import { it } from "vitest";
it.only("runs alone", () => {});
