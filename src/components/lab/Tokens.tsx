// One line of code in its colors.
import type { JSX } from "preact";
import type { highlighted } from "./model/highlight.ts";

export function Tokens({ of }: { readonly of: ReturnType<typeof highlighted>[number] }): JSX.Element {
  return (
    <>
      {of.map((token, at) =>
        token.kind === "plain" ? (
          token.text
        ) : (
          <span key={at} class={`k-${token.kind}`}>
            {token.text}
          </span>
        ),
      )}
      {"\n"}
    </>
  );
}
