// JSON to read: colored, cut to size with all of it in reach, copied by one press.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Json } from "../../../sandbox/log/json.ts";
import { Tokens } from "../lab/Tokens.tsx";
import { jsonLines } from "./model/json-colors.ts";
import { cut, pretty } from "./model/json-text.ts";
import "./JsonView.css";

type Props = { readonly json: Json | undefined; readonly label: string; readonly lines?: number };

export function JsonView({ json, label, lines = 28 }: Props): JSX.Element {
  const whole = useSignal(false);
  const copied = useSignal(false);
  const text = pretty(json);
  const part = cut(text, lines);
  const shown = whole.value ? text : part.text;
  const rows = useMemo(() => jsonLines(shown), [shown]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text).catch(() => undefined);
    copied.value = true;
  };
  return (
    <div class="tr-json">
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>
          {rows.map((line, index) => (
            <Tokens key={index} of={line} />
          ))}
        </code>
      </pre>
      <p class="tr-json-foot">
        {part.size === undefined ? null : (
          <button type="button" data-quiet="" aria-expanded={whole.value} onClick={() => (whole.value = !whole.value)}>
            {whole.value ? "Show less" : `Show all (${part.size})`}
          </button>
        )}
        <button type="button" data-quiet="" onClick={() => void copy()}>
          {copied.value ? "Copied" : "Copy"}
        </button>
      </p>
    </div>
  );
}
