// Stands in for `temporal-polyfill` in the host's bundle (61 kB less): the SDK only asks whether a value is one of Temporal's,
// by its tag, so a browser without Temporal needs nothing.
export const Temporal = (globalThis as { Temporal?: unknown }).Temporal;
