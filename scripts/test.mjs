// `npm test`: installs what is missing, then runs every check at small size; `--long` for the full sizes.
import { ensureInstalled, runOnProjectNode } from "./bootstrap.mjs";

ensureInstalled();
runOnProjectNode("run/test.ts", process.argv.slice(2));
