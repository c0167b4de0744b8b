import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Agenda, type Entry } from "./agenda.ts";

const due = { type: "step", runId: "r", hashedId: "h" } as const;

function drain(agenda: Agenda): readonly Entry[] {
  const entries: Entry[] = [];
  for (let entry = agenda.first(); entry !== undefined; entry = agenda.first()) {
    entries.push(entry);
    agenda.cancel(entry.order);
  }
  return entries;
}

describe("the agenda", () => {
  it("gives what is due in the order of due time, then of arrival (L6)", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const agenda = new Agenda();
        const added = times.map((at) => agenda.add(at, due));
        expect(drain(agenda)).toEqual([...added].sort((a, b) => a.at - b.at || a.order - b.order));
      }),
    );
  });

  it("gives nothing that was canceled, whatever else is added in between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), (plans) => {
        const agenda = new Agenda();
        const kept = plans.flatMap(([at, keep]) => {
          const entry = agenda.add(at, due);
          if (keep) return [entry];
          agenda.cancel(entry.order);
          return [];
        });
        expect(drain(agenda)).toHaveLength(kept.length);
      }),
    );
  });

  it("puts an entry back at its old place", () => {
    const agenda = new Agenda();
    const first = agenda.add(5, due);
    agenda.add(5, due);
    agenda.cancel(first.order);
    agenda.restore(first);
    expect(agenda.first()).toEqual(first);
  });

  it("is built again from its entries", () => {
    const agenda = new Agenda();
    for (const at of [9, 3, 7]) agenda.add(at, due);
    const again = new Agenda(agenda.entries(), agenda.next);
    expect(again.add(1, due).order).toBe(4);
    expect(drain(again).map((entry) => entry.at)).toEqual([1, 3, 7, 9]);
  });
});
