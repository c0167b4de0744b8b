import { chromium } from "playwright"; import { pathToFileURL } from "node:url";
import { createServer } from "node:http"; import { readFileSync, existsSync, statSync } from "node:fs"; import { join, extname } from "node:path";
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };
const s = createServer((q, r) => { let p = join("dist", new URL(q.url, "http://x").pathname); if (existsSync(p) && statSync(p).isDirectory()) p = join(p, "index.html"); if (!existsSync(p)) { r.writeHead(404); return r.end(); } r.writeHead(200, { "content-type": types[extname(p)] ?? "application/octet-stream" }); r.end(readFileSync(p)); }).listen(4518);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const theme of ["light", "dark"]) for (const width of [1320, 360]) {
  const c = await b.newContext({ viewport: { width, height: 900 }, colorScheme: theme, reducedMotion: "reduce" }); const p = await c.newPage();
  await p.goto("http://localhost:4518/reflexes/step-run/"); await p.waitForTimeout(800);
  await p.locator(".sequence").screenshot({ path: `/tmp/seq-${theme}-${width}.png` });
  await p.goto("http://localhost:4518/balance/human-gate/"); await p.locator(".pitfall").screenshot({ path: `/tmp/pit-${theme}-${width}.png` });
  await c.close();
}
await b.close(); s.close();
