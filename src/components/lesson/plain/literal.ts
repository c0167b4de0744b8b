// The value of an attribute in braces, where it is plain data: texts, numbers, lists and objects of them. Nothing is run.

/** As much of an expression's syntax tree (ESTree) as plain data needs. */
export type Expression = {
  readonly type: string;
  readonly value?: unknown;
  readonly elements?: readonly (Expression | null)[];
  readonly properties?: readonly Property[];
  readonly quasis?: readonly { readonly value: { readonly cooked?: string | null } }[];
  readonly expressions?: readonly Expression[];
  readonly operator?: string;
  readonly argument?: Expression;
};
type Property = { readonly type: string; readonly key?: Expression & { readonly name?: string }; readonly value?: Expression };

/** Throws for anything that would have to be run to be known. */
export function literal(expression: Expression): unknown {
  switch (expression.type) {
    case "Literal":
      return expression.value;
    case "TemplateLiteral":
      if ((expression.expressions ?? []).length > 0) return refuse("a text with ${…} in it");
      return (expression.quasis ?? []).map(({ value }) => value.cooked ?? "").join("");
    case "ArrayExpression":
      return (expression.elements ?? []).map((element) => (element === null ? undefined : literal(element)));
    case "ObjectExpression":
      return Object.fromEntries((expression.properties ?? []).map(entry));
    case "UnaryExpression":
      return expression.operator === "-" && expression.argument ? -Number(literal(expression.argument)) : refuse("an operator");
    default:
      return refuse(expression.type);
  }
}

function entry({ type, key, value }: Property): [string, unknown] {
  if (type !== "Property" || key === undefined || value === undefined) return refuse(type);
  return [key.name ?? String(key.value), literal(value)];
}

function refuse(what: string): never {
  throw new Error(`An attribute holds ${what}. Pages give their components plain data: texts, numbers, lists, objects.`);
}
