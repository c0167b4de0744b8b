// What the measurements say: the place against floor, ceiling and peers, with the budgets of design.md section 6.
import type { Figure } from "../figures.ts";
import type { Floor } from "./floor.ts";
import type { Flood, Full } from "./load.ts";
import type { Naps, Runs } from "./runs.ts";

/** One contender in one mode. `missing`: why it was not measured. */
export type Row = {
  readonly name: string;
  readonly about: string;
  readonly mode?: "checkpointing" | "per step";
  readonly missing?: string;
  readonly runs?: Runs | undefined;
  readonly naps?: Naps;
  readonly burst?: Naps;
  readonly readyMs?: number;
  readonly idleMib?: number;
  readonly loadedMib?: number;
};

const find = (rows: readonly Row[], name: string, mode: Row["mode"] = "checkpointing"): Row | undefined =>
  rows.find((row) => row.name === name && row.mode === mode && row.missing === undefined);

export function figuresOf(rows: readonly Row[], floor: Floor, flood: Flood | undefined, full: Full | undefined): readonly Figure[] {
  const place = find(rows, "this engine, SQLite");
  return [
    ...(place === undefined ? [] : [...ofCeiling(rows, place), ...ofLength(place, floor), ...ofProcess(place), ...ofInngest(rows, place)]),
    ...(flood === undefined ? [] : ofFlood(flood)),
    ...(full === undefined ? [] : ofFull(full)),
  ];
}

function ofCeiling(rows: readonly Row[], place: Row): readonly Figure[] {
  const ceiling = find(rows, "null engine");
  const [mine, most] = [place.runs?.manyStepsPerSecond, ceiling?.runs?.manyStepsPerSecond];
  const perStep = [find(rows, "this engine, SQLite", "per step"), find(rows, "null engine", "per step")] as const;
  const [mineOff, mostOff] = [perStep[0]?.runs?.manyStepsPerSecond, perStep[1]?.runs?.manyStepsPerSecond];
  const [late, nullLate] = [place.naps?.body.p99, ceiling?.naps?.body.p99];
  return [
    ...(mine === undefined || most === undefined
      ? []
      : [{ name: "500 runs of 5 steps: share of the ceiling", value: (100 * mine) / most, unit: "%", atLeast: 70 }]),
    ...(mineOff === undefined || mostOff === undefined
      ? []
      : [{ name: "the same without checkpointing: share of the ceiling", value: (100 * mineOff) / mostOff, unit: "%" }]),
    ...(place.naps?.sent === undefined
      ? []
      : [{ name: "200 sleepers: due → call sent, p99", value: place.naps.sent.p99, unit: "ms", atMost: 10 }]),
    ...(late === undefined || nullLate === undefined
      ? []
      : [{ name: "200 sleepers: due → step body, p99, against the ceiling's", value: late / nullLate, unit: "times", atMost: 1.3 }]),
    ...(place.burst === undefined || ceiling?.burst === undefined
      ? []
      : [
          {
            name: "200 sleepers due at one instant: step body, p99, against the ceiling's",
            value: place.burst.body.p99 / ceiling.burst.body.p99,
            unit: "times",
          },
        ]),
  ];
}

function ofLength(place: Row, floor: Floor): readonly Figure[] {
  const { 10: short = Number.NaN, 1000: long = Number.NaN } = place.runs?.one ?? {};
  return [
    { name: "a step in a run of 1000 against a step in a run of 10", value: long / 1000 / (short / 10), unit: "times", atMost: 1.5 },
    { name: "a step in a run of 1000 against the floor", value: long / 1000 / floor.bothMs, unit: "times" },
  ];
}

function ofProcess({ readyMs, idleMib, loadedMib, runs }: Row): readonly Figure[] {
  const processorUs = runs?.processorUs;
  return [
    ...(processorUs === undefined
      ? []
      : [{ name: "500 runs of 5 steps: processor time of a step, engine alone", value: processorUs, unit: "µs" }]),
    ...(readyMs === undefined ? [] : [{ name: "process start → ready", value: readyMs, unit: "ms", atMost: 300 }]),
    ...(idleMib === undefined ? [] : [{ name: "memory when idle", value: idleMib, unit: "MiB", atMost: 90 }]),
    ...(loadedMib === undefined ? [] : [{ name: "memory after these loads", value: loadedMib, unit: "MiB" }]),
  ];
}

function ofInngest(rows: readonly Row[], place: Row): readonly Figure[] {
  const theirs = find(rows, "Inngest dev server")?.runs;
  const mine = place.runs;
  if (theirs === undefined || mine === undefined) return [];
  const quicker = (steps: number): number => (theirs.one[steps] ?? Number.NaN) / (mine.one[steps] ?? Number.NaN);
  return [
    { name: "one run of 10 steps, against the Inngest dev server", value: quicker(10), unit: "times quicker", atLeast: 10 },
    { name: "one run of 1000 steps, against the Inngest dev server", value: quicker(1000), unit: "times quicker", atLeast: 2.5 },
    {
      name: "500 runs of 5 steps, against the Inngest dev server",
      value: mine.manyStepsPerSecond / theirs.manyStepsPerSecond,
      unit: "times quicker",
      atLeast: 2.5,
    },
  ];
}

function ofFlood({ events, acceptedMs, finishedMs, peakMib, afterMib }: Flood): readonly Figure[] {
  const many = events.toLocaleString("en-US");
  return [
    { name: `${many} events at once: accepted`, value: acceptedMs / 1000, unit: "s" },
    { name: `${many} events at once, under two limits: finished`, value: finishedMs / 1000, unit: "s" },
    { name: `${many} events at once: most memory held`, value: peakMib, unit: "MiB" },
    { name: `${many} events at once: memory afterwards`, value: afterMib, unit: "MiB" },
  ];
}

function ofFull({ runs, fileMib, readyMs, fullMs, emptyMs, idleMib }: Full): readonly Figure[] {
  const many = runs.toLocaleString("en-US");
  return [
    { name: `a new run with ${many} finished ones in storage, against none`, value: fullMs / emptyMs, unit: "times", atMost: 1.1 },
    { name: `process start → ready with ${many} finished runs in storage`, value: readyMs, unit: "ms" },
    { name: `memory when idle with ${many} finished runs in storage`, value: idleMib, unit: "MiB" },
    { name: `storage of ${many} finished runs`, value: fileMib, unit: "MiB" },
  ];
}
