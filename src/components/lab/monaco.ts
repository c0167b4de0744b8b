// The editor for pointers that can aim: Monaco with TypeScript alone and the types of `inngest`, loaded on the first edit.
// Tab leaves it, as it leaves every other field of the page.
import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/gotoError/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/indentation/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/parameterHints/register";
import "monaco-editor/features/suggest/register";
import "monaco-editor/features/wordHighlighter/register";
import "monaco-editor/features/wordOperations/register";
import "monaco-editor/languages/definitions/typescript/register";
import * as typescript from "monaco-editor/languages/features/typescript/register";
import labTypes from "virtual:lab-types";
import labEnv from "../../../sandbox/labs/lab-env.d.ts?raw";
import type { Files } from "../../../sandbox/session/lab-session.ts";

export type CodeEditor = { show(file: string): void; read(): Files; focus(): void; dispose(): void };
type Options = {
  readonly files: Files;
  readonly shown: string;
  readonly dark: boolean;
  readonly label: string;
  readonly onType: (file: string, text: string) => void;
  readonly onApply: () => void;
};

let prepared = false;

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
  const models = new Map(Object.entries(options.files).map(([file, text]) => [file, modelOf(file, text)]));
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
  });
  const subscriptions = [...models].map(([file, model]) => model.onDidChangeContent(() => options.onType(file, model.getValue())));
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
      for (const model of models.values()) model.dispose();
    },
  };
}

/** Two labs on one page may have files of the same name; only one of them is edited at a time. */
function modelOf(file: string, text: string): monaco.editor.ITextModel {
  const uri = monaco.Uri.parse(`file:///${file}`);
  monaco.editor.getModel(uri)?.dispose();
  return monaco.editor.createModel(text, "typescript", uri);
}
