// Parts of the frame that nobody sees before a lab has been touched: loaded with the lab's content, so that they are there when they
// are needed, also without a network, and not before.
import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

export type Later<Props> = ((props: Props) => JSX.Element | null) & { readonly load: () => Promise<void> };

/** Draws nothing until the part is there. */
export function later<Props extends object>(from: () => Promise<ComponentType<Props>>): Later<Props> {
  let Part: ComponentType<Props> | undefined;
  const load = async (): Promise<void> => {
    Part ??= await from();
  };
  const Waiting = (props: Props): JSX.Element | null => {
    const [, drawAgain] = useState(false);
    useEffect(() => {
      if (Part === undefined) void load().then(() => drawAgain(true));
    }, []);
    return Part === undefined ? null : <Part {...props} />;
  };
  return Object.assign(Waiting, { load });
}
