// Colors of code, in prose and in labs: the course's palette as two TextMate themes.
// Contrast is at least 4.5:1 on the panel of each theme, as everywhere else.

type Palette = {
  readonly ink: string;
  readonly soft: string;
  readonly panel: string;
  readonly keyword: string;
  readonly call: string;
  readonly text: string;
  readonly value: string;
};

const light: Palette = {
  ink: "#17191e",
  soft: "#5f6675",
  panel: "#ffffff",
  keyword: "#a5268a",
  call: "#4a45c9",
  text: "#0b7285",
  value: "#9a5b00",
};
const dark: Palette = {
  ink: "#e9e7e1",
  soft: "#929cac",
  panel: "#151a21",
  keyword: "#ee85d5",
  call: "#a5a1ff",
  text: "#4cc3d9",
  value: "#e8ad4a",
};

function theme(name: string, type: "light" | "dark", palette: Palette) {
  const color = (foreground: string, ...scope: string[]) => ({ scope, settings: { foreground } });
  return {
    name,
    type,
    colors: { "editor.background": palette.panel, "editor.foreground": palette.ink },
    fg: palette.ink,
    bg: palette.panel,
    settings: [
      { settings: { foreground: palette.ink, background: palette.panel } },
      color(palette.soft, "comment", "punctuation.definition.comment"),
      color(palette.keyword, "keyword", "storage.type", "storage.modifier", "keyword.operator.new", "keyword.operator.expression"),
      color(palette.ink, "keyword.operator", "punctuation", "storage.type.function.arrow"),
      color(palette.call, "entity.name.function", "support.function", "meta.function-call entity.name.function"),
      color(palette.text, "string", "punctuation.definition.string", "string.template"),
      color(palette.value, "constant.numeric", "constant.language", "constant.character.escape"),
      color(palette.ink, "variable", "meta.definition.variable", "entity.name.type", "support.type"),
    ],
  };
}

export const codeLight = theme("nerve-light", "light", light);
export const codeDark = theme("nerve-dark", "dark", dark);
