import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const chromium = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "node", include: ["sandbox/**/*.test.ts", "src/**/*.test.ts", "scripts/**/*.test.ts"], exclude: ["**/*.browser.test.ts", "**/node_modules/**"] } },
      {
        optimizeDeps: { include: ["inngest", "inngest/edge", "sucrase", "es-module-lexer", "zod"] },
        test: {
          name: "browser",
          include: ["sandbox/**/*.browser.test.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: "chromium" }],
            provider: playwright({ launchOptions: { executablePath: chromium, args: quiet } }),
          },
        },
      },
    ],
  },
});
