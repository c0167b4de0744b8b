// Hosts inside this process: the same bootstrap and SDK as in a worker, without its walls. A killed host gets no answer any more
// and reaches nothing outside; only code that runs away cannot be stopped here, which is the worker place's business.
import * as inngest from "inngest";
import { serve } from "inngest/edge";
import { createHost, type Host } from "../../place/host/host.ts";
import { runTransform } from "../../place/host/transform.ts";
import { HostDied, type HostApi, type HostPort, type HostUp } from "../../place/ports.ts";
import type { Files } from "../../session/lab-session.ts";
import { createAlsKeeper } from "./als-keeper.ts";
import { createModuleTexts } from "./module-texts.ts";

export type InProcessOptions = {
  readonly imports: readonly string[];
  /** The stream of chance for the host of this number. */
  chance(host: number): () => number;
  /** Loads a package other than `inngest` for the lab's files. */
  package(name: string): Promise<object>;
};

type Living = {
  readonly number: number;
  readonly host: Host;
  readonly die: (error: HostDied) => void;
  readonly death: Promise<never>;
  end(): void;
};

export function createInProcessHosts(controller: HostApi, options: InProcessOptions): HostPort {
  let serving: Living | undefined;
  const wings = new Map<number, { readonly living: Living; readonly up: HostUp }>();

  async function boot(number: number, files: Files): Promise<{ living: Living; up: HostUp }> {
    const texts = createModuleTexts();
    const host = createHost({
      host: number,
      controller,
      keeper: createAlsKeeper({ now: () => controller.now(), draw: options.chance(number) }),
      imports: options.imports,
      package: options.package,
      inngest,
      serve,
      toUrl: texts.toUrl,
      importModule: texts.importModule,
    });
    let die: (error: HostDied) => void = () => {};
    const death = new Promise<never>((_, reject) => (die = reject));
    death.catch(() => undefined);
    const end = (): void => {
      host.dispose();
      texts.forget();
    };
    return { living: { number, host, die, death, end }, up: await host.boot(files) };
  }

  function bury(living: Living | undefined): void {
    living?.die(new HostDied(living.number));
    living?.end();
  }

  return {
    async prepare(number, files) {
      const prepared = await boot(number, files);
      if (prepared.up.ok) wings.set(number, prepared);
      else bury(prepared.living);
      return prepared.up;
    },
    async start(number, files) {
      bury(serving);
      serving = undefined;
      const { living, up } = wings.get(number) ?? (await boot(number, files));
      for (const [other, waiting] of wings) if (other !== number) bury(waiting.living);
      wings.clear();
      if (up.ok) serving = living;
      else bury(living);
      return up;
    },
    kill() {
      bury(serving);
      serving = undefined;
    },
    transform(task) {
      const texts = createModuleTexts();
      const keeper = createAlsKeeper({ now: () => controller.now(), draw: options.chance(0) });
      return keeper.run({}, () => runTransform(task, texts)).finally(() => texts.forget());
    },
    call(request, callId) {
      if (serving === undefined) return Promise.reject(new HostDied(0));
      return Promise.race([serving.host.call(request, callId), serving.death]);
    },
  };
}
