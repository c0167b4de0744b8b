// `Date` on the lab's clock. The SDK stamps events with it: a real clock ahead of the lab's would make the engine hold the run.

type DateScope = { Date: DateConstructor };
type Now = () => number;

/**
 * Replaces `scope.Date` by one that reads `now` where no time is given, and lets `Intl.DateTimeFormat` do the same. Every date's
 * `constructor` is the new one: libraries tell a date by it. Returns what puts the old ones back.
 */
export function installVirtualDate(scope: DateScope, now: () => number | undefined): () => void {
  const Real = scope.Date;
  const read: Now = () => Math.floor(now() ?? Real.now());
  const Virtual = virtualOf(Real, read);
  scope.Date = Virtual;
  const giveBack = [replaced(Real.prototype, "constructor", { value: Virtual }), ...formattingAt(read)];
  return () => {
    if (scope.Date !== Virtual) return;
    scope.Date = Real;
    for (const back of giveBack) back();
  };
}

function virtualOf(Real: DateConstructor, read: Now): DateConstructor {
  const Virtual: DateConstructor = new Proxy(Real, {
    construct: (target, args: unknown[], newTarget): Date =>
      Reflect.construct(target, args.length === 0 ? [read()] : args, newTarget === Virtual ? target : newTarget) as Date,
    apply: (target) => new target(read()).toString(),
    get: (target, key) => (key === "now" ? read : (Reflect.get(target, key) as unknown)),
  });
  return Virtual;
}

type Format = (this: Intl.DateTimeFormat, date?: Date | number) => string;
type Parts = (this: Intl.DateTimeFormat, date?: Date | number) => Intl.DateTimeFormatPart[];

/** `format` is a getter that gives a function of its own; `formatToParts` is a method. Both take the present where no date is given. */
function formattingAt(read: Now): readonly (() => void)[] {
  const { prototype } = Intl.DateTimeFormat;
  const formatOf = Object.getOwnPropertyDescriptor(prototype, "format")?.get as (this: Intl.DateTimeFormat) => Format;
  const parts = Object.getOwnPropertyDescriptor(prototype, "formatToParts")?.value as Parts;
  return [
    replaced(prototype, "format", {
      get(this: Intl.DateTimeFormat) {
        const format = formatOf.call(this);
        return (date?: Date | number) => format.call(this, date ?? read());
      },
    }),
    replaced(prototype, "formatToParts", {
      value(this: Intl.DateTimeFormat, date?: Date | number) {
        return parts.call(this, date ?? read());
      },
    }),
  ];
}

/** Replaces a property of a prototype and keeps what else is true of it. Returns what puts the old one back. */
function replaced(of: object, name: string, by: PropertyDescriptor): () => void {
  const old = Object.getOwnPropertyDescriptor(of, name);
  if (old === undefined) return () => {};
  const { configurable = true, enumerable = false } = old;
  Object.defineProperty(of, name, { ...("value" in by && { writable: true }), configurable, enumerable, ...by });
  return () => void Object.defineProperty(of, name, old);
}
