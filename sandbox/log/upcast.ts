// Versions of the log: older logs are brought up to date, newer ones are refused with a way out.
import { LOG_VERSION, type Fact } from "./facts.ts";

export class LogTooNew extends Error {
  readonly code = "log-too-new";
  readonly version: number;
  constructor(version: number) {
    super(
      `This log is of version ${version}; this engine reads up to ${LOG_VERSION}. Export it for a newer engine, or reset to start afresh.`,
    );
    this.name = "LogTooNew";
    this.version = version;
  }
}

/** Refuses a log whose first fact says that a newer engine began it. An empty log is fine. */
export function checkVersion(first: Fact | undefined): void {
  if (first?.type === "engine.started" && first.logVersion > LOG_VERSION) throw new LogTooNew(first.logVersion);
}
