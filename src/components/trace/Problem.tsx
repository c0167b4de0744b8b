// Something failed: what, and the press that tries again. It stands where the eye is and does not go away by itself.
import type { JSX } from "preact";
import "./Problem.css";

export function Problem({ text, again }: { readonly text: string | undefined; readonly again?: () => unknown }): JSX.Element {
  return (
    <div role="alert" class="tr-problem" data-empty={text === undefined ? "" : undefined}>
      {text === undefined ? null : (
        <>
          <p>{text}</p>
          {again === undefined ? null : (
            <button type="button" onClick={() => void again()}>
              Try again
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** Seen only where the answer takes a while. */
export function Waiting(): JSX.Element {
  return (
    <p class="lab-empty tr-waiting" role="status">
      The engine has not answered yet.
    </p>
  );
}
