// cspell:ignore letrec
// What the fuzzing of the HTTP interface asks: any method of any route, with ids that are there and ids that are not, right bodies,
// nearly right ones, and noise.
import * as fc from "fast-check";
import type { Json } from "../../../log/json.ts";

const PATHS = `
  /e/:x /e /fn/register /fn/remove /dev /health /invoke/:x /v0/gql /v0/runs/:x /v0/runs/:x/batch /v0/runs/:x/actions
  /v1/events /v1/events/:x /v1/events/:x/runs /v1/runs/:x /v1/runs/:x/jobs /v1/runs/:x/metadata /v1/apps/:x/functions
  /v1/signals /v1/cancellations /v1/cancellations/:x /v1/checkpoint /v1/checkpoint/:x/async /v1/checkpoint/:x/steps
  /v1/http/runs/:x/async /v1/prom/:x /v1/traces/userland /v1/realtime/:x /v2/events /v2/apps /v2/apps/:x/functions
  /v2/apps/:x/functions/:x /v2/apps/:x/functions/:x/invoke /v2/runs /v2/runs/:x /v2/runs/:x/trace /v2/runs/:x/rerun
  /v2/runs/:x/cancel /v2/events/:x/runs /v2/account /v2/health /v2/operations /api/v2/runs/:x /api/v2/runs/:x/cancel
  /trace/runs /trace/runs/:x /trace/events /trace/events/:x /trace/functions /trace/about /trace/functions/:x/pause
  /trace/functions/:x/resume /trace/replay /trace/apps /openapi.json / /:x /:x/:x
`
  .trim()
  .split(/\s+/);
const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] as const;
const NAMES = `
  limit cursor status since until from text fn event name internal includeOutput appId functionId received_after url order
  x
`
  .trim()
  .split(/\s+/);

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "..",
    "../../etc/passwd",
    "null",
    "-1",
    "0",
    "1",
    "400",
    "1e309",
    "999999999999999999999999",
    "NaN",
    "true",
    "' OR 1=1 --",
    "%",
    "_",
    "\u0000",
    "\ud800",
    "__proto__",
    "constructor",
    "shop-pay",
    "pay",
    "shop",
    "2026-11-20",
    "9".repeat(300),
  ),
  fc.double().map(String),
  fc.bigInt().map(String),
);
/** Stands for the id of a run or event that is there; `send` puts it in. */
const real = fc.constantFrom("~run0", "~run1", "~run2", "~run3", "~event0", "shop", "shop-pay", "pay", "nap");
const segment = odd.map((text) => encodeURIComponent(text.toWellFormed()).replaceAll("%2F", "%2f") || "x");
const raw = fc.constantFrom("%", "%zz", "%c0%af", "%00", "a;b", "a=b", "..%2f..", "%E0%A4%A");
const path = fc.constantFrom(...PATHS).chain((shape) =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: segment }, { weight: 3, arbitrary: real }, { weight: 1, arbitrary: raw }), {
      minLength: 2,
      maxLength: 2,
    })
    .map((parts) => {
      let n = 0;
      return shape.replaceAll(":x", () => parts[n++] ?? "x");
    }),
);
const query = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), odd), { maxLength: 4 })
  .map((pairs) =>
    pairs.length === 0 ? "" : `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join("&")}`,
  );

const FIELDS = `
  name data id ts user v fn since until error url signal function_id app_id started_before if fromStep stepId input
  idempotencyKey functions appName triggers steps run_id fn_id qi_id op __proto__
`
  .trim()
  .split(/\s+/);
const json = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    odd,
    fc.constantFrom(null, true, 0, -1, 1e308, "order/paid", "inngest/x", "shop-pay"),
    fc.double({ noNaN: true }),
    tie("object"),
    tie("list"),
  ),
  list: fc.array(tie("any"), { maxLength: 4 }),
  object: fc.dictionary(fc.constantFrom(...FIELDS), tie("any"), { maxKeys: 6 }),
}));
const step = { id: "s", op: "StepRun", name: "s", displayName: "s", data: 1, opts: {} };
const runtime = { type: "http", url: "http://localhost:3000/api/inngest?fnId=shop-new&stepId=step" };
const fn = {
  id: "shop-new",
  name: "new",
  triggers: [{ event: "a/new" }, { cron: "0 9 * * 1" }],
  steps: { step: { id: "step", name: "step", runtime } },
};
/** Bodies that are right for some route. */
const RIGHT: readonly Json[] = [
  { name: "order/paid", data: { cents: 1 }, id: "i", ts: 1_795_165_200_000, user: {} },
  [{ name: "order/nap" }, { name: "order/wait", data: {} }],
  {
    appName: "shop",
    url: "http://localhost:3000/api/inngest",
    sdk: "js:v4.24.0",
    functions: [{ ...fn, concurrency: [{ limit: 1 }], throttle: { limit: 1, period: "1s" } }],
  },
  {
    run_id: "~run1",
    fn_id: "x",
    qi_id: "eDo6eA==",
    request_id: "x",
    generation_id: 1,
    steps: [step, { ...step, op: "RunComplete" }],
    ts: 1,
  },
  { app_id: "shop", function_id: "nap", started_before: "2026-11-20T09:00:00Z", started_after: 0, if: "event.data.x == 1" },
  { fn: "shop-broken", since: 0, until: 1_795_165_200_000, error: "stock" },
  { fromStep: { stepId: "mail", input: [1] } },
  { data: { a: 1 }, user: {}, idempotencyKey: "k" },
  { signal: "s", data: { a: [1] } },
];
/** A right body with one thing in it changed. */
const nearly = fc.tuple(fc.constantFrom(...RIGHT), fc.nat(30), json.any).map(([right, at, other]) => {
  let n = 0;
  return JSON.stringify(right, (key, value: Json) => (key !== "" && (n += 1) === at ? other : value));
});
const body = fc.oneof(
  nearly,
  json.any.map((value) => JSON.stringify(value)),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "",
    "{",
    "[",
    "nul",
    '{"a":',
    "\ufeff{}",
    "[".repeat(5000),
    '{"a":'.repeat(3000),
    `"${"x".repeat(100_000)}"`,
    "undefined",
    "{}",
    "[]",
    "[[]]",
    "[null]",
  ),
);
export const printable = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 40 })
  .map((text) => text.trim());
const headers = fc
  .dictionary(
    fc.constantFrom(
      "content-type",
      "authorization",
      "x-inngest-event-id-seed",
      "x-inngest-sdk",
      "x-inngest-expected-server-kind",
      "last-event-id",
      "accept",
      "origin",
      "range",
      "if-modified-since",
      "access-control-request-method",
      "x-inngest-req-version",
      "cookie",
    ),
    fc.oneof(
      printable,
      fc.constantFrom(
        "application/json",
        "application/json; charset=latin1",
        "text/html",
        "http://localhost:3000",
        "http://evil.test",
        "Bearer x",
        "0,AAAA",
        "99999999999999999999,AAAAAAAAAAAAAA==",
        "bytes=9-1",
        "null",
      ),
    ),
    { maxKeys: 4 },
  )
  .map((given) => ({ "content-type": "application/json", ...given }));

export type Ask = {
  readonly method: (typeof METHODS)[number];
  readonly at: string;
  readonly body: string;
  readonly headers: Record<string, string>;
};
export const ask: fc.Arbitrary<Ask> = fc.record({
  method: fc.constantFrom(...METHODS),
  at: fc.tuple(path, query).map((parts) => parts.join("")),
  body,
  headers,
});
