// What a run is doing, in the figure language: a shape and a word, so that no color is needed to tell them apart.
import type { ComponentChildren, JSX } from "preact";
import type { RunStatus } from "../../../sandbox/adapters/node/reads.ts";
import "./Status.css";

export function Status({ status }: { readonly status: RunStatus }): JSX.Element {
  return (
    <span class="tr-status" data-status={status}>
      <Glyph status={status} />
      {status}
    </span>
  );
}

export function Glyph({ status }: { readonly status: RunStatus }): JSX.Element {
  return (
    <svg class="tr-glyph" data-status={status} width="30" height="14" viewBox="0 0 30 14" aria-hidden="true">
      <path class="tr-line" d={status === "cancelled" ? "M0 7h11M19 7h11" : "M0 7h30"} />
      {shapeOf(status)}
    </svg>
  );
}

const capsule = <rect class="tr-capsule" x="6" y="2" width="18" height="10" rx="5" />;

function shapeOf(status: RunStatus): ComponentChildren {
  switch (status) {
    case "queued":
      return <circle class="tr-capsule" cx="5" cy="7" r="3.4" />;
    case "running":
      return [capsule, <rect key="grow" class="tr-grow" x="8" y="4" width="9" height="6" rx="3" />];
    case "sleeping":
      return [<rect key="under" class="tr-under" x="5" y="3" width="20" height="8" />, hatch];
    case "waiting":
      return [<rect key="under" class="tr-under" x="5" y="3" width="25" height="8" />, hatch];
    case "retrying":
      return [
        <rect key="under" class="tr-under" x="14" y="3" width="16" height="8" />,
        <rect key="failed" class="tr-capsule" x="2" y="2" width="12" height="10" rx="5" />,
        <path key="hatch" class="tr-hatch" d="M17 11l4-8M21 11l4-8M25 11l4-8" />,
      ];
    case "completed":
      return [capsule, <path key="tick" class="tr-sign" d="M11.5 7.2l2.6 2.4 4.6-5" />];
    case "failed":
      return [capsule, <path key="cross" class="tr-sign" d="M12 4.2l6 5.6M18 4.2l-6 5.6" />];
    case "cancelled":
      return <path class="tr-sign" d="M13 1l4 4-4 4 4 4" />;
  }
}

const hatch = <path key="hatch" class="tr-hatch" d="M6 11l4-8M11 11l4-8M16 11l4-8M21 11l4-8" />;
