// The learner writes `new Inngest({ id })` and nothing more: this subclass adds where the engine is and who observes.
// The package itself stays unmodified; every other export is passed through as it is.
import type * as InngestPackage from "inngest";
import type { ClientOptions, Inngest, Middleware } from "inngest";
import type { LearnerConsole } from "./learner-console.ts";

type Package = typeof InngestPackage;

export type ClientParts = {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly observer: Middleware.Class;
  readonly logger: LearnerConsole;
  /** Told of every client that the learner's files make. */
  made(client: Inngest.Any): void;
};

/** The package's namespace with `Inngest` replaced by the lab's subclass. */
export function labPackage(inngest: Package, parts: ClientParts): object {
  class LabInngest extends inngest.Inngest<ClientOptions> {
    constructor(options: ClientOptions) {
      super({
        ...options,
        isDev: true,
        baseUrl: parts.baseUrl,
        fetch: parts.fetch,
        middleware: [parts.observer, ...(options.middleware ?? [])],
        logger: options.logger ?? parts.logger,
        internalLogger: quiet,
        checkpointing: lifted(options.checkpointing ?? true),
        aiMetadata: false,
      });
      const create = this.createFunction;
      // A function's own setting wins over the client's, so it needs the same lift.
      const createLifted = (own: { checkpointing?: Checkpointing }, handler: never): unknown =>
        create((own.checkpointing === undefined ? own : { ...own, checkpointing: lifted(own.checkpointing) }) as never, handler);
      this.createFunction = createLifted as unknown as typeof create;
      parts.made(this);
    }
  }
  return { ...inngest, Inngest: LabInngest };
}

type Checkpointing = NonNullable<ClientOptions["checkpointing"]>;

// A hold of a minute must add no handler entry, so the SDK's `maxRuntime` (10 s by default) is lifted: 0 starts no timer.
function lifted(setting: Checkpointing): Checkpointing {
  if (setting === false) return false;
  return setting === true ? { maxRuntime: 0 } : { ...setting, maxRuntime: 0 };
}

const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
