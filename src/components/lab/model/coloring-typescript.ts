import typescript from "shiki/langs/typescript.mjs";
import { coloring } from "./coloring.ts";

export const coloredTypeScript = coloring("typescript", typescript);
