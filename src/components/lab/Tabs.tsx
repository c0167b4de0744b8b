// Tabs by the ARIA pattern: one stop for Tab, arrow keys move and select.
import type { JSX } from "preact";
import "./Tabs.css";

export type TabItem = {
  readonly id: string;
  readonly label: string;
  readonly name?: string;
  readonly badge?: string;
  readonly done?: boolean;
};
type Props = {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly controls: string;
  readonly class?: string;
  readonly disabled?: boolean;
};

export function Tabs({ label, items, selected, onSelect, controls, disabled, class: extra }: Props): JSX.Element {
  const move = (event: JSX.TargetedKeyboardEvent<HTMLElement>): void => {
    const at = items.findIndex((item) => item.id === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const item = to === undefined ? undefined : items[(to + items.length) % items.length];
    if (item === undefined) return;
    event.preventDefault();
    onSelect(item.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${item.id}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} class={`lab-tabs ${extra ?? ""}`} onKeyDown={move}>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="tab"
          data-tab={item.id}
          aria-selected={item.id === selected}
          aria-controls={controls}
          tabIndex={item.id === selected ? 0 : -1}
          aria-label={item.name}
          data-done={item.done === true ? "" : undefined}
          disabled={disabled}
          onClick={() => onSelect(item.id)}
        >
          {item.label}
          {item.badge === undefined ? null : <small> {item.badge}</small>}
        </button>
      ))}
    </div>
  );
}
