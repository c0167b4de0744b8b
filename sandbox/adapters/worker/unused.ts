// Stands in for what the transpiler imports and a lab never asks of it: checks of its options, which are ours and fixed, and source
// maps. 5 kB less in the host's text.
const nothing = (): undefined => undefined;

export const createCheckers = () => ({ Options: { strictCheck: nothing } });
export const union = nothing;
export const lit = nothing;
export const iface = nothing;
export const array = nothing;
export const opt = nothing;
export const name = nothing;

export const GenMapping = nothing;
export const maybeAddSegment = nothing;
export const toEncodedMap = nothing;
