// The content policies that confine a lab's code: one for the page, which frames by `srcdoc` inherit, and a stricter one for the
// iframe sandbox (the cage) itself. Plain text without imports, so that the site's build can read it.
// They hold without any header from the server (feasibility.md G2).

/** Hash of the cage's one inline script (`CAGE_BOOT`). A test fails with the right value when that script changes. */
export const cageBootHash = "'sha256-F5SkR7sSpkYlg/O4Um7yu7u09gFZan1CkL1lHgzVAG4='";

/**
 * Whose servers supply the WebContainer. A page may ask them, and frame them, once its reader has chosen that place; the cage
 * may not: its own policy names no origin.
 */
export const RUNTIME_ORIGIN = "https://stackblitz.com";

/**
 * The page's policy. `scriptHashes` are the page's own inline scripts, each as `'sha256-…'`.
 * `blob:` and `'wasm-unsafe-eval'` are there because the cage can have no more than the page grants.
 */
export function pagePolicy(scriptHashes: readonly string[]): string {
  return [
    "default-src 'self'",
    ["script-src 'self' blob: 'wasm-unsafe-eval'", cageBootHash, ...scriptHashes].join(" "),
    "worker-src 'self' blob:",
    `connect-src 'self' ${RUNTIME_ORIGIN}`,
    `frame-src 'self' ${RUNTIME_ORIGIN}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The cage's policy names no origin at all: no network, no storage, code by blob only. */
export const cagePolicy = [
  "default-src 'none'",
  `script-src blob: 'wasm-unsafe-eval' ${cageBootHash}`,
  "worker-src blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
