// `npm test`: installs what is missing, then runs every check at small size; `--long` for the full sizes.
import { ensureInstalled, runOnProjectNode } from "./bootstrap.mjs";

const began = Date.now();
ensureInstalled();
runOnProjectNode("run/test.ts", [...process.argv.slice(2), `--began=${began}`]);
