// JSON in the colors that its grammar gives it in the pages, at once: its tokens are told apart by one expression, as nothing
// nests within a token. The page's highlighter would cost more than the rest of the trace's script.
import { joined, type Line, plainLines, type Token } from "../../lab/model/code-tokens.ts";

/** Beyond this many characters color costs more than it tells. */
const MOST_COLORED = 60_000;

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;
const ESCAPE = /(\\(?:u[0-9a-fA-F]{4}|[^u]))/;
const NAME = /^\s*:/;

/** Lines of JSON as `pretty` writes it; what is no JSON stays plain. */
export function jsonLines(json: string): readonly Line[] {
  const lines = plainLines(json);
  return json.length > MOST_COLORED ? lines : lines.map((line) => coloredLine(line[0]?.text ?? ""));
}

function coloredLine(line: string): Line {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of line.matchAll(TOKEN)) {
    const end = match.index + match[0].length;
    tokens.push({ text: line.slice(at, match.index), kind: "plain" }, ...literal(match[0], NAME.test(line.slice(end))));
    at = end;
  }
  tokens.push({ text: line.slice(at), kind: "plain" });
  return joined(tokens.filter(({ text }) => text !== ""));
}

/** A string with its escapes, a name of a property, or another value. */
function literal(text: string, names: boolean): readonly Token[] {
  if (!text.startsWith('"')) return [{ text, kind: "constant" }];
  const kind = names ? "plain" : "string";
  return text.split(ESCAPE).map((part, index) => ({ text: part, kind: index % 2 === 1 ? "constant" : kind }));
}
