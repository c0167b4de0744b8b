// Instants as people read them, by arithmetic alone: the world has no clock to ask.
import type { Instant } from "../log/facts.ts";

const DAY_MS = 86_400_000;
/** Days from 0000-03-01 to 1970-01-01, and in 400 years. Counting years from March puts the leap day last. */
const EPOCH_DAYS = 719_468;
const CYCLE_DAYS = 146_097;

/** "2026-11-23 09:00:01" in UTC. */
export function sayInstant(at: Instant): string {
  const days = Math.floor(at / DAY_MS);
  const seconds = Math.floor((at - days * DAY_MS) / 1000);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(":");
  return `${sayDay(days + EPOCH_DAYS)} ${time}`;
}

function sayDay(days: number): string {
  const cycle = Math.floor(days / CYCLE_DAYS);
  const dayOfCycle = days - cycle * CYCLE_DAYS;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) / 365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}
