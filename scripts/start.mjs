// `npm start`: installs what is missing, builds what has changed, serves the course at http://localhost:4321.
import { ensureInstalled, runOnProjectNode } from "./bootstrap.mjs";

ensureInstalled();
runOnProjectNode("run/start.ts", process.argv.slice(2));
