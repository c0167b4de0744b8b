// The words, the engine, and what stands around it in every place.
import type { Layer } from "./layer.ts";

const NO_CHANCE = { "Math.random": "Ask the Entropy port." };
const ENGINE = {
  tsconfig: "sandbox/engine/tsconfig.json",
  without: { Date: "Ask the Clock port.", setTimeout: "Set an alarm on the Clock port.", crypto: "Ask the Entropy port.", ...NO_CHANCE },
} as const;

export const ENGINE_LAYERS: readonly Layer[] = [
  {
    at: "sandbox/log",
    mayImport: [],
    packages: [],
    tsconfig: "sandbox/engine/tsconfig.json",
    without: { Date: "Time comes as a number." },
    ownFolderOnly: true,
    why: "Our words import nothing.",
  },
  {
    at: "sandbox/protocol",
    mayImport: ["sandbox/log"],
    packages: ["@scure/base"],
    tsconfig: "sandbox/engine/tsconfig.json",
    without: { Date: "Time comes as a number.", fetch: "Plain data only." },
    why: "Inngest's words import only the log's.",
  },
  {
    at: "sandbox/flow",
    mayImport: ["sandbox/protocol", "sandbox/log"],
    packages: [],
    tsconfig: "sandbox/engine/tsconfig.json",
    without: { Date: "Time comes as a number.", "Math.random": "A rule leaves nothing to chance." },
    why: "A rule of flow control is pure: the log's words and the protocol's.",
  },
  {
    at: "sandbox/engine/ports",
    mayImport: ["sandbox/protocol", "sandbox/log"],
    packages: [],
    ...ENGINE,
    why: "A port is made of the two vocabularies.",
  },
  {
    at: "sandbox/engine/expr",
    mayImport: ["sandbox/protocol", "sandbox/log"],
    packages: ["@marcbachmann/cel-js"],
    ...ENGINE,
    why: "A wrapper knows its package and nothing of the engine.",
  },
  {
    at: "sandbox/engine/calendar",
    mayImport: ["sandbox/protocol", "sandbox/log"],
    packages: ["croner"],
    ...ENGINE,
    why: "A wrapper knows its package and nothing of the engine.",
  },
  {
    at: "sandbox/engine/core",
    mayImport: [
      "sandbox/protocol",
      "sandbox/log",
      "sandbox/flow",
      "sandbox/engine/ports",
      "sandbox/engine/expr",
      "sandbox/engine/calendar",
    ],
    packages: [],
    ...ENGINE,
    why: "The core is pure: vocabularies, ports' types, expr, calendar, flow.",
  },
  {
    at: "sandbox/engine/*.ts",
    mayImport: ["sandbox/protocol", "sandbox/log", "sandbox/engine/ports", "sandbox/engine/core", "sandbox/engine/expr"],
    packages: [],
    ...ENGINE,
    why: "The engine knows its ports and the two vocabularies.",
  },
  {
    at: "sandbox/session",
    mayImport: ["sandbox/log"],
    packages: [],
    tsconfig: "sandbox/place/tsconfig.json",
    why: "A page's view of a run is made of facts only.",
  },
  {
    at: "sandbox/world",
    mayImport: ["sandbox/log"],
    packages: [],
    tsconfig: "sandbox/place/tsconfig.json",
    without: { Date: "The place hands over `now`.", "Math.random": "The world has no chance of its own." },
    why: "The world knows its door and the log, not who asks.",
  },
  {
    at: "sandbox/place",
    mayImport: [
      "sandbox/engine/engine.ts",
      "sandbox/engine/ports",
      "sandbox/protocol",
      "sandbox/log",
      "sandbox/session",
      "sandbox/world/door.ts",
    ],
    packages: ["inngest", "sucrase", "es-module-lexer"],
    tsconfig: "sandbox/place/tsconfig.json",
    why: "What every place shares: engine and world by their doors, no Node, no place.",
  },
];
