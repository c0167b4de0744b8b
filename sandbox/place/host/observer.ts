// What the host can see and the wire cannot: entries, steps starting, memoized steps. A middleware of the SDK's own kind,
// added by the bootstrap; the learner's file does not know. It changes nothing but tidying the stacks of errors.
import type { Middleware } from "inngest";
import type { ContextKeeper } from "../context.ts";
import type { HostNote } from "../ports.ts";
import type { SourceMap } from "../stack.ts";

export type Watch = {
  note(note: HostNote): void;
  /** Resolves when the step may start. */
  beforeStep(step: { readonly callId: string; readonly stepId: string; readonly hashedId: string }): Promise<void>;
  readonly keeper: ContextKeeper;
  readonly sources: SourceMap;
};

/** What the host passes to the SDK in place of a Request; the middleware finds the call in it. */
export type LabRequest = { readonly callId: string | undefined };

/** Makes the middleware class on the base class of the package that the learner imports. */
export function createObserver(Base: typeof Middleware.BaseMiddleware, watch: Watch): Middleware.Class {
  // One instance per request (the SDK's rule), so a call's id can live in a field.
  return class Observer extends Base {
    readonly id = "lab:observer";
    #callId = "";

    override wrapRequest({ next, requestArgs }: Middleware.WrapRequestArgs): Promise<Middleware.Response> {
      this.#callId = (requestArgs[0] as LabRequest | undefined)?.callId ?? "";
      return next();
    }

    override async wrapFunctionHandler({ next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
      if (this.#callId) watch.note({ type: "handler.entered", callId: this.#callId });
      try {
        return await watch.keeper.run(this.#callId ? { callId: this.#callId } : {}, next);
      } catch (error) {
        throw watch.sources.tidy(error);
      }
    }

    override transformStepInput(arg: Middleware.TransformStepInputArgs): Middleware.TransformStepInputArgs {
      const { hashedId, memoized } = arg.stepInfo;
      if (memoized && this.#callId) watch.note({ type: "step.memo", callId: this.#callId, stepId: arg.stepOptions.id, hashedId });
      return arg;
    }

    override async onStepStart({ stepInfo }: Middleware.OnStepStartArgs): Promise<void> {
      const step = { callId: this.#callId, stepId: stepInfo.options.id, hashedId: stepInfo.hashedId };
      await watch.keeper.bind(watch.beforeStep(step));
      watch.note({ type: "step.started", ...step });
    }

    override async wrapStepHandler({ next, stepInfo }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
      const context = { callId: this.#callId, stepId: stepInfo.options.id };
      try {
        return await watch.keeper.run(context, next);
      } catch (error) {
        throw watch.sources.tidy(error);
      } finally {
        watch.keeper.leaveStep();
      }
    }
  };
}
