// The editor for pointers that can aim: Monaco with TypeScript alone and the types of `inngest`, loaded on the first edit.
// Tab leaves it, as it leaves every other field of the page.
import * as monaco from "monaco-editor/editor";
import "monaco-editor/languages/definitions/typescript/register";
import * as typescript from "monaco-editor/languages/features/typescript/register";
// TypeScript's mode brings every feature of the editor with it. Loaded by itself, it would come after the first editor has fixed the
// list of services, and the second editor would ask for services that are not on it.
import "monaco-editor/languages/features/typescript/tsMode";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import TypeScriptWorker from "monaco-editor/languages/features/typescript/ts.worker?worker";
import labTypes from "virtual:lab-types";
import labEnv from "../../../sandbox/labs/lab-env.d.ts?raw";
import type { Files } from "../../../sandbox/session/lab-session.ts";

export type CodeEditor = { show(file: string): void; read(): Files; focus(): void; dispose(): void };
type Options = {
  /** Keeps the files of several labs on one page apart. */
  readonly lab: string;
  readonly files: Files;
  readonly shown: string;
  /** Where the cursor stands first, from 1. */
  readonly line: number;
  readonly dark: boolean;
  readonly label: string;
  readonly onType: (file: string, text: string) => void;
  readonly onApply: () => void;
};

let prepared = false;

// Workers by their own files. Left to itself the editor makes an address of its own for its worker, which the bundler has put into a
// `data:` address, and which an isolated page gives one more parameter: neither loads.
globalThis.MonacoEnvironment = { getWorker: (_, label) => (label === "typescript" ? new TypeScriptWorker() : new EditorWorker()) };

/** The page's own colors, read from its tokens when the editor opens. */
function paint(dark: boolean): void {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => {
    const value = style.getPropertyValue(name).trim();
    return /^#[0-9a-f]{3}$/i.test(value) ? `#${[...value.slice(1)].map((digit) => digit + digit).join("")}` : value;
  };
  const rule = (token: string, name: string) => ({ token, foreground: color(name).slice(1) });
  monaco.editor.defineTheme("lab", {
    base: dark ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      rule("", "--ink"),
      rule("keyword", "--code-keyword"),
      rule("string", "--code-string"),
      rule("regexp", "--code-string"),
      rule("number", "--code-constant"),
      rule("comment", "--code-comment"),
      rule("type", "--ink"),
      rule("delimiter", "--ink"),
    ],
    colors: {
      "editor.background": color("--paper"),
      "editor.foreground": color("--ink"),
      "editorLineNumber.foreground": color("--soft"),
      "editorLineNumber.activeForeground": color("--ink"),
      "editorIndentGuide.background1": color("--line"),
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, color("--ink")])),
      focusBorder: color("--reflexes"),
    },
  });
  monaco.editor.setTheme("lab");
}

function prepare(): void {
  if (prepared) return;
  prepared = true;
  const defaults = typescript.typescriptDefaults;
  defaults.setCompilerOptions({
    target: 99,
    module: 99,
    moduleResolution: 100 as never,
    strict: true,
    lib: ["es2023"],
    types: [],
    allowImportingTsExtensions: true,
    noEmit: true,
  });
  defaults.setEagerModelSync(true);
  // "Cannot find global type": said once of the first program, gone after the first key, and never the learner's mistake.
  defaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: [2318] });
  const types = Object.entries(labTypes).map(([path, content]) => ({ content, filePath: `file:///node_modules/${path}` }));
  defaults.setExtraLibs([...types, { content: labEnv, filePath: "file:///lab-env.d.ts" }]);
}

export function createEditor(host: HTMLElement, options: Options): CodeEditor {
  prepare();
  paint(options.dark);
  const models = modelsOf(options.lab, options.files);
  const editor = monaco.editor.create(host, {
    model: models.get(options.shown) ?? null,
    ariaLabel: options.label,
    tabFocusMode: true,
    automaticLayout: true,
    minimap: { enabled: false },
    fontFamily: "var(--font-code)",
    fontSize: 12.5,
    lineHeight: 21,
    lineNumbersMinChars: 3,
    scrollBeyondLastLine: false,
    tabSize: 2,
    padding: { top: 8, bottom: 8 },
    overviewRulerLanes: 0,
    fixedOverflowWidgets: true,
    renderLineHighlight: "none",
    scrollbar: { alwaysConsumeMouseWheel: false },
    ...NOT_HERE,
  });
  const subscriptions = [...models].map(([file, model]) => model.onDidChangeContent(() => options.onType(file, model.getValue())));
  editor.setPosition({ lineNumber: options.line, column: 1 });
  editor.revealLineInCenterIfOutsideViewport(options.line);
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, options.onApply);
  return {
    show(file) {
      const model = models.get(file);
      if (model !== undefined && editor.getModel() !== model) editor.setModel(model);
    },
    read: () => Object.fromEntries([...models].map(([file, model]) => [file, model.getValue()])),
    focus: () => editor.focus(),
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      editor.dispose();
    },
  };
}

/** A file of twenty lines needs none of this; the page's own menu and its Tab stay. */
const NOT_HERE = {
  contextmenu: false,
  folding: false,
  stickyScroll: { enabled: false },
  codeLens: false,
  links: false,
  colorDecorators: false,
  // A gray field below a word takes away from its contrast.
  occurrencesHighlight: "off",
  selectionHighlight: false,
  dropIntoEditor: { enabled: false },
  pasteAs: { enabled: false },
  inlayHints: { enabled: "off" },
  lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.Off },
} as const;

/** The files of a lab. Those that were open before are taken up again: the checker knows them, and each knows the others. */
function modelsOf(lab: string, files: Files): ReadonlyMap<string, monaco.editor.ITextModel> {
  const folder = monaco.Uri.parse(`file:///${lab}/`).toString();
  const wanted = new Map(Object.entries(files).map(([file, text]) => [`${folder}${file}`, { file, text }]));
  for (const model of monaco.editor.getModels()) {
    const uri = model.uri.toString();
    if (uri.startsWith(folder) && !wanted.has(uri)) model.dispose();
  }
  return new Map([...wanted].map(([uri, { file, text }]) => [file, modelOf(monaco.Uri.parse(uri), text)]));
}

function modelOf(uri: monaco.Uri, text: string): monaco.editor.ITextModel {
  const known = monaco.editor.getModel(uri);
  if (known === null) return monaco.editor.createModel(text, "typescript", uri);
  if (known.getValue() !== text) known.setValue(text);
  return known;
}
