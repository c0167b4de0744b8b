// Lists of runs in v2: its parameters, and the walk over the read model when they mean several functions at once.
import { z } from "@hono/zod-openapi";
import { badRequest, notFound } from "../refusal.ts";
import type { FunctionRow, Page, Reads, RunQuery, RunRow, RunStatus } from "../../reads.ts";
import { cursor, flag, id, instant, limit } from "./common.ts";
import { given } from "./given.ts";
import { Refused } from "./route.ts";
import { publicId, RUN_STATUSES, STATUSES_OF, type V2Status } from "./v2-schemas.ts";

const statuses = z
  .string()
  .transform((list, context): readonly V2Status[] => {
    const words = list.split(",").map((word) => word.trim().toUpperCase());
    const known = words.filter((word): word is V2Status => (RUN_STATUSES as readonly string[]).includes(word));
    if (known.length === words.length) return known;
    context.addIssue({ code: "custom", message: `one or more of ${RUN_STATUSES.join(", ")}` });
    return z.NEVER;
  })
  .openapi({ type: "string", description: `Some of ${RUN_STATUSES.join(", ")}; repeat the parameter or write commas.` });

const refused = (why: string) =>
  z
    .undefined({ error: why })
    .optional()
    .openapi({ type: "string", deprecated: true, description: `Refused: ${why}.` });

export const runListQuery = z.object({
  cursor: cursor.optional(),
  limit: limit(100).optional(),
  status: statuses.optional(),
  appId: id.optional(),
  functionId: id.optional(),
  from: instant.optional(),
  until: instant.optional(),
  includeOutput: flag.optional(),
  timeField: z.enum(["queuedAt", "QUEUED_AT"], "runs are listed by queuedAt alone").optional(),
  order: z.enum(["desc", "DESC"], "runs are listed newest first").optional(),
  query: refused("expressions over runs are not served; use status, appId, functionId, from and until, or /trace/runs?text="),
});

export type RunListQuery = z.output<typeof runListQuery>;

/** Pages of the read model that are looked through for one answer. */
const MOST_PAGES = 20;

export async function listRuns(reads: Reads, functions: readonly FunctionRow[], asked: RunListQuery): Promise<Page<RunRow>> {
  const { cursor: start, limit: count = 20, status, appId, functionId, from, until } = asked;
  if (from !== undefined && until !== undefined && from >= until) throw new Refused(badRequest("query.from must be before query.until"));
  if (functionId !== undefined && appId === undefined) throw new Refused(badRequest("query.appId is needed beside query.functionId"));
  const wanted: readonly RunStatus[] | undefined = status?.flatMap((each) => STATUSES_OF[each]);
  const query: RunQuery = given({ since: from, until, status: wanted, limit: count, cursor: start });
  if (appId === undefined) return reads.runs(query);
  const ofApp = functions.filter(({ app }) => app === appId);
  if (functionId === undefined) return ofSeveral(reads, query, new Set(ofApp.map((fn) => fn.id)), count);
  const fn = ofApp.find((each) => each.id === functionId || publicId(each.id, appId) === functionId);
  if (fn === undefined) throw new Refused(notFound(`No function ${functionId} of an app ${appId}`));
  return reads.runs({ ...query, fn: fn.id });
}

/** The cursor of a page that was cut short goes on where the looking ended, so that nothing is left out. */
async function ofSeveral(reads: Reads, query: RunQuery, fns: ReadonlySet<string>, count: number): Promise<Page<RunRow>> {
  const rows: RunRow[] = [];
  let cursor = query.cursor;
  for (let looked = 0; looked < MOST_PAGES && fns.size > 0; looked += 1) {
    const page = await reads.runs({ ...query, limit: count - rows.length, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.rows.filter(({ fn }) => fns.has(fn)));
    cursor = page.cursor;
    if (cursor === undefined || rows.length === count) break;
  }
  return { rows, total: rows.length, ...(cursor === undefined || fns.size === 0 ? {} : { cursor }) };
}
