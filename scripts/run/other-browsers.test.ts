import { describe, expect, it } from "vitest";
import { notRun } from "./other-browsers.ts";

const webKit = { driver: "/usr/bin/WebKitWebDriver", browser: "/usr/lib/MiniBrowser", screen: "/usr/bin/Xvfb" };

describe("browsers besides Chromium", () => {
  it("are not spoken of where both are installed", () => {
    expect(notRun({ Firefox: "/usr/bin/firefox", WebKit: webKit })).toEqual([]);
  });

  it("are told as not run where they are missing, each with what to install", () => {
    expect(notRun({ Firefox: undefined, WebKit: undefined })).toEqual([
      expect.stringMatching(/^Firefox: not run\. .*firefox-esr/),
      expect.stringMatching(/^WebKit: not run\. .*webkit2gtk-driver xvfb/),
    ]);
  });
});
