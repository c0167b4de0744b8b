import { eventStoreSuite } from "../../conformance/event-store.suite.ts";
import { openIndexedDbStore } from "./indexed-db-store.ts";

eventStoreSuite("IndexedDB", async () => {
  const lab = `store-${crypto.randomUUID()}`;
  return { open: () => openIndexedDbStore(lab), keeps: true };
});
