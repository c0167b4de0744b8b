// The lines that a proposed change adds and takes away, before it is applied.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { CodeColors } from "./model/code-colors.ts";
import type { Line } from "./model/code-tokens.ts";
import { Tokens } from "./Tokens.tsx";
import "./Diff.css";

type Props = { readonly label: string; readonly diff: string; readonly colors: CodeColors };

export function Diff({ label, diff, colors }: Props): JSX.Element {
  useEffect(() => void colors.load(), []);
  return (
    <pre class="lab-diff" tabIndex={0} aria-label={`Difference: ${label}`}>
      <code>
        {colors.linesOfDiff(diff).map((line, index) => (
          <span key={index} class="lab-line" data-kind={kindOf(line)}>
            {kindOf(line) === "gap" ? "⋯\n" : <Tokens of={line} />}
          </span>
        ))}
      </code>
    </pre>
  );
}

const KINDS: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "gap" };

/** By the mark that the line begins with. */
function kindOf(line: Line): string {
  return KINDS[line[0]?.text[0] ?? ""] ?? "same";
}
