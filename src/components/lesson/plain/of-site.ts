// The course's plain text as this site's endpoints serve it.
import { root } from "astro:config/server";
import { fileURLToPath } from "node:url";
import { flags } from "../engine-flags.ts";
import { plainPages } from "./pages.ts";
import type { PlainPage } from "./pages.ts";

let built: readonly PlainPage[] | undefined;

/** In dev it is told anew each time, so that a change shows. */
export function sitePages(): readonly PlainPage[] {
  const told = (): readonly PlainPage[] => plainPages({ root: fileURLToPath(root), site: import.meta.env.SITE, flags });
  return import.meta.env.PROD ? (built ??= told()) : told();
}
