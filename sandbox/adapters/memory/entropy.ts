// Seeded chance: every draw follows from the seed and the position alone (L12).
import type { Entropy } from "../../engine/ports/entropy.ts";

export function createSeededEntropy(seed: string): Entropy {
  return { seed, at: (position) => streamOf(`${seed}\n${position}`) };
}

// xmur3 spreads the text over 32 bits, mulberry32 draws from them: small, well mixed, and alike on every platform.
function streamOf(text: string): () => number {
  let state = spread(text);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function spread(text: string): number {
  let h = 1779033703 ^ text.length;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  h = Math.imul(h ^ (h >>> 16), 2246822507);
  h = Math.imul(h ^ (h >>> 13), 3266489909);
  return h ^ (h >>> 16);
}
