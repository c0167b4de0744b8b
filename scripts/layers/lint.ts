// What the linter must know of the layers: for each, the imports and globals that it may not have. The linter sees specifiers and
// no files, so this is the quick half of the rule, for editors; `layers.test.ts` holds the list against the files themselves.
import { posix } from "node:path";
import type { OxlintOverride } from "oxlint";
import { globOf, type Layer, type Permission, permissionsOf } from "./layer.ts";

type Pattern = { message: string; regex?: string; group?: string[]; allowTypeImports?: true };

/** One override for each layer, in the order of the list. */
export const layerRules = (layers: readonly Layer[]): OxlintOverride[] =>
  layers.map((layer) => ({
    files: [globOf(layer)],
    rules: {
      "no-restricted-imports": ["error", { patterns: [...closedLayers(layers, layer), ...closedPackages(layer)] }],
      ...closedGlobals(layer.without ?? {}),
    },
  }));

function closedLayers(layers: readonly Layer[], layer: Layer): Pattern[] {
  if (layer.ownFolderOnly === true) return [{ regex: "^\\.\\./", message: layer.why }];
  return layers
    .filter((other) => other !== layer)
    .flatMap((other) => routes(layer, other).flatMap((route) => closedOn(route, layer, other)));
}

/** How a specifier reaches files of another layer: it begins with `prefix`, a pattern, and goes on with `path`, a glob. */
type Route = { readonly prefix: string; readonly path: string; readonly files: readonly Permission[]; readonly shared: number };

function routes(layer: Layer, other: Layer): Route[] {
  const folders = expand(globOf(layer)).map((glob) => posix.dirname(glob).split("/"));
  return expand(globOf(other)).flatMap((glob) => {
    const to = glob.split("/");
    const files = permissionsOf(layer).filter((permission) => posix.matchesGlob(permission.to, glob));
    return folders.map((from) => {
      const shared = to.findIndex((segment, at) => segment !== from[at]);
      const up = from.length - shared;
      return { prefix: up === 0 ? "^\\./" : `^(\\.\\./){${up},}`, path: to.slice(shared).join("/"), files, shared };
    });
  });
}

function closedOn({ prefix, path, files, shared }: Route, layer: Layer, other: Layer): Pattern[] {
  const message = layer.why;
  const whole = permissionsOf(layer).find((permission) => permission.to === other.at);
  if (whole?.except !== undefined) return [{ group: whole.except.map((name) => `**/${posix.dirname(path)}/${name}`), message }];
  const closed = { regex: prefix + asRegex(path), message };
  if (whole !== undefined) return whole.by === "types" ? [{ ...closed, allowTypeImports: true }] : [];
  if (files.length === 0) return [closed];
  // A file in a folder right above has no segment that a group could tell it by.
  if (!path.includes("/")) return [];
  const named = files.map(({ to, by }) => ({ path: to.split("/").slice(shared).join("/"), by }));
  return [
    ...named
      .filter(({ by }) => by === "types")
      .map((file) => ({ regex: `${prefix}${asRegex(file.path)}`, message, allowTypeImports: true as const })),
    { group: [`**/${path}`, ...named.map((file) => `!**/${file.path}`)], message },
  ];
}

// A specifier that a group lets through is not held against the patterns behind that group; so the open packages come first.
const closedPackages = ({ packages, why }: Layer): Pattern[] => [
  ...(packages.length > 0 ? [{ group: packages.flatMap((name) => [`!${name}`, `!${name}/**`]), message: why }] : []),
  { regex: "^[^.]", message: why },
];

function closedGlobals(without: Readonly<Record<string, string>>): Record<string, unknown[]> {
  const all = Object.entries(without).map(([name, message]) => ({ path: name.split("."), message }));
  const names = all.filter(({ path }) => path.length === 1).map(({ path, message }) => ({ name: path[0], message }));
  const properties = all
    .filter(({ path }) => path.length === 2)
    .map(({ path, message }) => ({ object: path[0], property: path[1], message }));
  return {
    ...(names.length > 0 ? { "no-restricted-globals": ["error", ...names] } : {}),
    ...(properties.length > 0 ? { "no-restricted-properties": ["error", ...properties] } : {}),
  };
}

/** A glob's braces written out: `a/{b,c}` is `a/b` and `a/c`. */
function expand(glob: string): string[] {
  const [, before = "", inside, after = ""] = /^(.*?)\{([^}]*)\}(.*)$/.exec(glob) ?? [];
  return inside === undefined ? [glob] : inside.split(",").flatMap((one) => expand(before + one + after));
}

const asRegex = (glob: string): string =>
  glob
    .replace(/\/\*\*$/, "/")
    .replaceAll(".", "\\.")
    .replaceAll("*", "[^/]+");
