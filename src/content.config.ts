// What the site is made of: lessons (Markdown with components) and quick checks (YAML, one file per lesson).
import { defineCollection } from "astro:content";
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
import { glob } from "astro/loaders";
import { z } from "astro/zod";

const lesson = z.object({
  /** Part of the course; gives the page its hue and its kicker. */
  part: z.enum(["start", "senses", "reflexes", "balance", "reference"]).optional(),
  /** Number of the concept, 1 to 15. */
  concept: z.number().int().min(1).max(15).optional(),
  /** One or two sentences under the title. */
  lead: z.string().optional(),
  /** Id of the lab that the page holds; its goals count as the page's outcomes. */
  lab: z.string().optional(),
  /** The landing page draws its own title. */
  landing: z.boolean().default(false),
});

const option = z.strictObject({ id: z.string(), label: z.string(), right: z.boolean().default(false), reason: z.string() });
const check = z.strictObject({
  /** Never changes once published: progress is kept by it. */
  id: z.string(),
  question: z.string(),
  options: z
    .array(option)
    .min(2)
    .max(4)
    .refine((options) => options.filter((one) => one.right).length === 1, "exactly one option is right"),
});

export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: lesson }) }),
  quizzes: defineCollection({
    loader: glob({ base: "src/content/quizzes", pattern: "*.yaml" }),
    schema: z.strictObject({ title: z.string(), page: z.string(), checks: z.array(check).min(1) }),
  }),
};
