// What stands in front of a page and in the files of data, as schemas. Astro reads with them, and so do scripts and tests.
import { z } from "astro/zod";

/** How a page names another entry; Astro's `reference()` reads it to the same shape. */
const named = z.string().transform((id) => ({ id }));
type Reference = z.ZodType<{ id: string }, string>;

/** A page's own fields beside Starlight's. Where a page stands says its part: the folder below `docs`. */
export const pageFields = (lab: Reference = named, page: Reference = named) =>
  z.object({
    /** Number of the concept that the lesson teaches; orders the lessons of a part. */
    concept: z.int().min(1).optional(),
    /** One or two sentences under the title. */
    lead: z.string().optional(),
    /** One sentence for lists of lessons: what a reader does there. */
    summary: z.string().optional(),
    /** How long a newcomer takes, without what `further` is for. */
    minutes: z.int().positive().optional(),
    /** How long the challenge and the endings take: what one may come back for. */
    further: z.int().positive().optional(),
    /** Labs that the page holds, in order; their goals count as what is done there. */
    labs: z.array(lab).default([]),
    /** Lessons whose words it uses, by their address without slashes around it. */
    needs: z.array(page).default([]),
    /** The landing page draws its own title. */
    landing: z.boolean().default(false),
  });

/** The fields of Starlight that the course reads. */
const starlightFields = z.object({
  title: z.string(),
  description: z.string().default(""),
  sidebar: z.strictObject({ label: z.string().optional(), order: z.number().optional() }).default({}),
  /** False for a page that search and texts for agents leave out. */
  pagefind: z.boolean().default(true),
});

/** Fields of Starlight that a page may have and that the course does not read. */
const passedOn = { tableOfContents: z.unknown().optional(), template: z.unknown().optional() };

/**
 * The whole front matter of a page, for those who read it without Astro. Other names are refused: a typo of a field that
 * may be missing would not be seen.
 */
export const frontMatter = z.strictObject({ ...pageFields().shape, ...starlightFields.shape, ...passedOn });
export type FrontMatter = z.infer<typeof frontMatter>;

const option = z.strictObject({ id: z.string(), label: z.string(), right: z.boolean().default(false), reason: z.string() });

export const check = z.strictObject({
  /** Begins with its lesson's name. Never changes once published: progress is kept by it. */
  id: z.string(),
  question: z.string(),
  options: z
    .array(option)
    .min(2)
    .max(4)
    .refine((options) => options.filter((one) => one.right).length === 1, "exactly one option is right"),
});
export type Check = z.infer<typeof check>;

/** A flashcard. */
export const card = z.strictObject({ id: z.string(), front: z.string(), back: z.string() });

/** A word of the course and what it means. */
export const term = z.strictObject({ id: z.string(), term: z.string(), means: z.string(), also: z.array(z.string()).default([]) });
