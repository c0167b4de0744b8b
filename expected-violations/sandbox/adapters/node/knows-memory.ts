// expect: no-restricted-imports
import { createMemoryEventStore } from "../memory/event-store.ts";
export const use = createMemoryEventStore;
