// Which walks the small size takes. A lab gets the one that presses most kinds of things, and any more only for a kind that no lab's
// walk has pressed. So thirty labs cost little more than thirty walks, and every way to press is still pressed in a page.

export type Lists<T> = readonly (readonly T[])[];

/** For each list in turn, what it contributes to the cover; each list gives at least one, where it has one. */
export function coverOf<T>(lists: Lists<T>, kindsOf: (item: T) => ReadonlySet<string>): Lists<T> {
  const seen = new Set<string>();
  return lists.map((items) =>
    items
      .toSorted((one, other) => kindsOf(other).size - kindsOf(one).size)
      .filter((item, at) => {
        const isNeeded = at === 0 || [...kindsOf(item)].some((kind) => !seen.has(kind));
        if (isNeeded) for (const kind of kindsOf(item)) seen.add(kind);
        return isNeeded;
      }),
  );
}
