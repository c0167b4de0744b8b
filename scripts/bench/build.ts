// `npm run bench:build`: how long the site takes to build from clean, recordings and all.
import { rmSync } from "node:fs";
import { build } from "../run/build.ts";
import { inProject } from "../run/project.ts";
import { report } from "./figures.ts";

for (const folder of ["dist", ".astro", "node_modules/.astro", "node_modules/.vite", ".cache/build.json"])
  rmSync(inProject(folder), { recursive: true, force: true });
const started = performance.now();
const code = await build({ ifChanged: false });
if (code !== 0) process.exit(code);
report("build", [
  { name: "site build from clean, all pages and recordings", value: (performance.now() - started) / 1000, unit: "s", atMost: 90 },
]);
