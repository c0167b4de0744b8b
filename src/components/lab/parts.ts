// The parts of the frame that come later.
import { later } from "./later.tsx";

export const Diff = later(async () => (await import("./Diff.tsx")).Diff);
export const Editor = later(async () => (await import("./Editor.tsx")).Editor);
export const Ending = later(async () => (await import("./Ending.tsx")).Ending);
export const Flow = later(async () => (await import("./Flow.tsx")).Flow);
export const Moving = later(async () => (await import("./Where.tsx")).Moving);
export const PlaceSwitch = later(async () => (await import("./Where.tsx")).PlaceSwitch);
export const Reading = later(async () => (await import("./Reading.tsx")).Reading);
export const Requests = later(async () => (await import("./Requests.tsx")).Requests);
export const RequestsLine = later(async () => (await import("./Requests.tsx")).RequestsLine);

const all = [Diff, Editor, Ending, Flow, Moving, PlaceSwitch, Reading, Requests, RequestsLine];

/** All of them, and what a press is done by: whoever has come near the lab may need any. */
export const loadParts = (): Promise<unknown> =>
  Promise.all([...all.map((part) => part.load()), import("../../../sandbox/labs/kit/perform.ts")]);

// A page from the server has its drawing in it: there nothing comes later.
if (import.meta.env.SSR) await loadParts();
