// Light or dark: as the system says until somebody chooses. `theme.js` sets it before the first paint.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

type Choice = "auto" | "light" | "dark";
const KEY = "trace.theme";
const NEXT: Readonly<Record<Choice, Choice>> = { auto: "light", light: "dark", dark: "auto" };
const SAYS: Readonly<Record<Choice, string>> = { auto: "Auto", light: "Light", dark: "Dark" };

export function Theme(): JSX.Element {
  const choice = useSignal<Choice>(kept());
  const press = (): void => {
    choice.value = NEXT[choice.value];
    try {
      if (choice.value === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice.value);
    } catch {
      // Storage may be closed to us: then the choice lasts as long as the page.
    }
    applyTheme(choice.value);
  };
  return (
    <button type="button" class="tr-tool" onClick={press} aria-label={`Theme: ${SAYS[choice.value]}`}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="6" class="tr-theme-ring" />
        <path d={choice.value === "auto" ? "M7 1a6 6 0 0 1 0 12z" : choice.value === "dark" ? "M7 1a6 6 0 1 0 0 12 6 6 0 0 0 0-12z" : ""} />
      </svg>
      <span class="tr-wide">{SAYS[choice.value]}</span>
    </button>
  );
}

function kept(): Choice {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === "light" || choice === "dark" ? choice : "auto";
  } catch {
    return "auto";
  }
}

function applyTheme(choice: Choice): void {
  const dark = choice === "dark" || (choice === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

/** Follows the system while nobody has chosen. */
export function followSystem(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applyTheme(kept()));
}
