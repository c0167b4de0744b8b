// What a lab says while it takes no press: what has come and what has not, and that waiting is no fault of the code.
import type { Loading } from "../../../../sandbox/session/open.ts";

/** A wait is told in steps of so many seconds: often enough to be seen to go on, and not a stream for those who hear it. */
export const WAIT_S = 5;

/** Bytes are told in tenths of the whole, for the same reason. */
const PARTS = 10;

export function saysOpening(loading: Loading | undefined): string {
  if (loading === undefined || (loading.engine && loading.loaded >= loading.total)) return "Starting the engine in this page.";
  if (loading.loaded >= loading.total) return "Loading the engine. What runs your code is here.";
  const part = (Math.floor((loading.loaded / loading.total) * PARTS) / PARTS) * loading.total;
  return `Loading what runs your code: ${kilobytes(part)} of ${kilobytes(loading.total)} kB.${loading.engine ? "" : " The engine is on its way, too."}`;
}

/** The same for a log that is kept: what is waited for is the page, and never the run. */
export function saysRestoring(loading: Loading | undefined): string {
  const comes = loading !== undefined && loading.loaded < loading.total ? ` ${saysOpening(loading)}` : "";
  return `Restoring your run. Nothing of it is lost.${comes}`;
}

export const saysHostStarting = (waited: number): string => `Starting the host${sofar(waited)}`;
export const saysApplying = (waited: number): string => `Loading the new code into a host${sofar(waited)}`;

const sofar = (waited: number): string =>
  waited < WAIT_S ? "." : `: ${waited} s so far. A slow or busy device needs longer; the code is not at fault.`;

const kilobytes = (bytes: number): number => Math.round(bytes / 1000);
