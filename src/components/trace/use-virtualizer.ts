// `@tanstack/virtual-core` for Preact: a list that scrolls within its box and draws again when other rows come into sight.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualizerOptions } from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

type List = Virtualizer<HTMLElement, HTMLElement>;
type All = VirtualizerOptions<HTMLElement, HTMLElement>;
type Options = Omit<All, "observeElementRect" | "observeElementOffset" | "scrollToFn" | "onChange">;

/** Takes its options anew at each drawing. Rows are as high as `estimateSize` says: they are not measured. */
export function useVirtualizer(options: Options): List {
  const [, drawAgain] = useReducer((times: number) => times + 1, 0);
  const all: All = {
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    ...options,
    onChange: () => drawAgain(undefined),
  };
  const ref = useRef<List | undefined>(undefined);
  const list = (ref.current ??= new Virtualizer(all));
  list.setOptions(all);
  useLayoutEffect(() => list._didMount(), []);
  useLayoutEffect(() => list._willUpdate());
  return list;
}
