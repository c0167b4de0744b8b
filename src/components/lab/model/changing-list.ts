// A list whose items change after they were added, drawn anew only where they have.

export type ChangingList<Item extends object, Drawn> = {
  add(item: Item): void;
  /** This item is not what it was when it was drawn last. */
  touch(item: Item): void;
  /** Every item as it is now, in order of arrival; what has not changed is the same object as before. */
  drawn(): readonly Drawn[];
};

export function changingList<Item extends object, Drawn>(draw: (item: Item) => Drawn): ChangingList<Item, Drawn> {
  const drawn: Drawn[] = [];
  const places = new Map<Item, number>();
  const touched = new Set<Item>();
  return {
    add(item) {
      places.set(item, places.size);
      touched.add(item);
    },
    touch: (item) => void touched.add(item),
    drawn() {
      for (const item of touched) {
        const place = places.get(item);
        if (place !== undefined) drawn[place] = draw(item);
      }
      touched.clear();
      return drawn.slice();
    },
  };
}
