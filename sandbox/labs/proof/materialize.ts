// Writes every variant of every lab as whole files into `variants`, which git ignores: there they are compiled and linted like
// any other code. A mistake that a compiler finds is told at the edit that made the line.
//   node sandbox/labs/proof/materialize.ts      writes them, and prints how many
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { linedVariants } from "../kit/variants.ts";
import { definedIn, LABS, labSlugs, loadLab, readTexts } from "./load.ts";

export const VARIANTS = join(LABS, "variants");

export async function materialize(): Promise<number> {
  await rm(VARIANTS, { recursive: true, force: true });
  let written = 0;
  for (const slug of labSlugs()) {
    const { sources } = loadLab(slug);
    for (const [variant, files] of Object.entries(sources.variants)) {
      const folder = join(VARIANTS, slug, variant);
      await mkdir(folder, { recursive: true });
      await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
      written += 1;
    }
  }
  return written;
}

/** A message of the compiler about a line of a variant. */
export type Complaint = {
  readonly slug: string;
  readonly variant: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
};

const MESSAGE = /labs\/variants\/([^/]+)\/([^/]+)\/([^/(]+)\((\d+),\d+\): error (.*)$/;

export function complaintOf(line: string): Complaint | undefined {
  const [, slug, variant, file, at, text] = MESSAGE.exec(line.replaceAll("\\", "/")) ?? [];
  if (slug === undefined || variant === undefined || file === undefined || text === undefined) return undefined;
  return { slug, variant, file, line: Number(at), text };
}

/**
 * What is wrong with the variants, as far as nobody has declared it: the compiler's messages, each with the edit that made its
 * line, and type errors that a variant declares and does not produce.
 */
export function undeclared(output: string): readonly string[] {
  const complaints = output.split("\n").flatMap((line) => complaintOf(line) ?? []);
  const wrong: string[] = [];
  for (const slug of labSlugs()) {
    const folder = join(LABS, slug);
    const lab = definedIn(folder);
    const lined = linedVariants(lab.definition.id, lab.variants, readTexts(folder));
    for (const variant of Object.keys(lined)) {
      const said = complaints.filter((each) => each.slug === slug && each.variant === variant);
      const { other, missing } = apart(said, lab.variants[variant]?.typeError);
      wrong.push(...other.map((each) => told(each, lined[variant]?.[each.file]?.[each.line - 1]?.edit)));
      if (missing !== undefined) wrong.push(`${slug}/lab.ts: variant ${variant} must produce ${missing}, and compiles.`);
    }
  }
  return wrong;
}

/** Complaints without the type error that a variant declares; `missing`: it declares one that it does not produce. */
export function apart(
  said: readonly Complaint[],
  declared: string | undefined,
): { readonly other: readonly Complaint[]; readonly missing: string | undefined } {
  const other = said.filter(({ text }) => declared === undefined || !text.startsWith(`${declared}:`));
  return { other, missing: other.length === said.length ? declared : undefined };
}

const told = ({ slug, variant, file, line, text }: Complaint, edit: string | undefined): string =>
  edit === undefined ? `${slug}, variant ${variant}: ${file}:${line}: ${text}` : `${edit}: ${file}:${line}: ${text}`;

if (import.meta.main) console.log(`${await materialize()} variants in ${VARIANTS}`);
