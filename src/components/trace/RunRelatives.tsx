// The run's relatives: whom it invoked, and the other runs of the same event.
import type { JSX } from "preact";
import { Ago } from "./Ago.tsx";
import { Link } from "./Link.tsx";
import { toFunction, toRun } from "./model/routes.ts";
import type { RunModel } from "./model/run-model.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Status } from "./Status.tsx";
import "./RunRelatives.css";

export function Relatives({ trace, run }: { readonly trace: TraceModel; readonly run: RunModel }): JSX.Element | null {
  const { children } = run.relatives.value;
  const siblings = run.siblings.value;
  if (children.length === 0 && siblings.length === 0) return null;
  return (
    <div class="tr-relatives">
      {children.length === 0 ? null : (
        <div>
          <h2>Invoked by this run</h2>
          <ul>
            {children.map((child) => (
              <li key={child.stepId}>
                <b>{child.stepId}</b>{" "}
                {child.runId === undefined ? (
                  <>
                    waits for{" "}
                    <Link trace={trace} to={toFunction(child.target)}>
                      {child.target}
                    </Link>
                  </>
                ) : (
                  <Link trace={trace} to={toRun(child.runId)}>
                    {child.target} <code>{child.runId}</code>
                  </Link>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {siblings.length === 0 ? null : (
        <div>
          <h2>Other runs of this event</h2>
          <ul>
            {siblings.map((row) => (
              <li key={row.runId}>
                <Status status={row.status} />{" "}
                <Link trace={trace} to={toRun(row.runId)}>
                  {row.fn} <code>{row.runId}</code>
                </Link>{" "}
                {row.cause === "rerun" ? "a rerun, " : ""}
                <Ago trace={trace} at={row.createdAt} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
