// A copy of a site as a host compresses it: beside each file of text its `.br`. For measurements over a slow line.
import { cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const COMPRESSIBLE = "**/*.{html,js,mjs,css,json,svg,txt,md,xml,wasm,data,tar}";
/** As high as hosts go for files that they compress while somebody waits. */
const QUALITY = 5;

/** Copies `site` into the empty folder `to` and compresses the copy. Throws what the file system throws. */
export function precompress(site: string, to: string): void {
  cpSync(site, to, { recursive: true });
  for (const file of globSync(COMPRESSIBLE, { cwd: to })) {
    const raw = readFileSync(join(to, file));
    writeFileSync(join(to, `${file}.br`), brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }));
  }
}
