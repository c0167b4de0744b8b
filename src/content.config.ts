// What the site is made of. A lesson is a page: part, concept, labs, minutes and what it needs stand in its front matter.
// Labs come from their folders, checks from one file a lesson. Every list on the site is derived from these (`content/course.ts`).
import { defineCollection, reference } from "astro:content";
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
import { z } from "astro/zod";
import { card, check, pageFields, term } from "./content/fields.ts";
import type { Lab } from "./content/labs.ts";
import { entriesIn, labsLoader } from "./content/loaders.ts";

/** Astro's store knows no order but that of ids. */
const ordered = { order: z.int() };

export const collections = {
  docs: defineCollection({
    loader: docsLoader(),
    schema: docsSchema({ extend: pageFields(reference("labs"), reference("docs")) }),
  }),
  labs: defineCollection({ loader: labsLoader(), schema: z.custom<Lab>() }),
  checks: defineCollection({ loader: entriesIn("checks"), schema: check.extend(ordered) }),
  cards: defineCollection({ loader: entriesIn("cards"), schema: card.extend(ordered) }),
  glossary: defineCollection({ loader: entriesIn("glossary"), schema: term.extend(ordered) }),
};
