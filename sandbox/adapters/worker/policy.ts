// The content policies that confine a lab's code: one for the page, which frames by `srcdoc` inherit, and a stricter one for the
// iframe sandbox itself. Plain text without imports, so that the site's build can read it.
// They hold without any header from the server (feasibility.md G2).

/** Hash of the iframe sandbox's one inline script (`SANDBOX_BOOT`). A test fails with the right value when that script changes. */
export const sandboxBootHash = "'sha256-F5SkR7sSpkYlg/O4Um7yu7u09gFZan1CkL1lHgzVAG4='";

/**
 * Whose servers supply the WebContainer. A page may ask them, and frame them, once its reader has chosen that place; the iframe sandbox
 * may not: its own policy names no origin.
 */
export const RUNTIME_ORIGIN = "https://stackblitz.com";

/**
 * The page's policy. `scriptHashes` are the page's own inline scripts, each as `'sha256-…'`.
 * `blob:` and `'wasm-unsafe-eval'` are there because the iframe sandbox can have no more than the page grants.
 */
export function pagePolicy(scriptHashes: readonly string[]): string {
  return [
    "default-src 'self'",
    ["script-src 'self' blob: 'wasm-unsafe-eval'", sandboxBootHash, ...scriptHashes].join(" "),
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

/** The iframe sandbox's policy names no origin at all: no network, no storage, code by blob only. */
export const sandboxPolicy = [
  "default-src 'none'",
  `script-src blob: 'wasm-unsafe-eval' ${sandboxBootHash}`,
  "worker-src blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
