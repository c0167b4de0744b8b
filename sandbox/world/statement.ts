// What a SQL statement would do, read from its first words: enough to hold before it and to write it to the ledger.
// Not a parser. The database itself is the judge of what is valid.

export type Statement =
  | { readonly type: "read"; readonly label: string }
  | { readonly type: "change"; readonly verb: "insert" | "update" | "delete"; readonly table: string }
  | { readonly type: "schema" }
  | { readonly type: "transaction"; readonly word: string };

const CHANGE = /\b(insert\s+into|update|delete\s+from)\s+(?:only\s+)?(?:public\.)?"?([a-z_][a-z0-9_]*)"?/i;
const TRANSACTION = /^(begin|start|commit|rollback|abort|end|savepoint|release|prepare)\b/i;
const SCHEMA =
  /^(create|alter|drop|truncate|grant|revoke|comment|set|reset|do|call|copy|vacuum|lock|refresh|reindex|cluster|import|security|listen|notify|unlisten|load|discard|deallocate|execute)\b/i;

export function readStatement(sql: string): Statement {
  const text = withoutLiterals(sql).trim();
  const transaction = TRANSACTION.exec(text);
  if (transaction?.[1] !== undefined) return { type: "transaction", word: transaction[1].toLowerCase() };
  if (SCHEMA.test(text)) return { type: "schema" };
  const change = CHANGE.exec(text);
  if (change?.[1] !== undefined && change[2] !== undefined && /^(insert|update|delete|with)\b/i.test(text)) {
    return { type: "change", verb: verbOf(change[1]), table: change[2].toLowerCase() };
  }
  const from = /\bfrom\s+"?([a-z_][a-z0-9_]*)"?/i.exec(text);
  return { type: "read", label: from?.[1]?.toLowerCase() ?? "rows" };
}

/** The same statement, made to give back the rows that it changes; the caller did not ask for them and does not get them. */
export function tellingRows(sql: string): { readonly sql: string; readonly asked: boolean } {
  if (/\breturning\b/i.test(withoutLiterals(sql))) return { sql, asked: true };
  return { sql: `${sql.trim().replace(/;\s*$/, "")} returning *`, asked: false };
}

function verbOf(words: string): "insert" | "update" | "delete" {
  const verb = words.slice(0, 6).toLowerCase();
  return verb === "insert" || verb === "update" ? verb : "delete";
}

/** Comments gone and quoted text emptied, so that words inside them are not read as SQL. */
function withoutLiterals(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, " ")
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");
}
