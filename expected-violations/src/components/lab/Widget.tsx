// expect: no-restricted-imports
import { createWorld } from "../../../sandbox/world/world.ts";
export function Widget() {
  return <p>{String(createWorld)}</p>;
}
