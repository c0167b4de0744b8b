// Wiring of the site: Starlight, the islands' renderer, fonts, the policy of the built pages.
// `SITE_URL` names the address that a deployment is reached at; without it links in feeds point at `npm start`.
import preact from "@astrojs/preact";
import starlight from "@astrojs/starlight";
import { defineConfig, fontProviders } from "astro/config";
import starlightLinksValidator from "starlight-links-validator";
import { contentPolicy } from "./src/integrations/content-policy.ts";
import { isolationHeaders } from "./scripts/run/isolation.ts";
import { labColors } from "./src/integrations/lab-colors.ts";
import { labs } from "./src/integrations/labs.ts";
import { labTypes } from "./src/integrations/lab-types.ts";
import { lazyMonacoStyles } from "./src/integrations/lazy-monaco-styles.ts";
import { pageComponents } from "./src/integrations/page-components.ts";
import { siteUrl } from "./src/content/site-url.ts";
import { labPrograms } from "./sandbox/adapters/webcontainer/programs-plugin.ts";
import { labBundles } from "./sandbox/adapters/worker/bundles-plugin.ts";
import { codeDark, codeLight } from "./src/styles/code-themes.ts";

const font = (name, cssVariable, pkg, fallbacks) => ({
  provider: fontProviders.local(),
  name,
  cssVariable,
  fallbacks,
  options: {
    variants: ["normal", "italic"].map((style) => ({
      src: [`./node_modules/@fontsource-variable/${pkg}/files/${pkg}-latin-wght-${style}.woff2`],
      weight: "200 800",
      style,
    })),
  },
});

export default defineConfig({
  site: siteUrl(),
  devToolbar: { enabled: false },
  server: { headers: isolationHeaders },
  fonts: [
    font("Atkinson Hyperlegible Next", "--font-next", "atkinson-hyperlegible-next", ["sans-serif"]),
    font("Atkinson Hyperlegible Mono", "--font-mono", "atkinson-hyperlegible-mono", ["monospace"]),
  ],
  integrations: [
    starlight({
      title: "Agent Nervous System",
      description: "A free course on durable execution for AI agents. Every lab runs a real durable engine in your browser.",
      favicon: "/favicon.svg",
      customCss: ["./src/styles/tokens.css", "./src/styles/site.css"],
      tableOfContents: false,
      credits: false,
      lastUpdated: false,
      expressiveCode: {
        themes: [codeDark, codeLight],
        // The themes have their contrast, and labs take the same colors from tokens.css: none is changed on the way.
        minSyntaxHighlightingColorContrast: 0,
        // Long lines wrap: a block that scrolls sideways hides its end on a phone and traps the keyboard.
        defaultProps: { wrap: true, preserveIndent: true },
        styleOverrides: {
          borderRadius: "10px",
          borderColor: "var(--line)",
          codeBackground: "var(--panel)",
          codeFontFamily: "var(--font-code)",
          codeFontSize: "0.8125rem",
          codeLineHeight: "1.7",
          uiFontFamily: "var(--font-text)",
          focusBorder: "var(--reflexes)",
          frames: {
            frameBoxShadowCssValue: "none",
            editorActiveTabIndicatorTopColor: "transparent",
            editorActiveTabIndicatorBottomColor: "transparent",
            editorTabBarBackground: "var(--sunk)",
            editorActiveTabBackground: "var(--panel)",
            editorTabBarBorderBottomColor: "var(--line)",
            terminalTitlebarBackground: "var(--sunk)",
            terminalBackground: "var(--panel)",
            terminalTitlebarBorderBottomColor: "var(--line)",
            terminalTitlebarDotsOpacity: "0",
          },
        },
      },
      components: {
        Head: "./src/components/starlight/Head.astro",
        Header: "./src/components/starlight/Header.astro",
        SiteTitle: "./src/components/starlight/SiteTitle.astro",
        PageTitle: "./src/components/starlight/PageTitle.astro",
        Sidebar: "./src/components/starlight/Sidebar.astro",
        Footer: "./src/components/starlight/Footer.astro",
        Search: "./src/components/starlight/Search.astro",
      },
      // The sidebar, and what comes before and after a page, follow from the pages themselves.
      sidebar: [],
      routeMiddleware: "./src/components/starlight/route-data.ts",
      plugins: [starlightLinksValidator({ errorOnRelativeLinks: false })],
    }),
    preact(),
    contentPolicy(),
  ],
  vite: {
    plugins: [pageComponents(), lazyMonacoStyles(), labBundles(), labPrograms(), labs(), labColors(), labTypes()],
    worker: { format: "es" },
    optimizeDeps: {
      include: [
        "inngest",
        "inngest/edge",
        "zod",
        "sucrase",
        "es-module-lexer",
        "idb",
        "@marcbachmann/cel-js",
        "croner",
        "@webcontainer/api",
      ],
      exclude: ["@electric-sql/pglite"],
    },
  },
});
