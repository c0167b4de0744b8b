// What the landing page's figures and opening say, for the page and its plain text.
import type { Course } from "../../content/course.ts";
import { coreRoad, listed } from "../../content/lists.ts";

export const OPENING = {
  title: "Give your AI agent a nervous system",
  begin: "Start the first lesson",
  promise:
    "It wakes by itself, goes on after a crash, stays steady in a rush, and asks you before it does harm. A free course, with a real durable engine in every lesson.",
} as const;

export const PART_WORDS = {
  senses: { name: "Senses", says: "What wakes it. Events, schedules, webhooks, and the same one arriving twice." },
  reflexes: { name: "Reflexes", says: "What keeps it going. Steps, memory, sleep, retries: a crash costs what it interrupted." },
  balance: { name: "Balance", says: "What keeps it steady. Limits in a rush, fairness between customers, and a person who says yes." },
} as const;

/** The core road: which of its lessons are here, how long those take, and what is not here yet. Nothing more is promised. */
export function coreSays(course: Course): string {
  const { here, minutes, missing } = coreRoad(course);
  const named = listed(here.map(({ label }) => label));
  if (missing.length === 0) return `The core road is ${here.length} lessons: ${named}. It takes about ${minutes} minutes.`;
  const [are, take] = here.length === 1 ? ["is", "takes"] : ["are", "take together"];
  const concepts = `${missing.length === 1 ? "concept" : "concepts"} ${listed(missing.map(String))}`;
  return (
    `The core road is ${here.length + missing.length} lessons. ${named} ${are} here, and ${take} about ${minutes} minutes. ` +
    `Not here yet: ${concepts}.`
  );
}
