// Chat and mail: messages to people. Both honor an idempotency key and can be switched off by a fault.
import { createPostLog } from "./keyed-post.ts";
import type { Posting } from "./keyed-post.ts";
import { reading, refusal, tableIfAny } from "./service.ts";
import type { Service } from "./service.ts";

type Channel = {
  readonly host: string;
  readonly path: string;
  readonly posting: Posting;
  readonly latencyMs: number;
  readonly downFault: string;
  readonly table: string;
};

function createMessages(channel: Channel): Service {
  const log = createPostLog(channel.posting);
  return {
    host: channel.host,
    plan(call) {
      if (call.method !== "POST") return reading(channel.table, channel.latencyMs);
      return { kind: channel.posting.kind, label: channel.posting.label(call.body), effect: true, latencyMs: channel.latencyMs };
    },
    perform(call, at) {
      if (call.method !== "POST" || call.path.join("/") !== channel.path) return refusal(404, `Nothing here. POST to /${channel.path}.`);
      if (at.faults.includes(channel.downFault)) return refusal(503, `${channel.host} is down. Try again later.`);
      return log.post(call, at);
    },
    restore: log.restore,
    reset: log.reset,
    tables: () =>
      tableIfAny(
        channel.table,
        log.done.map((effect) => ({
          id: effect.detail.id ?? null,
          to: effect.detail.to ?? effect.detail.channel ?? null,
          text: effect.detail.text ?? null,
          key: effect.key ?? null,
        })),
        ["id", "to", "text", "key"],
      ),
  };
}

/** `POST https://chat.world/messages` with `{ channel, text, … }`; further fields are kept, so that a message can carry a request. */
export const createChat = (): Service =>
  createMessages({
    host: "chat.world",
    path: "messages",
    posting: { kind: "slack.posted", prefix: "msg", label: () => "message" },
    latencyMs: 500,
    downFault: "chat-down",
    table: "messages",
  });

/** `POST https://mail.world/mails` with `{ to, text }`. */
export const createMail = (): Service =>
  createMessages({
    host: "mail.world",
    path: "mails",
    posting: { kind: "mail.sent", prefix: "mail", label: () => "mail" },
    latencyMs: 400,
    downFault: "mail-down",
    table: "mails",
  });
