// Tells a terminal's own characters from what was written: line ends, other control characters, and escape sequences (colors,
// cursor moves, window titles), one character at a time, so that it does not matter where a sequence is cut.

type State = "plain" | "escape" | "control" | "command" | "command-escape";

/** Longest window title that is waited for; what is longer is none. */
const MOST_COMMAND = 256;

/** Returns a filter: true for characters that are not the terminal's. */
export function createEscapeFilter(): (character: string) => boolean {
  let state: State = "plain";
  let length = 0;
  return (character) => {
    // After a lone escape comes what was written: no sequence of two characters ends in a tilde.
    const written = state === "plain" || (state === "escape" && character === "~");
    length = state === "command" ? length + 1 : 0;
    state = length > MOST_COMMAND ? "plain" : next(state, character);
    return written && character > " " && character < "\u007f";
  };
}

function next(state: State, character: string): State {
  if (character === "\u001b") return state === "command" ? "command-escape" : "escape";
  switch (state) {
    case "plain":
      return "plain";
    case "escape":
      if (character === "[") return "control";
      if (character === "]") return "command";
      return character >= " " && character <= "/" ? "escape" : "plain";
    case "control":
      return character >= "@" && character <= "~" ? "plain" : "control";
    case "command":
      return character === "\u0007" ? "plain" : "command";
    case "command-escape":
      return "plain";
  }
}
