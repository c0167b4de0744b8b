// A lab's variants on their way to the page: most files are the same in most variants, so each text is sent once.
import type { LabSources } from "../../../../sandbox/labs/kit/sources.ts";
import type { Files } from "../../../../sandbox/session/lab-session.ts";

export type LabTexts = { readonly sources: LabSources; readonly schema: string | undefined };

export type PackedSources = Omit<LabSources, "variants"> & {
  readonly texts: readonly string[];
  /** For each variant and file, the place of its text in `texts`. */
  readonly variants: { readonly [variant: string]: { readonly [file: string]: number } };
  readonly schema?: string;
};

export function packSources({ sources, schema }: LabTexts): PackedSources {
  const texts = [...new Set(Object.values(sources.variants).flatMap((files) => Object.values(files)))];
  const variants = mapValues(sources.variants, (files) => mapValues(files, (text) => texts.indexOf(text)));
  return { ...sources, texts, variants, ...(schema !== undefined && { schema }) };
}

export function unpackSources({ texts, variants, schema, ...rest }: PackedSources): LabTexts {
  const whole = mapValues(variants, (files): Files => mapValues(files, (at) => texts[at] ?? ""));
  return { sources: { ...rest, variants: whole }, schema };
}

function mapValues<From, To>(of: { readonly [key: string]: From }, make: (value: From) => To): { readonly [key: string]: To } {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, make(value)]));
}
