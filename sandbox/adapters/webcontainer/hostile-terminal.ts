// A terminal at its worst, for tests: it echoes what is typed, wraps at a column, turns line ends, colors, moves the cursor, cuts and
// joins pieces, lets other lines in between and, where asked to, loses or changes characters. It follows from its seed alone.
import { createSeededEntropy } from "../memory/entropy.ts";
import type { Terminal } from "./double.ts";

export type Hostility = {
  readonly seed: string;
  /** Breaks lines after so many columns; 0 leaves them. */
  readonly columns: number;
  readonly echo: boolean;
  readonly colors: boolean;
  /** Lines that nobody framed, as a warning or a print of the program's own. */
  readonly strangers: boolean;
  /** One character in so many is lost or changed; 0: none. */
  readonly damage: number;
  /** Longest piece that arrives at once. */
  readonly piece: number;
};

const SEQUENCES = [
  "\u001b[0m",
  "\u001b[38;5;196m",
  "\u001b[2K\u001b[1G",
  "\u001b]0;node\u0007",
  "\u001b[?25l",
  "\r",
  "\u001b(B",
  "\u001b]8;;https://x\u001b\\",
];
const STRANGERS = ["(node:7) Warning: something\r\n", "~", "~<e0", ";;;\n", "naïve 🧠 line\r\n", "~>zz.AAAA.00000000;\n", "$ "];

export function createHostileTerminal(how: Hostility): Terminal {
  const draw = createSeededEntropy(how.seed).at(0);
  const pick = <T>(among: readonly T[]): T => among[Math.floor(draw() * among.length)] as T;
  let column = 0;

  function shown(text: string): string {
    let out = "";
    for (const character of text) {
      if (how.damage > 0 && draw() * how.damage < 1) {
        if (draw() < 0.5) out += "x";
        continue;
      }
      if (character === "\n") {
        out += "\r\n";
        column = 0;
        continue;
      }
      if (how.columns > 0 && column === how.columns) {
        out += "\r\n";
        column = 0;
      }
      if (how.colors && draw() < 0.02) out += pick(SEQUENCES);
      out += character;
      column += 1;
    }
    return out;
  }
  function pieces(text: string): readonly string[] {
    const cut: string[] = [];
    for (let at = 0; at < text.length;) {
      const length = 1 + Math.floor(draw() * how.piece);
      cut.push(text.slice(at, at + length));
      at += length;
    }
    return cut;
  }
  const stranger = (): string => (how.strangers && draw() < 0.2 ? pick(STRANGERS) : "");
  return {
    output: (text) => pieces(stranger() + shown(text) + stranger()),
    input: (text) => ({ sent: pieces(how.damage > 0 ? shown(text) : text), echo: how.echo ? pieces(shown(text)) : [] }),
  };
}
