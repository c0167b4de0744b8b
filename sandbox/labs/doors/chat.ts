// Messages to the reviewer. The service honors a key:
// a second message with the same key is not posted.
import type { Draft } from "./db.ts";

export const chat = {
  async post(draft: Draft, key?: string) {
    const headers = key ? { "idempotency-key": key } : {};
    const answer = await fetch(
      "https://chat.world/messages",
      {
        method: "POST",
        headers: headers as Record<string, string>,
        body: JSON.stringify({
          channel: "reviewers",
          text: `Please review ${draft.id}.`,
        }),
      },
    );
    if (!answer.ok) {
      throw new Error(`chat.world: ${answer.status}`);
    }
  },
};
