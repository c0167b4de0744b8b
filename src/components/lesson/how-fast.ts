// The Node place's measurements as `npm run bench:node` has written them, and what they say against each other. No number is
// typed here. Pure; a page and its plain text say the same.
type Late = { readonly p50: number; readonly p99: number };
type Naps = { readonly body: Late; readonly sent?: Late };

export type Row = {
  readonly name: string;
  readonly about: string;
  readonly mode?: "checkpointing" | "per step";
  readonly missing?: string;
  readonly runs?: { readonly one: { readonly [steps: string]: number }; readonly manyStepsPerSecond: number };
  readonly naps?: Naps;
  readonly burst?: Naps;
  readonly idleMib?: number;
  readonly loadedMib?: number;
};

export type Measured = {
  readonly commit: string;
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  /** Programs for each processor when it began, beside the bench. */
  readonly crowd: number;
  readonly floor: { readonly roundTripMs: number; readonly commitMs: number; readonly bothMs: number };
  readonly rows: readonly Row[];
};

export const OURS = "this engine, SQLite";
export const IN_MEMORY = "this engine, in memory";
export const CEILING = "null engine";

export type Column = {
  readonly title: string;
  readonly unit: string;
  readonly of: (row: Row) => number | undefined;
  readonly more?: boolean;
};

/** `more`: a greater number is the better one. */
export const columns: readonly Column[] = [
  { title: "one run of 10 steps", unit: "ms", of: (row) => row.runs?.one["10"] },
  { title: "one run of 1000 steps", unit: "ms", of: (row) => row.runs?.one["1000"] },
  { title: "500 runs of 5 steps", unit: "steps/s", of: (row) => row.runs?.manyStepsPerSecond, more: true },
  { title: "200 sleepers: late, p50", unit: "ms", of: (row) => row.naps?.body.p50 },
  { title: "200 sleepers: late, p99", unit: "ms", of: (row) => row.naps?.body.p99 },
];

/** How many times quicker than the other one; below 1 it is slower. `undefined` where one of them was not measured. */
export function quicker(column: Column, one: Row, other: Row): number | undefined {
  const [mine, theirs] = [column.of(one), column.of(other)];
  if (mine === undefined || theirs === undefined || mine <= 0 || theirs <= 0) return undefined;
  return column.more === true ? mine / theirs : theirs / mine;
}

/** Two numbers that differ by less are the same on a machine that also does other things. */
const ALIKE = 1.1;

export function inWords(times: number): string {
  if (times < ALIKE && times > 1 / ALIKE) return "alike";
  return times > 1 ? `${brief(times)} × quicker` : `${brief(1 / times)} × slower`;
}

const brief = (times: number): string => (times < 10 ? times.toFixed(1) : String(Math.round(times)));

export const shown = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1));

/** How many times as late as under the ceiling the slowest may be (design.md, section 6). */
export const AIM = 1.3;

/** How late the slowest hundredth of the sleepers was, in milliseconds, and how many times the ceiling's that is. */
export function latest({ rows }: Measured) {
  const of = (name: string): Naps | undefined => rows.find((row) => row.name === name && row.mode === "checkpointing")?.naps;
  const [ours, memory, ceiling] = [of(OURS), of(IN_MEMORY), of(CEILING)];
  if (ours?.sent === undefined || memory?.sent === undefined || ceiling === undefined) return undefined;
  const times = (naps: Naps): string => (naps.body.p99 / ceiling.body.p99).toFixed(1);
  const isMissed = ours.body.p99 > AIM * ceiling.body.p99;
  return { ours, memory, ceiling, sent: [ours.sent.p99, memory.sent.p99], times: [times(ours), times(memory)], isMissed } as const;
}

/** Peers that were quicker than this engine at something, and by how much, in this run. */
export function quickerPeers({ rows }: Measured): readonly { readonly name: string; readonly at: readonly string[] }[] {
  const ours = rows.find((row) => row.name === OURS && row.mode === "checkpointing");
  if (ours === undefined) return [];
  const peers = rows.filter((row) => row.mode === "checkpointing" && !row.name.startsWith("this engine") && row.name !== CEILING);
  return peers
    .map((peer) => ({
      name: peer.name,
      at: columns.flatMap((column) => {
        const times = quicker(column, peer, ours);
        return times === undefined || times < ALIKE ? [] : [`${column.title}: ${brief(times)} ×`];
      }),
    }))
    .filter(({ at }) => at.length > 0);
}

/** The whole comparison in one mode, cell by cell. */
export function comparison({ rows: all }: Measured, mode: NonNullable<Row["mode"]>) {
  const rows = all.filter((row) => row.mode === mode);
  const ours = rows.find((row) => row.name === OURS);
  const used = columns.filter((column) => rows.some((row) => column.of(row) !== undefined));
  const cell = (row: Row, column: Column) => {
    const value = column.of(row);
    const times = ours === undefined || row === ours ? undefined : quicker(column, row, ours);
    return { value: value === undefined ? "–" : shown(value), against: times === undefined ? undefined : inWords(times) };
  };
  return {
    heads: used.map(({ title, unit }) => `${title}, ${unit}`),
    rows: rows.map((row) => ({ name: row.name, about: row.about, cells: used.map((column) => cell(row, column)) })),
    missing: all.flatMap(({ name, missing }) => (missing === undefined ? [] : [{ name, missing }])),
  };
}
