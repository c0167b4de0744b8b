// What a layer is, and which one a file belongs to.
import { posix } from "node:path";

/** How an import is made. `types` are gone when the code runs; an `import()` is loaded when the code gets there. */
export type Way = "types" | "import" | "import()";

/** Permission for one layer to import another, or a single file of it. */
export type Permission = {
  /** A layer by its `at`, or a file. */
  readonly to: string;
  /** The only way in which it may be imported; any without it. */
  readonly by?: Way;
  /** Files of that layer which stay closed, by their names. */
  readonly except?: readonly string[];
  /** Nothing uses it yet. Goes once something does. */
  readonly planned?: true;
};

export type Layer = {
  /** A folder with all that is in it, or files if it ends in `.ts`; `*` and `{a,b}` as in a glob. The last layer of the list that holds a file is its layer. */
  readonly at: string;
  readonly mayImport: readonly (string | Permission)[];
  /** Packages by name, entry points included; `node:*` is all of Node's own. */
  readonly packages: readonly string[];
  /** Compiles its files, and so says which globals there are. */
  readonly tsconfig: string;
  /** Globals it must do without though the compiler knows them, each with what to use instead; `Math.random` is a property. */
  readonly without?: Readonly<Record<string, string>>;
  /** Its files import nothing from outside their own folder. */
  readonly ownFolderOnly?: true;
  /** What the linter says to whoever breaks the rule. */
  readonly why: string;
};

/** Tests and what only tests use; they import what they need and are in no layer. */
export const TESTS = "**/*.{test,suite,kit}.{ts,tsx}";

export const permissionsOf = (layer: Layer): Permission[] =>
  layer.mayImport.map((permission) => (typeof permission === "string" ? { to: permission } : permission));

export const globOf = ({ at }: Pick<Layer, "at">): string => (at.endsWith(".ts") ? at : `${at}/**`);

export const layerOf = (layers: readonly Layer[], file: string): Layer | undefined =>
  layers.findLast((layer) => posix.matchesGlob(file, globOf(layer)));

export const allowsPackage = ({ packages }: Layer, specifier: string): string | undefined =>
  packages.find((name) =>
    name.endsWith("*") ? specifier.startsWith(name.slice(0, -1)) : specifier === name || specifier.startsWith(`${name}/`),
  );
