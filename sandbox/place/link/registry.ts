// Values that generated modules read by key: a module made of text has no other way to reach an object of the code that made it.
const key = Symbol.for("lab.registry");

type Registry = Map<string, object>;
type Scope = { [key]?: Registry };

let count = 0;

/** Keeps `value` until `forget`, and returns the expression by which a generated module reads it. */
export function register(value: object): { readonly expression: string; forget(): void } {
  const scope = globalThis as Scope;
  const registry = (scope[key] ??= new Map());
  const name = `${(count += 1)}`;
  registry.set(name, value);
  return {
    expression: `globalThis[Symbol.for("lab.registry")].get("${name}")`,
    forget: () => void registry.delete(name),
  };
}
