// A link to a view of the trace: a real address, followed without loading the page again.
import type { ComponentChildren, JSX } from "preact";
import { addressOf, type Route } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";

type Props = {
  readonly trace: TraceModel;
  readonly to: Route;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly current?: boolean;
  readonly title?: string;
};

export function Link({ trace, to, children, class: name, current, title }: Props): JSX.Element {
  return (
    <a href={addressOf(to)} class={name} title={title} aria-current={current === true ? "page" : undefined} onClick={follows(trace, to)}>
      {children}
    </a>
  );
}

/** A plain click is ours; one that asks for a new tab is the browser's. */
export function follows(trace: TraceModel, to: Route): (event: JSX.TargetedMouseEvent<HTMLAnchorElement>) => void {
  return (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    trace.go(to);
  };
}
