// expect: no-restricted-imports
// A place enters the engine by its door.
import { fold } from "../../engine/core/fold.ts";

export const folded = fold;
