// expect: no-restricted-imports
import { createMemoryPlace } from "../../../sandbox/adapters/memory/place.ts";
export const use = createMemoryPlace;
