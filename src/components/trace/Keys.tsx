// Every key that does something, in a dialog of the platform's own.
import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./Keys.css";

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["/"], "to the search"],
  [["↓", "j"], "next row"],
  [["↑", "k"], "row before"],
  [["Page Down", "Page Up"], "a screen further, back"],
  [["Home", "End"], "first row, last loaded row"],
  [["Enter"], "open the row; on a mark, show its fact"],
  [["←", "→"], "along the timeline's marks, or the tabs"],
  [["Esc"], "back"],
  [["?"], "these keys"],
];

export function Keys({ open }: { readonly open: Signal<boolean> }): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open.value && box.current?.open === false) box.current.showModal();
  }, [open.value]);
  return (
    <dialog class="tr-dialog" ref={box} aria-labelledby="keys-title" onClose={() => (open.value = false)}>
      <h2 id="keys-title">Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="tr-tool">
          Close
        </button>
      </form>
    </dialog>
  );
}
