import { eventStoreSuite } from "../../conformance/event-store.suite.ts";
import { createMemoryEventStore } from "./event-store.ts";

eventStoreSuite("memory", () => Promise.resolve({ open: () => Promise.resolve(createMemoryEventStore()), keeps: false }));
