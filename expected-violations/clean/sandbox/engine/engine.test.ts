import { it } from "vitest";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
it("reads its own log", () => void createMemoryEventStore);
