// MDX as a tree, and a page's MDX as Markdown that reads well without its components. Pure; what a component says comes from
// outside.
import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { literal } from "./literal.ts";
import type { Expression } from "./literal.ts";

export type Props = Readonly<Record<string, unknown>>;

/** What stands in the text for a component. `children` is what stood inside, already told. Both are Markdown. */
export type Tell = (name: string, props: Props, children: string) => string;

/** As much of a node (mdast, with MDX's own) as is needed here. */
export type Node = {
  readonly type: string;
  readonly name?: string | null;
  readonly attributes?: readonly Attribute[];
  readonly value?: unknown;
  readonly data?: { readonly estree?: Program };
  readonly position?: { readonly start: { readonly line: number } };
  children?: Node[];
};
type Program = { readonly body: readonly { readonly expression?: Expression }[] };
type Attribute = { readonly type: string; readonly name: string; readonly value?: string | null | { readonly data?: Node["data"] } };

const mdx = unified().use(remarkParse).use(remarkGfm).use(remarkMdx);
const markdown = unified()
  .use(remarkParse)
  // Tables are for reading by programs: padding would be most of their text.
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkStringify, { bullet: "-", rule: "-" });

/** The page's body as a tree. Throws where its MDX is broken, with line and column. */
export const parseMdx = (body: string): Node => mdx.parse(body) as Node;
const parseMarkdown = (text: string): Node => markdown.parse(text) as Node;
const write = (children: Node[]): string => markdown.stringify({ type: "root", children } as ReturnType<typeof markdown.parse>).trim();

/** Front matter belongs to the caller: `body` is what follows it. */
export const mdxToMarkdown = (body: string, tell: Tell): string => write(told(parseMdx(body), tell));

/** A component or an element of HTML. */
export const isElement = ({ type }: Node): boolean => type === "mdxJsxFlowElement" || type === "mdxJsxTextElement";

function told(parent: Node, tell: Tell): Node[] {
  return (parent.children ?? []).flatMap((node): Node[] => {
    if (isElement(node)) return tellElement(node, tell);
    if (isUnraveled(node)) return told({ ...node, children: (node.children ?? []).filter(isElement).map(asFlow) }, tell);
    if (node.type === "mdxjsEsm") return [];
    if (node.type === "mdxFlowExpression" || node.type === "mdxTextExpression") return tellExpression(node);
    return node.children === undefined ? [node] : [{ ...node, children: told(node, tell) }];
  });
}

/** A paragraph of nothing but components is those components, as MDX has it: `<Check id="…" />` on a line of its own, or two of them. */
function isUnraveled({ type, children = [] }: Node): boolean {
  const blank = (node: Node): boolean => node.type === "text" && String(node.value).trim() === "";
  return type === "paragraph" && children.some(isElement) && children.every((child) => isElement(child) || blank(child));
}
const asFlow = (node: Node): Node => ({ ...node, type: "mdxJsxFlowElement" });

function tellElement(node: Node, tell: Tell): Node[] {
  const name = node.name ?? "";
  // Elements of HTML, and fragments, show what is inside them.
  if (!/^[A-Z]/.test(name) || name === "Fragment") return told(node, tell);
  const inside = write(told(node, tell));
  const said = parseMarkdown(atLine(node, () => tell(name, propsOf(node), inside))).children ?? [];
  return node.type === "mdxJsxFlowElement" ? said : said.flatMap((block) => block.children ?? []);
}

/** A mistake in a component is told with the line where it begins. */
function atLine({ position }: Node, say: () => string): string {
  try {
    return say();
  } catch (error) {
    throw new Error(`line ${position?.start.line ?? 0}: ${(error as Error).message}`, { cause: error });
  }
}

/** Comments say nothing, and a text in braces is that text. */
function tellExpression(node: Node): Node[] {
  const expression = expressionOf(node);
  return expression === undefined ? [] : [{ type: "text", value: String(literal(expression)) }];
}

function propsOf({ attributes = [] }: Node): Props {
  return Object.fromEntries(
    attributes.map((attribute) => {
      if (attribute.type !== "mdxJsxAttribute") throw new Error("Attributes are written one by one: {...all} cannot be told.");
      return [attribute.name, valueOf(attribute)];
    }),
  );
}

function valueOf({ value }: Attribute): unknown {
  if (value == null) return true;
  if (typeof value === "string") return value;
  const expression = expressionOf(value);
  return expression === undefined ? undefined : literal(expression);
}

/** The expression in the braces; a comment is none. */
const expressionOf = ({ data }: { readonly data?: Node["data"] }): Expression | undefined => data?.estree?.body[0]?.expression;
