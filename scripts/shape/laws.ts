// Which laws of the engine a test file proves: those that a test which runs cites, in its title or in a comment on its line or
// right above it. A law that stands in prose, or on a test that is skipped, proves nothing. Pure.
import ts from "typescript";

type Block = { readonly kind: "test" | "group"; readonly skipped: boolean; readonly title: string };

/** The laws that the file's tests prove, e.g. `L3`. A group proves what it cites if a test in it runs. */
export function lawsProved(file: string, text: string): ReadonlySet<string> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const laws = new Set<string>();
  /** Whether a test runs in there. */
  const visit = (node: ts.Node): boolean => {
    const block = ts.isCallExpression(node) ? blockOf(node) : undefined;
    if (block?.skipped) return false;
    let runs = block?.kind === "test";
    ts.forEachChild(node, (child) => void (runs = visit(child) || runs));
    if (block !== undefined && runs) for (const law of lawsIn(block.title + commentsAt(source, node))) laws.add(law);
    return runs;
  };
  visit(source);
  return laws;
}

const lawsIn = (text: string): string[] => text.match(/\bL\d+\b/g) ?? [];

/** What a call is to the test runner: `it("…")`, `describe.each(rows)("…")`, `test.skip("…")`; else nothing. */
function blockOf(call: ts.CallExpression): Block | undefined {
  const [first] = call.arguments;
  if (first === undefined || !(ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))) return undefined;
  const words: string[] = [];
  let at: ts.Expression = call.expression;
  for (;;) {
    if (ts.isCallExpression(at)) at = at.expression;
    else if (ts.isTaggedTemplateExpression(at)) at = at.tag;
    else if (ts.isPropertyAccessExpression(at)) {
      words.push(at.name.text);
      at = at.expression;
    } else break;
  }
  if (!ts.isIdentifier(at) || !["it", "test", "describe"].includes(at.text)) return undefined;
  const skipped = words.includes("skip") || words.includes("todo");
  return { kind: at.text === "describe" ? "group" : "test", skipped, title: first.getText() };
}

/** The comment at the end of the line on which the block starts, and the lines of comment right above it. */
function commentsAt(source: ts.SourceFile, node: ts.Node): string {
  const lines = source.text.split("\n");
  const start = source.getLineAndCharacterOfPosition(node.getStart()).line;
  let first = start;
  while (first > 0 && /^\s*\/\//.test(lines[first - 1] ?? "")) first -= 1;
  return [...lines.slice(first, start), /\/\/.*$/.exec(lines[start] ?? "")?.[0] ?? ""].join("\n");
}
