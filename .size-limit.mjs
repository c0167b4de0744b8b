// Budgets of the built site, brotli (design: 60 kB of a page's own script, 220 kB for the browser place).
import { builtPages, inlineScriptsOfPage, scriptsOfPage, scriptsOfPlace } from "./scripts/run/page-scripts.ts";

const pages = builtPages().map((page) => ({
  name: `script of ${page} before a lab is opened`,
  path: [...scriptsOfPage(page), inlineScriptsOfPage(page)],
  limit: "60 kB",
  brotli: true,
}));
const place = { name: "engine, SDK host and transpiler", path: scriptsOfPlace(), limit: "220 kB", brotli: true };

export default [...pages, place];
