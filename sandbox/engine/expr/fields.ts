// Objects with fields, as expressions see them. The library tells a value's type by its `constructor`, which the data of an event may
// have as a key of its own: such an object goes in as a `Map`, which the library takes for the same thing.

export type Fields = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  value instanceof Map || (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype);

export const hasField = (of: Fields, name: string): boolean => (of instanceof Map ? of.has(name) : Object.hasOwn(of, name));
export const fieldOf = (of: Fields, name: string): unknown => (of instanceof Map ? of.get(name) : (of as Record<string, unknown>)[name]);
export const entriesOf = (of: Fields): readonly (readonly [string, unknown])[] => (of instanceof Map ? [...of] : Object.entries(of));

const known = new WeakMap<object, unknown>();

/** The value with a `Map` in place of each object that has a key `constructor`; the value itself where none has. */
export function typed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const found = known.get(value);
  if (found !== undefined) return found;
  const made = Array.isArray(value) ? typedList(value) : isFields(value) ? typedFields(value) : value;
  known.set(value, made);
  return made;
}

function typedList(list: readonly unknown[]): unknown {
  const items = list.map(typed);
  return items.some((item, at) => item !== list[at]) ? items : list;
}

function typedFields(of: Fields): unknown {
  const entries = entriesOf(of).map(([name, value]) => [name, typed(value)] as const);
  if (hasField(of, "constructor")) return new Map(entries);
  return entries.some(([name, value]) => value !== fieldOf(of, name)) ? Object.fromEntries(entries) : of;
}
