// Form fields: each with its label, and what is wrong with it beside it.
import type { ComponentChildren, JSX } from "preact";
import type { Read } from "./model/json-text.ts";
import { readJson } from "./model/json-text.ts";
import "./fields.css";

type Labeled = { readonly id: string; readonly label: string; readonly hint?: string; readonly problem?: string | undefined };
type Props = Labeled & { readonly value: string; readonly onValue: (value: string) => void };

export function Field({ id, label, hint, problem, children }: Labeled & { readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="tr-field">
      <label for={id}>{label}</label>
      {children}
      {hint === undefined ? null : (
        <p class="tr-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="tr-wrong" id={`${id}-wrong`} role="alert">
        {problem ?? ""}
      </p>
    </div>
  );
}

const describedBy = (id: string, hint: string | undefined): string => (hint === undefined ? `${id}-wrong` : `${id}-hint ${id}-wrong`);

type TextProps = Props & { readonly list?: string; readonly type?: "text" | "url" | "datetime-local"; readonly placeholder?: string };

export function TextField({ value, onValue, list, type = "text", placeholder, ...rest }: TextProps): JSX.Element {
  return (
    <Field {...rest}>
      <input
        id={rest.id}
        type={type}
        list={list}
        value={value}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={rest.problem !== undefined}
        aria-describedby={describedBy(rest.id, rest.hint)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </Field>
  );
}

type JsonProps = Props & { readonly check: (text: string) => Read<unknown>; readonly rows?: number };

/** An editor for JSON: Tab leaves it, what is wrong is said while one types, and Format writes it readably. */
export function JsonField({ value, onValue, check, rows = 10, problem, ...rest }: JsonProps): JSX.Element {
  const read = check(value);
  const wrong = problem ?? (read.ok ? undefined : read.message);
  const format = (): void => {
    const json = readJson(value);
    if (json.ok) onValue(JSON.stringify(json.value, undefined, 2));
  };
  return (
    <Field {...rest} problem={wrong}>
      <textarea
        id={rest.id}
        rows={rows}
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy(rest.id, rest.hint)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <button type="button" class="tr-format" data-quiet="" onClick={format} aria-disabled={read.ok ? undefined : true}>
        Format
      </button>
    </Field>
  );
}
