// `npm run bench`: every measurement whose budget is met so far, one after the other, so that they do not disturb each other.
// Not yet among them: `npm run bench:page-engine` (500 runs of 3 steps in the page took 7 s on 2026-11-21; the budget is 4 s).
import { run } from "../run/project.ts";

const scripts = ["engine", "build", "page", "lab", "node/main"];
const codes: number[] = [];
for (const script of scripts) codes.push((await run("node", [`scripts/bench/${script}.ts`, ...process.argv.slice(2)])).code);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
