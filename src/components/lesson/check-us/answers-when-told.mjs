// Loaded before `serve.ts` in its test: an answer of the world goes out when the test says so, and not three seconds later.
const later = globalThis.setTimeout;
const waiting = [];
globalThis.setTimeout = (ring, ms, ...given) => (ms === 3000 ? void waiting.push(() => ring(...given)) : later(ring, ms, ...given));
process.on("message", () => waiting.shift()?.());
