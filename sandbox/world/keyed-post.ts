// What payments, chat and mail have in common: a POST that does something outside, at most once for each idempotency key.
// A key seen before gets the first answer again and a suppressed effect: asked twice, done once.
// Without a key every request is done, which is how a message goes out twice after a lost acknowledgement (L5).
import type { Json, JsonObject } from "../log/json.ts";
import type { WorldEffect } from "./door.ts";
import { answer, refusal, sameText } from "./service.ts";
import type { Moment, ServiceCall, ServiceOutcome } from "./service.ts";

export type Posting = {
  /** Kind of the effect, e.g. `slack.posted`. */
  readonly kind: string;
  /** Prefix of the ids it gives: `msg` makes `msg_1`. */
  readonly prefix: string;
  readonly label: (body: JsonObject) => string;
  /** What else the effect should tell, from the state before it. */
  readonly detail?: (body: JsonObject) => JsonObject;
};

export type PostLog = {
  readonly done: readonly WorldEffect[];
  post(call: ServiceCall, at: Moment): ServiceOutcome;
  restore(effect: WorldEffect): void;
  reset(): void;
};

export function createPostLog(posting: Posting): PostLog {
  const done: WorldEffect[] = [];
  const byKey = new Map<string, WorldEffect>();

  function take(effect: WorldEffect): void {
    done.push(effect);
    if (effect.key !== undefined) byKey.set(effect.key, effect);
  }

  function repeat(first: WorldEffect, call: ServiceCall): ServiceOutcome {
    // As payment providers do: a key stands for one request, so another body under it is the caller's mistake.
    if (sameText(bodyOf(first)) !== sameText(call.body)) {
      return refusal(400, `The key ${first.key ?? ""} was used before with another request. Make a new key for a new request.`);
    }
    return answer(200, replyOf(first), { effects: [{ ...first, suppressed: true }] });
  }

  return {
    done,
    post(call, at) {
      const first = call.key === undefined ? undefined : byKey.get(call.key);
      if (first) return repeat(first, call);
      const effect: WorldEffect = {
        kind: posting.kind,
        label: posting.label(call.body),
        ...(call.key !== undefined && { key: call.key }),
        suppressed: false,
        detail: { ...call.body, ...posting.detail?.(call.body), id: `${posting.prefix}_${done.length + 1}`, at: at.now, body: call.body },
      };
      take(effect);
      return answer(200, replyOf(effect), { effects: [effect] });
    },
    restore(effect) {
      if (effect.kind === posting.kind && !effect.suppressed) take(effect);
    },
    reset() {
      done.length = 0;
      byKey.clear();
    },
  };
}

function bodyOf(effect: WorldEffect): Json {
  return effect.detail.body ?? {};
}

function replyOf(effect: WorldEffect): JsonObject {
  const { body: _body, at: _at, ...told } = effect.detail;
  return told;
}
