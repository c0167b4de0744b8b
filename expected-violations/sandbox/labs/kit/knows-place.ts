// expect: no-restricted-imports
import { createMemoryPlace } from "../../adapters/memory/place.ts";
export const use = createMemoryPlace;
