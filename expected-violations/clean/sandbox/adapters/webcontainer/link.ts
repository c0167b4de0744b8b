import { link } from "../worker/link.ts";
import { readFileSync } from "node:fs";
export const use = { link, readFileSync };
