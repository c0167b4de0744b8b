import { defineConfig } from "oxlint";
import { TESTS } from "./scripts/layers/layer.ts";
import { LAYERS } from "./scripts/layers/layers.ts";
import { layerRules } from "./scripts/layers/lint.ts";

const MAX_LINES = 250;
/** Of tests, whose cases stand side by side. */
const MAX_LINES_OF_TESTS = 400;
const SPARED = { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" };

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc", "vitest"],
  categories: { correctness: "error" },
  env: { builtin: true },
  ignorePatterns: ["dist/", ".astro/", ".cache/", "node_modules/", "expected-violations/", "public/", "*.d.ts"],
  rules: {
    "import/no-cycle": "error",
    "import/no-default-export": "error",
    "typescript/no-explicit-any": "error",
    "typescript/ban-ts-comment": "error",
    "typescript/consistent-type-imports": "error",
    "unicorn/filename-case": ["error", { case: "kebabCase" }],
    "unicorn/no-empty-file": "error",
    "unicorn/no-useless-spread": "off",
    eqeqeq: ["error", "always", { null: "ignore" }],
    "import/default": "off",
    "no-var": "error",
    "prefer-const": "error",
    "no-debugger": "error",
    "max-lines": ["error", { max: MAX_LINES }],
    // A function with those inside it; `shape.test.ts` counts each one's own lines.
    "max-lines-per-function": ["error", { max: 140, skipBlankLines: true, skipComments: true }],
    "vitest/no-focused-tests": "error",
    "vitest/no-disabled-tests": "error",
    "vitest/require-mock-type-parameters": "off",
    "vitest/no-conditional-tests": "off",
    "vitest/expect-expect": "off",
    "vitest/no-standalone-expect": "off",
    "vitest/no-conditional-expect": "off",
    "no-unused-vars": ["error", SPARED],
  },
  // Of two that match a file the later one counts.
  overrides: [
    ...layerRules(LAYERS),
    // A circle of types alone is a circle, too.
    { files: ["sandbox/**"], rules: { "import/no-cycle": ["error", { ignoreTypes: false }] } },
    {
      files: ["sandbox/labs/{doors,variants,[0-9]*}/**"],
      rules: { "import/no-cycle": "off", "max-lines-per-function": "off", "no-unused-vars": "off" },
    },
    // How long a lab may be, `npm run check:kit` says: its variants, which are learners' code, do not count.
    {
      files: ["sandbox/labs/[0-9]*/lab.ts"],
      rules: { "import/no-default-export": "off", "max-lines": "off", "no-unused-vars": ["error", SPARED] },
    },
    {
      files: ["**/*.{tsx,astro}"],
      rules: { "unicorn/filename-case": "off", "import/no-default-export": "off" },
    },
    {
      files: ["*.config.{ts,mjs}", "src/content.config.ts", "src/pages/**", ".size-limit.mjs", "sandbox/adapters/worker/nothing.ts"],
      rules: { "import/no-default-export": "off", "unicorn/filename-case": "off" },
    },
    {
      files: ["**/*.{test,suite,property.test}.ts", "**/*.test.tsx", "e2e/**"],
      rules: { "max-lines": ["error", { max: MAX_LINES_OF_TESTS }], "max-lines-per-function": "off" },
    },
    // A test imports what it tests with.
    { files: [TESTS], rules: { "no-restricted-imports": "off" } },
    {
      files: ["sandbox/**/*.test.ts"],
      rules: { "no-restricted-globals": ["error", { name: "setTimeout", message: "Turn time by hand." }] },
    },
    { files: ["sandbox/**/*.browser.test.ts"], rules: { "no-restricted-globals": "off" } },
  ],
});
