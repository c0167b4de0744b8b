// After the last act: what the reader has shown, and where to go from here.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import type { EndingLine } from "./model/ending.ts";
import "./Ending.css";

type Props = {
  readonly lab: Pick<LabModel, "first"> & { readonly press: Pick<LabModel["press"], "enterAct"> };
  readonly lines: readonly EndingLine[];
};

export function Ending({ lab, lines }: Props): JSX.Element {
  const { next } = lab.first;
  return (
    <section class="lab-ending" aria-label="What you have shown">
      <h3>What you have shown</h3>
      <ol>
        {lines.map((line) => (
          <Line key={line.act} lab={lab} line={line} />
        ))}
      </ol>
      <p>
        {next === undefined ? (
          <a href="/#start">All lessons that are open</a>
        ) : (
          <>
            Next lesson: <a href={next.path}>{next.label}</a>
          </>
        )}
      </p>
    </section>
  );
}

function Line({ lab, line }: Pick<Props, "lab"> & { readonly line: EndingLine }): JSX.Element {
  if (line.shown !== undefined) return <li data-state="shown">{line.shown}</li>;
  return (
    <li data-state="open">
      Not shown yet.{" "}
      <button type="button" class="lab-link" onClick={() => void lab.press.enterAct(line.act - 1)}>
        Act {line.act}: {line.title}
      </button>
    </li>
  );
}
