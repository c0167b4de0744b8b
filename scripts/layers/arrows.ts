// Which layer imports which, by the sources, held against the list. Pure: sources come from outside.
import { posix } from "node:path";
import { importsOf } from "./imports.ts";
import { allowsPackage, type Layer, type Permission, layerOf, permissionsOf, type Way } from "./layer.ts";

export type Source = { readonly file: string; readonly text: string };

/** An import that leaves its layer. `to` is a file of the project or a package. */
type Arrow = { readonly file: string; readonly from: Layer; readonly to: string; readonly way: Way; readonly isPackage: boolean };

/** What is wrong, one line each: arrows that the list does not have, then those of the list that no source has. */
export function wrongArrows(layers: readonly Layer[], sources: readonly Source[]): string[] {
  const arrows = sources.flatMap((source) => arrowsOf(layers, source));
  const unlisted = arrows.filter((arrow) => !isListed(layers, arrow)).map(({ file, to, way }) => `${file}: may not have ${to} by ${way}`);
  return [...unlisted, ...layers.flatMap((layer) => unused(layers, layer, arrows))];
}

function arrowsOf(layers: readonly Layer[], { file, text }: Source): Arrow[] {
  const from = layerOf(layers, file);
  if (from === undefined) throw new Error(`${file} is in no layer. Give its folder an entry in scripts/layers/layers.ts.`);
  return importsOf(file, text)
    .map(({ specifier, way }) => {
      const isPackage = !specifier.startsWith(".");
      const to = isPackage ? specifier : posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ""));
      return { file, from, to, way, isPackage };
    })
    .filter((arrow) => !staysInside(layers, arrow));
}

function staysInside(layers: readonly Layer[], { file, from, to, isPackage }: Arrow): boolean {
  if (isPackage || layerOf(layers, to) !== from) return false;
  return from.ownFolderOnly !== true || to.startsWith(`${posix.dirname(file)}/`);
}

const isListed = (layers: readonly Layer[], arrow: Arrow): boolean =>
  arrow.isPackage
    ? allowsPackage(arrow.from, arrow.to) !== undefined
    : permissionsOf(arrow.from).some((permission) => allows(layers, permission, arrow));

function allows(layers: readonly Layer[], { to, by, except = [] }: Permission, arrow: Arrow): boolean {
  if (by !== undefined && by !== arrow.way) return false;
  return to === arrow.to || (to === layerOf(layers, arrow.to)?.at && !except.includes(posix.basename(arrow.to)));
}

function unused(layers: readonly Layer[], layer: Layer, arrows: readonly Arrow[]): string[] {
  const own = arrows.filter((arrow) => arrow.from === layer);
  const files = own.filter((arrow) => !arrow.isPackage);
  const permissions = permissionsOf(layer).filter(
    (permission) => permission.planned !== true && !files.some((arrow) => allows(layers, permission, arrow)),
  );
  const used = own.filter((arrow) => arrow.isPackage).map((arrow) => allowsPackage(layer, arrow.to));
  return [...permissions.map((permission) => permission.to), ...layer.packages.filter((name) => !used.includes(name))].map(
    (to) => `${layer.at}: may have ${to}, and nothing has it`,
  );
}
