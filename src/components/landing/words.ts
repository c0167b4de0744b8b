// What the landing page's figures and opening say, for the page and its plain text.
import type { Course } from "../../content/course.ts";
import { minutesOf } from "../../content/lists.ts";

export const OPENING = {
  title: "Give your AI agent a nervous system",
  promise:
    "It wakes by itself, goes on after a crash, stays steady in a rush, and asks you before it does harm. A free course, with a real durable engine in every lesson.",
} as const;

export const PART_WORDS = {
  senses: { name: "Senses", says: "What wakes it. Events, schedules, webhooks, and the same one arriving twice." },
  reflexes: { name: "Reflexes", says: "What keeps it going. Steps, memory, sleep, retries: a crash costs what it interrupted." },
  balance: { name: "Balance", says: "What keeps it steady. Limits in a rush, fairness between customers, and a person who says yes." },
} as const;

/** How long what is open takes. */
export function minutesSay(course: Course): string {
  const minutes = minutesOf(course);
  return course.lessons.length === 1
    ? `It takes about ${minutes} minutes.`
    : `They stand by themselves, and take about ${minutes} minutes together.`;
}
