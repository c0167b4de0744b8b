// Builds the trace interface: static files that the engine serves at `/`. They ask nothing of any other host, and stand under
// a policy without inline script or style.
import { join } from "node:path";
import { build } from "vite";
import { inProject } from "./project.ts";

/** Writes the interface into `outDir`, which is emptied first. */
export async function buildTrace(outDir: string): Promise<void> {
  await build({
    root: inProject("src/trace"),
    base: "/",
    configFile: false,
    logLevel: "warn",
    publicDir: "public",
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: "es2022",
      reportCompressedSize: false,
    },
  });
}

if (import.meta.main) await buildTrace(join(inProject("dist-engine"), "trace"));
