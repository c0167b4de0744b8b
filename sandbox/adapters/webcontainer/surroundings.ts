// The real page around a boot: what the browser can, whether StackBlitz's host answers, and the package that starts its runtime.
// Nothing here is asked before the reader has chosen this place.
import { RUNTIME_ORIGIN } from "../worker/policy.ts";
import type { Container } from "./container.ts";
import type { Surroundings } from "./boot.ts";

/** The address that the package itself opens, but for its version. */
const PROBE = `${RUNTIME_ORIGIN}/headless`;

export const pageSurroundings: Surroundings = {
  lacks() {
    if (typeof WebAssembly === "undefined" || typeof ReadableStream === "undefined" || !isSecureContext) return "unsupported";
    if (!navigator.cookieEnabled) return "cookies";
    if (!crossOriginIsolated) return "not-isolated";
    return typeof SharedArrayBuffer === "undefined" ? "unsupported" : undefined;
  },
  online: () => navigator.onLine,
  // Its answer cannot be read from here; that there is one is what counts.
  reach: (signal) => fetch(PROBE, { mode: "no-cors", credentials: "omit", cache: "no-store", signal }),
  async boot(): Promise<Container> {
    const { WebContainer } = await import("@webcontainer/api");
    return WebContainer.boot({ coep: "credentialless", workdirName: "lab" });
  },
  clear() {
    for (const frame of document.querySelectorAll(`iframe[src^="${PROBE}"]`)) frame.remove();
  },
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};
