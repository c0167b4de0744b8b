// A page's MDX as Markdown that reads well without its components. Pure; what a component says comes from outside.
// Only what our pages use is understood: imports at the top, components with text, `{"…"}` or {`…`} attributes, comments in braces.
import { dedent } from "../../../src/components/lesson/region.ts";

export type Tag = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

/** What stands in the text for a component. `children` is what stood inside, already told. */
export type Tell = (tag: Tag, children: string) => string;

type Read = Tag & { readonly end: number; readonly closed: boolean };

/** Front matter and imports belong to the caller: `text` is the page's body. */
export function mdxToMarkdown(text: string, tell: Tell): string {
  const parts = text.split(/^(```[\s\S]*?^```[^\n]*$)/m);
  const kept: string[] = [];
  // Code is set aside, so that what it says is never taken for a component.
  const aside = parts.map((part, at) => (at % 2 === 1 ? `\uE000${kept.push(part) - 1}\uE000` : part)).join("");
  const bare = aside.replace(/^import .*$/gm, "").replace(/\{\/\*[\s\S]*?\*\/\}/g, "");
  const told = tellAll(bare, tell);
  return tidy(told.replace(/\uE000(\d+)\uE000/g, (_, at: string) => kept[Number(at)] ?? ""));
}

const tidy = (text: string): string =>
  text
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

function tellAll(text: string, tell: Tell): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = nextTag(text, at);
    if (start < 0) return out + text.slice(at);
    const tag = readTag(text, start);
    out += text.slice(at, start);
    if (tag.closed) {
      out += `\n\n${tell(tag, "")}\n\n`;
      at = tag.end;
      continue;
    }
    const inside = closingOf(text, tag);
    const children = dedent(text.slice(tag.end, inside.start).split("\n")).join("\n");
    out += `\n\n${tell(tag, tidy(tellAll(children, tell)))}\n\n`;
    at = inside.end;
  }
}

function nextTag(text: string, from: number): number {
  const found = text.slice(from).search(/<[A-Z]/);
  return found < 0 ? -1 : from + found;
}

/** Where the component's own closing tag stands; components of the same name may be nested. */
function closingOf(text: string, { name, end }: Read): { readonly start: number; readonly end: number } {
  const tags = new RegExp(`<(/?)${name}(?=[\\s/>])`, "g");
  tags.lastIndex = end;
  let depth = 1;
  for (let found = tags.exec(text); found !== null; found = tags.exec(text)) {
    if (found[1] === "/") depth -= 1;
    else if (!readTag(text, found.index).closed) depth += 1;
    if (depth === 0) return { start: found.index, end: text.indexOf(">", found.index) + 1 };
  }
  throw new Error(`<${name}> is never closed. Close it in the page.`);
}

function readTag(text: string, start: number): Read {
  const name = /^<([A-Za-z.]+)/.exec(text.slice(start))?.[1] ?? "";
  const attributes: Record<string, string> = {};
  let at = start + 1 + name.length;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (text.startsWith("/>", at)) return { name, attributes, end: at + 2, closed: true };
    if (text[at] === ">") return { name, attributes, end: at + 1, closed: false };
    const key = /^[\w:-]+/.exec(text.slice(at))?.[0];
    if (key === undefined) throw new Error(`<${name}> has an attribute that cannot be read: ${text.slice(at, at + 40)}`);
    at += key.length;
    const value = readValue(text, at);
    attributes[key] = value.text;
    at = value.end;
  }
}

function readValue(text: string, at: number): { readonly text: string; readonly end: number } {
  if (text[at] !== "=") return { text: "", end: at };
  const quote = text[at + 1] ?? "";
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, at + 2);
    return { text: text.slice(at + 2, end), end: end + 1 };
  }
  const end = endOfBraces(text, at + 1);
  const inner = text.slice(at + 2, end - 1).trim();
  return { text: literal(inner) ?? inner, end };
}

const literal = (inner: string): string | undefined => {
  if (/^`[^]*`$/.test(inner) && !inner.includes("${")) return inner.slice(1, -1);
  try {
    const value: unknown = JSON.parse(inner);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The index behind the brace that closes the one at `start`; braces in texts do not count. */
function endOfBraces(text: string, start: number): number {
  let depth = 0;
  let quote = "";
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (quote !== "") {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'" || char === "`") quote = char;
    else if (char === "{") depth += 1;
    else if (char === "}" && (depth -= 1) === 0) return at + 1;
  }
  throw new Error(`A brace is never closed: ${text.slice(start, start + 40)}`);
}
