// Two sides of a message port that ask each other things. Every pair of parts that live in different threads
// (page, engine worker, host worker, database worker) speaks through one link; nothing else posts messages.
// Each answer arrives as a macrotask of its own, on which the host's context keeper relies.

/** What one side offers: named calls with structured-cloneable arguments and results. */
export type Calls = { readonly [name: string]: (...args: never[]) => unknown };

/** The part of a MessagePort that a link needs. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

type Answer<T> = Promise<Awaited<T>>;

export interface Link<Theirs extends Calls> {
  /** Asks and waits. Rejects with the other side's error (its name, message and code), or when the link is closed. */
  ask<Name extends keyof Theirs & string>(name: Name, ...args: Parameters<Theirs[Name]>): Answer<ReturnType<Theirs[Name]>>;
  /** Like `ask`, and hands things over with it. */
  askWith<Name extends keyof Theirs & string>(
    name: Name,
    transfer: Transferable[],
    ...args: Parameters<Theirs[Name]>
  ): Answer<ReturnType<Theirs[Name]>>;
  /** Says something that needs no answer. */
  tell<Name extends keyof Theirs & string>(name: Name, ...args: Parameters<Theirs[Name]>): void;
  /** Like `tell`, and hands things over with it. */
  tellWith<Name extends keyof Theirs & string>(name: Name, transfer: Transferable[], ...args: Parameters<Theirs[Name]>): void;
  /** Hears nothing any more and leaves open questions open for ever, as a death on the other side does. */
  abandon(): void;
  /** Rejects every open question with `why` and hears nothing any more. */
  close(why: Error): void;
}

/** An error as it crosses a link. Compare `code`, not class. */
type CarriedError = { readonly name: string; readonly message: string; readonly stack?: string; readonly code?: string };

type Message =
  | { readonly type: "ask"; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: "tell"; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "refusal"; readonly id: number; readonly error: CarriedError };

export class LinkClosed extends Error {
  readonly code = "link-closed";
  constructor(who: string) {
    super(`The ${who} is gone, so this question gets no answer.`);
    this.name = "LinkClosed";
  }
}

/** Opens this side of `port`; `offers` is what the other side may call. */
export function openLink<Theirs extends Calls>(port: Port, offers: Calls): Link<Theirs> {
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let count = 0;
  let closed: Error | undefined;

  const perform = async (message: Message & { type: "ask" | "tell" }): Promise<unknown> => {
    const offer = Object.hasOwn(offers, message.name) ? offers[message.name] : undefined;
    if (!offer) throw new Error(`Nobody here answers "${message.name}". Both sides of a link must come from the same build.`);
    return offer(...(message.args as never[]));
  };
  const settle = (message: Message & { type: "answer" | "refusal" }): void => {
    const question = open.get(message.id);
    open.delete(message.id);
    if (message.type === "answer") question?.resolve(message.value);
    else question?.reject(revive(message.error));
  };

  port.onmessage = (event) => {
    const message = event.data as Message;
    if (closed) return;
    switch (message.type) {
      case "answer":
      case "refusal":
        return settle(message);
      case "tell":
        return void perform(message);
      case "ask":
        return void perform(message).then(
          (value) => closed ?? port.postMessage({ type: "answer", id: message.id, value } satisfies Message),
          (error: unknown) => closed ?? port.postMessage({ type: "refusal", id: message.id, error: carry(error) } satisfies Message),
        );
    }
  };

  const ask: Link<Theirs>["askWith"] = (name, transfer, ...args) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(closed);
      const id = ++count;
      open.set(id, { resolve: resolve as (value: unknown) => void, reject });
      port.postMessage({ type: "ask", id, name, args } satisfies Message, transfer);
    });
  const tell: Link<Theirs>["tellWith"] = (name, transfer, ...args) =>
    closed ?? port.postMessage({ type: "tell", name, args } satisfies Message, transfer);

  function silence(why: Error): boolean {
    if (closed) return false;
    closed = why;
    port.onmessage = null;
    port.close();
    return true;
  }

  return {
    ask: (name, ...args) => ask(name, [], ...args),
    askWith: ask,
    tell: (name, ...args) => tell(name, [], ...args),
    tellWith: tell,
    abandon: () => silence(new LinkClosed("other side")),
    close: (why) => {
      if (!silence(why)) return;
      for (const question of open.values()) question.reject(why);
      open.clear();
    },
  };
}

function carry(error: unknown): CarriedError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(typeof code === "string" ? { code } : {}),
  };
}

function revive(carried: CarriedError): Error {
  const error = new Error(carried.message);
  return Object.assign(error, carried);
}
