// What a source imports, types and `import()` included. Pure: the text comes from outside.
import ts from "typescript";
import type { Way } from "./layer.ts";

export type Import = { readonly specifier: string; readonly way: Way };

/** Every import and re-export of a `.ts`, `.tsx`, `.astro` or `.mdx` file, in the order in which they stand. */
export function importsOf(file: string, text: string): Import[] {
  const kind = file.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return scriptsIn(file, text).flatMap((script) => {
    const found: Import[] = [];
    const visit = (node: ts.Node): void => {
      const one = importOf(node);
      if (one !== undefined) found.push(one);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, script, ts.ScriptTarget.Latest, false, kind));
    return found;
  });
}

/** The parts of a file that are TypeScript: an Astro component has a head and script elements, a page its import lines. */
function scriptsIn(file: string, text: string): string[] {
  if (file.endsWith(".astro")) {
    const head = /^---\n([\s\S]*?)\n---$/m.exec(text)?.[1] ?? "";
    return [head, ...[...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? "")];
  }
  return file.endsWith(".mdx") ? [(text.match(/^import .*$/gm) ?? []).join("\n")] : [text];
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node))
    return imported(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? "types" : "import");
  if (ts.isExportDeclaration(node)) return imported(node.moduleSpecifier, node.isTypeOnly ? "types" : "import");
  if (ts.isImportTypeNode(node)) return imported(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, "types");
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
    ? imported(node.arguments[0], "import()")
    : undefined;
}

// A specifier that is put together at run time names no layer.
const imported = (specifier: ts.Node | undefined, way: Way): Import | undefined =>
  specifier !== undefined && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, way } : undefined;
