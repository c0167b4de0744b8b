// Colors of code, in prose and in labs: the course's palette as TextMate themes. One list of rules says what is told apart;
// the themes fill it with colors for the pages' blocks and with names for labs, whose colors are the `--code-*` of tokens.css.
// Contrast is at least 4.5:1 on the panel of each theme, as everywhere else.

/** What the colors of code tell apart. */
export type CodeKind = "plain" | "comment" | "keyword" | "function" | "string" | "constant";
type Palette = { readonly [kind in CodeKind]: string };

export const lightPalette: Palette = {
  plain: "#17191e",
  comment: "#5f6675",
  keyword: "#a5268a",
  function: "#4a45c9",
  string: "#0b7285",
  constant: "#9a5b00",
};
export const darkPalette: Palette = {
  plain: "#e9e7e1",
  comment: "#929cac",
  keyword: "#ee85d5",
  function: "#a5a1ff",
  string: "#4cc3d9",
  constant: "#e8ad4a",
};
const names: Palette = {
  plain: "plain",
  comment: "comment",
  keyword: "keyword",
  function: "function",
  string: "string",
  constant: "constant",
};

function theme(name: string, type: "light" | "dark", palette: Palette, panel: string) {
  const color = (kind: CodeKind, ...scope: string[]) => ({ scope, settings: { foreground: palette[kind] } });
  return {
    name,
    type,
    colors: { "editor.background": panel, "editor.foreground": palette.plain },
    fg: palette.plain,
    bg: panel,
    settings: [
      { settings: { foreground: palette.plain, background: panel } },
      color("comment", "comment", "punctuation.definition.comment"),
      color("keyword", "keyword", "storage.type", "storage.modifier", "keyword.operator.new", "keyword.operator.expression"),
      color("plain", "keyword.operator", "punctuation", "storage.type.function.arrow", "meta.template.expression"),
      color("function", "entity.name.function", "support.function", "meta.function-call entity.name.function"),
      color("string", "string", "punctuation.definition.string", "string.template", "string.regexp punctuation"),
      color("constant", "constant.numeric", "constant.language", "constant.character.escape"),
      color("plain", "variable", "meta.definition.variable", "entity.name.type", "support.type"),
    ],
  };
}

export const codeLight = theme("nerve-light", "light", lightPalette, "#ffffff");
export const codeDark = theme("nerve-dark", "dark", darkPalette, "#151a21");
/** The same rules with a kind's name in the place of its color: code colored by it takes light and dark from the page. */
export const codeNames = theme("nerve-names", "light", names, "plain");
