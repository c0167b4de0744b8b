// A page as the course knows it. Astro's entries and files on the disk become the same.
import type { Check, FrontMatter } from "./fields.ts";
import type { Lab } from "./labs.ts";
import type { PartId } from "./parts.ts";

export type Page = {
  /** Address without slashes around it, e.g. `balance/human-gate`; the landing page's is `index`. */
  readonly id: string;
  /** Address on the site. */
  readonly path: string;
  /** Last part of the address: names the lesson in the ids of its checks. */
  readonly name: string;
  /** Folder that the page stands in, if any. */
  readonly folder: string | undefined;
  readonly title: string;
  readonly description: string;
  /** Title in lists: the term that people look for. */
  readonly label: string;
  readonly order: number | undefined;
  readonly concept: number | undefined;
  readonly lead: string | undefined;
  readonly summary: string | undefined;
  readonly minutes: number | undefined;
  readonly further: number | undefined;
  readonly labs: readonly string[];
  readonly needs: readonly string[];
  readonly landing: boolean;
  /** Whether search and texts for agents have it. */
  readonly found: boolean;
};

/** A page of any part but reference. */
export type Lesson = Page & {
  readonly part: PartId;
  readonly summary: string;
  readonly minutes: number;
  readonly labsHeld: readonly Lab[];
  readonly checks: readonly Check[];
  /** Ids of what counts as done there: the goals of its labs, and its checks. */
  readonly outcomes: { readonly goals: readonly string[]; readonly checks: readonly string[] };
};

/** Everything that the course is derived from. */
export type Content = { readonly pages: readonly Page[]; readonly checks: readonly Check[]; readonly labs: readonly Lab[] };

/** The name of the lesson that a check belongs to: the first part of its id. */
export const lessonNameOf = ({ id }: { readonly id: string }): string => id.split("/")[0] ?? "";

/** What a page's front matter holds, however it was read: Starlight leaves out what is not given. */
export type Given = Omit<FrontMatter, "description" | "sidebar"> & {
  readonly description?: string | undefined;
  readonly sidebar: { readonly label?: string | undefined; readonly order?: number | undefined };
};

export function pageOf(entry: string, front: Given): Page {
  // Starlight leaves the landing page without an id.
  const id = entry === "" ? "index" : entry;
  const parts = id.split("/");
  return {
    id,
    path: id === "index" ? "/" : `/${id}/`,
    name: parts.at(-1) ?? id,
    folder: parts.length > 1 ? parts[0] : undefined,
    title: front.title,
    description: front.description ?? "",
    label: front.sidebar.label ?? front.title,
    order: front.sidebar.order,
    concept: front.concept,
    lead: front.lead,
    summary: front.summary,
    minutes: front.minutes,
    further: front.further,
    labs: front.labs.map((lab) => lab.id),
    needs: front.needs.map((page) => page.id),
    landing: front.landing,
    found: front.pagefind,
  };
}
