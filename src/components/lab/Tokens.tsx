// One line of code in its colors.
import type { JSX } from "preact";
import type { Line } from "./model/code-tokens.ts";
import "./Tokens.css";

export function Tokens({ of }: { readonly of: Line }): JSX.Element {
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
