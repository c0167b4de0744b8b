// How long functions are, counted as they are read: a function inside another is read by its own name, so its body does
// not count for the outer one (decisions/006-lines-of-a-function.md). Blank lines and comment lines count for none.
import ts from "typescript";

export type Counted = { readonly name: string; readonly line: number; readonly lines: number };

/** Every function of a source file with the lines of its own. */
export function functionLines(file: string, text: string): Counted[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: Counted[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunction(node)) found.push({ name: nameOf(node), line: lineOf(source, node.getStart()) + 1, lines: ownLines(source, node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ConstructorDeclaration;

function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isConstructorDeclaration(node)
  );
}

const lineOf = (source: ts.SourceFile, at: number): number => source.getLineAndCharacterOfPosition(at).line;

function nameOf(node: FunctionNode): string {
  if (node.name !== undefined) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name.getText() : "a function";
}

function ownLines(source: ts.SourceFile, outer: FunctionNode): number {
  const lines = source.text.split("\n");
  const others = new Set<number>();
  const leaveOut = (node: ts.Node): void => {
    if (!isFunction(node)) return ts.forEachChild(node, leaveOut);
    for (let line = lineOf(source, node.getStart()) + 1; line <= lineOf(source, node.getEnd()); line += 1) others.add(line);
  };
  ts.forEachChild(outer, leaveOut);
  let count = 0;
  for (let line = lineOf(source, outer.getStart()); line <= lineOf(source, outer.getEnd()); line += 1) {
    if (!others.has(line) && !/^\s*(\/\/.*|\/?\*.*)?$/.test(lines[line] ?? "")) count += 1;
  }
  return count;
}
