// `npm run bench`: every measurement, one after the other, so that they do not disturb each other.
import { run } from "../run/project.ts";

const scripts = ["engine", "page-engine", "build", "page", "lab"];
const codes: number[] = [];
for (const script of scripts) codes.push((await run("node", [`scripts/bench/${script}.ts`, ...process.argv.slice(2)])).code);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
