// How much of a lab has come: the texts that the page fetches, by bytes, and the engine, which the browser loads whole.
import type { Loading } from "../../session/open.ts";

export interface Loads {
  /** One more text of so many bytes. Returns what is told of those that have come. */
  of(bytes: number): (came: number) => void;
  engine(): void;
}

export function createLoads(tell: (now: Loading) => void): Loads {
  let now: Loading = { loaded: 0, total: 0, engine: false };
  const set = (part: Partial<Loading>): void => tell((now = { ...now, ...part }));
  return {
    of(bytes) {
      set({ total: now.total + bytes });
      return (came) => set({ loaded: now.loaded + came });
    },
    engine: () => now.engine || set({ engine: true }),
  };
}

/** The text of an answer; each piece is told when it comes, by its bytes. */
export async function receive(response: Response, came: (bytes: number) => void): Promise<string> {
  if (response.body === null) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    came(value.byteLength);
    text += decoder.decode(value, { stream: true });
  }
}
