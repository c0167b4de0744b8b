// Chance for a server: a seed that nobody has used before, unless one is given to have the same draws again (L12).
import { randomBytes } from "node:crypto";
import type { Entropy } from "../../engine/ports/entropy.ts";
import { createSeededEntropy } from "../memory/entropy.ts";

/** `seed` reproduces ids, jitter and the extra seconds between retries of an earlier engine. */
export function createNodeEntropy(seed?: string): Entropy {
  return createSeededEntropy(seed ?? randomBytes(16).toString("hex"));
}
