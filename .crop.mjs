import { chromium } from "playwright"; import { readFileSync } from "node:fs";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const spec of process.argv.slice(2)) {
  const [dir, f, y, h, w] = spec.split(":");
  const p = await b.newPage({ viewport: { width: Number(w), height: Number(h) } });
  await p.setContent(`<body style="margin:0;overflow:hidden"><img style="position:absolute;left:${w==="1320"||w==="360"?0:-300}px;top:-${y}px" src="data:image/png;base64,${readFileSync(`/tmp/shots-${dir}/${f}.png`).toString("base64")}">`);
  await p.waitForTimeout(200);
  await p.screenshot({ path: `/tmp/crop-${dir}-${f}.png` }); await p.close();
}
await b.close();
