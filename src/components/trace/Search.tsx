// A search field that asks when the typing rests. `/` leads to it, Escape empties it.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./Search.css";

type Props = { readonly value: string; readonly label: string; readonly hint: string; readonly onSearch: (text: string) => void };

const REST = 250;

export function Search({ value, label, hint, onSearch }: Props): JSX.Element {
  const text = useSignal(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(value);
  useEffect(() => {
    // The address has changed by something else than typing here.
    if (value !== asked.current) text.value = asked.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (next: string): void => {
    asked.current = next;
    onSearch(next);
  };
  const type = (next: string): void => {
    text.value = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(next), REST);
  };
  return (
    <label class="tr-search">
      <span class="tr-hidden">{label}</span>
      <input
        type="search"
        data-search=""
        value={text.value}
        placeholder={`${label} ${hint}`}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text.value !== "") {
            event.preventDefault();
            event.stopPropagation();
            clearTimeout(timer.current);
            text.value = "";
            search("");
          }
          if (event.key === "Enter") {
            clearTimeout(timer.current);
            search(text.value);
          }
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
