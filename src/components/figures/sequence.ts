// A figure of messages: who says what to whom, in order. Pure: messages in, rows with places out. The nerve shows a run; this
// shows what travels between the engine, the host that holds the code, and the world outside.

export const LANES = ["engine", "host", "world"] as const;
export type Lane = (typeof LANES)[number];

export type Message =
  /** Sent from one lane to another; `lost` when it never arrives. */
  | { readonly from: Lane; readonly to: Lane; readonly says: string; readonly lost?: boolean }
  /** Something that happens in one lane: work, a host that dies (`crash`) or comes back (`back`). */
  | { readonly at: Lane; readonly says: string; readonly is?: "crash" | "back" };

export type Row = {
  readonly says: string;
  readonly kind: "right" | "left" | "at" | "crash" | "back";
  readonly lost: boolean;
  /** Lanes that the row reaches, counted from 0, the left one first. */
  readonly first: number;
  readonly last: number;
  /** Whether the host is alive while this happens; a crash is the moment at which it ends. */
  readonly alive: boolean;
  /** For those who cannot see where it stands. */
  readonly spoken: string;
};

/** Lanes that some message touches, in their one order. */
export const lanesOf = (messages: readonly Message[]): readonly Lane[] =>
  LANES.filter((lane) =>
    messages.some((message) => ("at" in message ? message.at === lane : message.from === lane || message.to === lane)),
  );

export function rowsOf(messages: readonly Message[]): readonly Row[] {
  for (const [index, message] of messages.entries()) complete(message, index + 1);
  const lanes = lanesOf(messages);
  let alive = true;
  return messages.map((message) => {
    if ("at" in message && message.is === "back") alive = true;
    const row = rowOf(message, lanes, alive);
    if (row.kind === "crash") alive = false;
    return row;
  });
}

/** Throws for a message that no compiler has seen: pages are MDX. */
function complete(message: Partial<Record<"at" | "from" | "to" | "says", unknown>>, number: number): void {
  const places = "at" in message ? [message.at] : [message.from, message.to];
  if (typeof message.says === "string" && places.every((place) => LANES.some((lane) => lane === place))) return;
  throw new Error(`Message ${number} needs says, and either at, or from and to. Places are: ${LANES.join(", ")}.`);
}

function rowOf(message: Message, lanes: readonly Lane[], alive: boolean): Row {
  const { says } = message;
  const spoken = `${spokenPlace(message)}: ${says}`;
  if ("at" in message) {
    const at = lanes.indexOf(message.at);
    return { says, kind: message.is ?? "at", lost: false, first: at, last: at, alive, spoken };
  }
  const [from, to] = [lanes.indexOf(message.from), lanes.indexOf(message.to)];
  const kind = from < to ? "right" : "left";
  return { says, kind, lost: message.lost === true, first: Math.min(from, to), last: Math.max(from, to), alive, spoken };
}

const spokenPlace = (message: Message): string =>
  "at" in message ? message.at : `${message.from} to ${message.to}${message.lost === true ? ", lost" : ""}`;

/** The whole figure as sentences, one a message. */
export const sequenceInWords = (messages: readonly Message[]): readonly string[] => rowsOf(messages).map(({ spoken }) => spoken);
