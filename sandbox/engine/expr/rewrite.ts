// Rewrites an expression so that it tolerates missing fields: field access, comparison and logic become calls of the functions in
// `environment.ts`. Grammar, literals, macros and other functions stay those of the library.
import { serialize, type ASTNode } from "@marcbachmann/cel-js";

/** Macros whose last argument is a condition. */
const CONDITIONAL_MACROS = new Set(["exists", "all", "exists_one", "filter"]);

const text = (value: string): string => JSON.stringify(value);

/** The tolerant expression, as text. */
export function rewrite(node: ASTNode): string {
  switch (node.op) {
    case "value":
      // The library writes a character above U+FFFF as two escapes, and then refuses to read them.
      return typeof node.args === "string" ? text(node.args) : serialize(node);
    case "id":
      if (node.args.startsWith("_")) throw new SyntaxError(`Unknown variable: ${node.args}`);
      return serialize(node);
    case ".":
      return `_get(${rewrite(node.args[0])}, ${text(node.args[1])})`;
    case "[]":
      return `_get(${rewrite(node.args[0])}, ${rewrite(node.args[1])})`;
    case ".?":
    case "[?]":
      throw new SyntaxError("Optional access (.? and [?]) is not part of Inngest's expressions.");
    case "call":
      return call(node.args[0], node.args[1]);
    case "rcall":
      return `${rewrite(node.args[1])}.${node.args[0]}(${methodArguments(node.args[0], node.args[2])})`;
    case "list":
      return `[${node.args.map(rewrite).join(", ")}]`;
    case "map":
      return `{${node.args.map(([key, value]) => `${rewrite(key)}: ${rewrite(value)}`).join(", ")}}`;
    case "?:":
      return `(${condition(node.args[0])} ? ${rewrite(node.args[1])} : ${rewrite(node.args[2])})`;
    case "&&":
    case "||":
      return `(${condition(node.args[0])} ${node.op} ${condition(node.args[1])})`;
    case "!_":
      return `_not(${rewrite(node.args)})`;
    case "-_":
      return `-(${rewrite(node.args)})`;
    default:
      return binary(node.op, node.args);
  }
}

type BinaryNode = Extract<ASTNode, { op: "==" | "!=" | "in" | "+" | "-" | "*" | "/" | "%" | "<" | "<=" | ">" | ">=" }>;

function binary(op: BinaryNode["op"], [left, right]: BinaryNode["args"]): string {
  const [a, b] = [rewrite(left), rewrite(right)];
  switch (op) {
    case "==":
      return `_eq(${a}, ${b})`;
    case "!=":
      return `!_eq(${a}, ${b})`;
    case "in":
      return `_in(${a}, ${b})`;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `(_compare(${a}, ${b}) ${op} 0)`;
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return `(${a} ${op} ${b})`;
  }
}

function condition(node: ASTNode): string {
  return `_truthy(${rewrite(node)})`;
}

function call(name: string, args: readonly ASTNode[]): string {
  const [only] = args;
  if (name === "has" && args.length === 1 && only?.op === ".") return `_has(${rewrite(only.args[0])}, ${text(only.args[1])})`;
  const [sign, by] = name === "now" ? ["1", text("0s")] : [name === "now_plus" ? "1" : "-1", args.map(rewrite).join(", ")];
  if (name === "now" || name === "now_plus" || name === "now_minus") return `timestamp(_later(_now, ${by}, ${sign}))`;
  // Inngest's `date` is CEL's `timestamp` under another name.
  return `${name === "date" ? "timestamp" : name}(${args.map(rewrite).join(", ")})`;
}

function methodArguments(name: string, args: readonly ASTNode[]): string {
  const last = args.length - 1;
  return args.map((arg, i) => (i === last && i > 0 && CONDITIONAL_MACROS.has(name) ? condition(arg) : rewrite(arg))).join(", ");
}
