import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { httpPlaceSuite } from "./http-place.suite.ts";

const folder = mkdtempSync(join(tmpdir(), "http-place-"));
let count = 0;

httpPlaceSuite("SQLite", () => ["--storage", join(folder, `engine-${(count += 1)}.db`)]);

afterAll(() => rmSync(folder, { recursive: true, force: true }));
