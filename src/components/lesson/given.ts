// The components that every page may use by name, without importing them; a page is given those that it uses.
// Each has a plain-text form in `plain/forms.ts`: the compiler asks for it.

/** Where a component stands, below `src/components`. */
export const GIVEN = {
  Answers: "quiz/Answers.astro",
  Built: "lesson/Built.astro",
  Challenge: "lesson/Challenge.astro",
  Check: "quiz/Check.astro",
  CheckUs: "lesson/CheckUs.astro",
  Coverage: "lesson/Coverage.astro",
  Demo: "lesson/Demo.astro",
  EngineFlags: "lesson/EngineFlags.astro",
  ExampleSource: "lesson/ExampleSource.astro",
  Fallbacks: "lesson/Fallbacks.astro",
  Figures: "lesson/Figures.astro",
  HowFast: "lesson/HowFast.astro",
  Lab: "lesson/Lab.astro",
  Languages: "lesson/Languages.astro",
  Nerve: "figures/Nerve.astro",
  OpenNow: "landing/OpenNow.astro",
  Opening: "landing/Opening.astro",
  Parts: "landing/Parts.astro",
  Pitfall: "lesson/Pitfall.astro",
  Predict: "quiz/Predict.astro",
  Python: "lesson/Python.astro",
  Recall: "lesson/Recall.astro",
  Recap: "lesson/Recap.astro",
  Roads: "landing/Roads.astro",
  Sequence: "figures/Sequence.astro",
  Source: "lesson/Source.astro",
  Teaching: "lesson/Teaching.astro",
  Try: "lesson/Try.astro",
  TypeScript: "lesson/TypeScript.astro",
  Yours: "lesson/Yours.astro",
} as const;

export type GivenName = keyof typeof GIVEN;

export const isGiven = (name: string): name is GivenName => Object.hasOwn(GIVEN, name);
