// An instant as people say it, with the exact time in reach.
import type { JSX } from "preact";
import { ago, clock, inFull } from "./model/ago.ts";
import type { TraceModel } from "./model/trace-model.ts";

type Props = { readonly trace: TraceModel; readonly at: number; readonly absolute?: boolean };

export function Ago({ trace, at, absolute = false }: Props): JSX.Element {
  const now = trace.now.value;
  return (
    <time class="tr-ago" dateTime={new Date(at).toISOString()} title={inFull(at)}>
      {ago(at, now)}
      {absolute ? <small>{clock(at, now)}</small> : null}
    </time>
  );
}
