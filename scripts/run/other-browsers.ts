// Finds the browsers besides Chromium that journeys run in: Firefox, and WebKitGTK, which is close to Safari. Where one is missing its
// journeys are skipped, and said so; `.ci/run` installs Debian's packages.
import { accessSync, constants, globSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where WebKit is, and what it takes to drive it: it has no headless mode, so it gets a screen that nobody sees. */
export type WebKit = { readonly driver: string; readonly browser: string; readonly screen: string };

export type Others = { readonly Firefox: string | undefined; readonly WebKit: WebKit | undefined };

const INSTALL = {
  Firefox: "firefox-esr",
  WebKit: "webkit2gtk-driver xvfb",
} as const;

export function findOthers(): Others {
  const driver = onPath("WebKitWebDriver");
  const screen = onPath("Xvfb");
  // Debian keeps the browser that the driver starts out of the path, beside the library that it belongs to.
  const browser = globSync("/usr/{lib,libexec}{,/*}/webkit2gtk-4*/MiniBrowser").find(isProgram);
  return {
    Firefox: onPath("firefox-esr") ?? onPath("firefox"),
    WebKit: driver !== undefined && browser !== undefined && screen !== undefined ? { driver, browser, screen } : undefined,
  };
}

/** What does not run on this machine, and what to install; a sentence for each. */
export function notRun(found: Others): string[] {
  return (["Firefox", "WebKit"] as const)
    .filter((name) => found[name] === undefined)
    .map((name) => `${name}: not run. It is not installed (Debian and Ubuntu: \`sudo apt-get install ${INSTALL[name]}\`).`);
}

const onPath = (name: string): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
