import { createEngine } from "../engine/engine.ts";
import type { World } from "../world/door.ts";
import { Inngest } from "inngest";
export const use = { createEngine, Inngest };
export type Use = World;
