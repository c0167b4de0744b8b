// Marks on the page's timeline for `bench/`: how long each stage of a lab takes. They cost nothing when nobody measures.
export type Stage = "open" | "opened" | "first-facts";

/** Leaves a performance mark `lab:<stage>`. */
export const mark = (stage: Stage): void => void performance.mark(`lab:${stage}`);
